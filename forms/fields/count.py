"""A whole number, 0 or more: sessions, people, items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, half_width, quoted

#: More than this is no count of a small office, and still exact in every file format that leaves the program.
LARGEST: Final = 999_999_999

_DIGITS: Final = r"[0-9]+"
_GROUPED: Final = r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)"


class CountType(FieldType):
    """A count. Thousands may be parted by commas or spaces; nothing is ever rounded, cut or guessed.

    Error codes: none-word, other-digits, negative, fraction, grouping, several, chinese-numeral, magnitude,
    unit, sum, not-a-number, too-large.
    """

    name: ClassVar[str] = "count"
    words: ClassVar[str] = "数量"
    help: ClassVar[str] = "填写整数，例如 200；没有填 0，不适用填“/”。"
    usual_length: ClassVar[int] = 4

    def _parse(self, text: str, choices: Sequence[str]) -> int:
        plain = re.sub(r"\s+", " ", half_width(text)).strip()
        value = read_digits(plain)
        if value is None:
            from forms.fields.count_refusal import explanation

            raise explanation(text, plain)
        if value > LARGEST:
            raise too_large(text)
        return value


def read_digits(plain: str) -> int | None:
    """The number where a half-width text is one beyond doubt, else ``None``.

    Of a very long number only the first digits are read: it stays too large, and costs nothing.
    """
    if not (re.fullmatch(_DIGITS, plain) or re.fullmatch(_GROUPED, plain)):
        return None
    digits = plain.replace(",", "").replace(" ", "").lstrip("0")
    return int(digits[:12] or "0")


def too_large(text: str) -> FieldError:
    return FieldError("too-large", f"{quoted(text)}太大了。最大是 {LARGEST}，请核对是否多打了几位。")
