"""Chinese numerals and numbers with a Chinese magnitude (十二, 1.2万, 1亿2000万) as whole numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fractions import Fraction

_DIGITS: Final = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("○○貳參肆伍陸柒捌玖", "0023456789", strict=True)),
    "两": "2",
    "兩": "2",
    "拾": "十",
    "佰": "百",
    "仟": "千",
    "萬": "万",
    "億": "亿",
    "廿": "2十",
    "卅": "3十",
}
_TABLE: Final = str.maketrans(_DIGITS)

#: Every character that may stand in such a number, for a character class.
NUMERAL_CHARACTERS: Final = "0-9." + "".join(_DIGITS) + "十百千万亿"

_DECIMAL: Final = r"[0-9]+(?:\.[0-9]+)?"
_WHOLE: Final = r"(?:([^亿]+)亿)?(?:([^亿万]+)万)?([^亿万]*)"
_SECTION: Final = rf"(?:({_DECIMAL})千)?(?:0?({_DECIMAL})百)?(?:0?((?:{_DECIMAL})?)十)?(?:(0?)([1-9]))?"
#: Longer texts are no numeral that a person wrote; also keeps the expressions above cheap.
_LONGEST: Final = 24


def read_numeral(text: str) -> int | None:
    """The whole number that a numeral stands for, or ``None`` where it cannot be read without doubt.

    ``text`` is half-width and without spaces. Colloquial short forms (两百五, 一万二) are in doubt and give
    ``None``.
    """
    if not text or len(text) > _LONGEST:
        return None
    if not (match := re.fullmatch(_WHOLE, text.translate(_TABLE))):
        return None
    from fractions import Fraction

    hundred_millions, ten_thousands, rest = match.groups()
    total = Fraction(0)
    higher = False
    for part, factor in ((hundred_millions, 10**8), (ten_thousands, 10**4), (rest, 1)):
        if not part:
            continue
        if higher and re.fullmatch(r"[1-9]|.*\..*", part) and (factor == 1 or "." in part):
            return None
        value = _read_section(part)
        if value is None or (total.denominator != 1):
            return None
        total += value * factor
        higher = True
    return int(total) if higher and total.denominator == 1 else None


def _read_section(part: str) -> Fraction | None:
    """The number below ten thousand (or written in digits) that stands before 万 or 亿, or at the end."""
    from fractions import Fraction

    if re.fullmatch(_DECIMAL, part):
        return Fraction(part)
    if not (match := re.fullmatch(_SECTION, part)):
        return None
    thousands, hundreds, tens, zero, ones = match.groups()
    if ones and not zero and tens is None:
        return None
    total = Fraction(thousands or 0) * 1000 + Fraction(hundreds or 0) * 100
    if tens is not None:
        total += Fraction(tens or 1) * 10
    return total + Fraction(ones or 0)
