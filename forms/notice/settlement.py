"""A settlement: words by which something due needs no packet any more, such as 已另行报送."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

#: What is usual to say; other words can be typed.
USUAL_WORDS: Final = ("已另行报送", "本单位不适用")


@dataclass(frozen=True, slots=True)
class Settlement:
    """Why an occurrence is settled, and since when (an aware moment)."""

    words: str
    made_at: datetime.datetime
