"""How a paragraph looks in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from forms.sheet.sheet import Align

SONG: Final = "宋体"
HEI: Final = "黑体"
TITLE: Final = "方正小标宋简体"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks: its font, size in points, place, and the white above and below it in points."""

    font: str
    size: float
    align: Align = "left"
    before: float = 0
    after: float = 0
    bold: bool = False
    keep_with_next: bool = False
