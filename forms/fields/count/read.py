"""What a text means as a count: digits as people group them, read where there is no doubt."""

from __future__ import annotations

import re
from typing import Final

from forms.fields.base import half_width

#: More than this is no count of a small office, and still exact in every file format that leaves the program.
LARGEST: Final = 999_999_999

_DIGITS: Final = r"[0-9]+"
_GROUPED: Final = r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)"


def plain_text(text: str) -> str:
    """A text as typed in, half-width and with single spaces out: what both reading and refusing look at."""
    return re.sub(r"\s+", " ", half_width(text)).strip()


def read_digits(plain: str) -> int | None:
    """The number where a :func:`plain_text` is one beyond doubt, else ``None``.

    Of a very long number only the first digits are read: it stays too large, and costs nothing.
    """
    if not (re.fullmatch(_DIGITS, plain) or re.fullmatch(_GROUPED, plain)):
        return None
    digits = plain.replace(",", "").replace(" ", "").lstrip("0")
    return int(digits[:12] or "0")
