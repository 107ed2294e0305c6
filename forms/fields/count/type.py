"""The field type of a whole number, 0 or more: sessions, people, items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from forms.fields.base import FieldType, Remark, quoted
from forms.fields.count.read import LARGEST, plain_text, read_digits


class CountType(FieldType):
    """A count. Thousands may be parted by commas or spaces; nothing is ever rounded, cut or guessed.

    Error codes: none-word, not-yet, letters, other-digits, negative, fraction, grouping, several, chinese-numeral, magnitude,
    unit, sum, not-a-number, too-large. Remarks: grouped.
    """

    name: ClassVar[str] = "count"
    label: ClassVar[str] = "数量"
    help: ClassVar[str] = "填写整数，例如 200；没有填 0，不适用填“/”。"
    usual_length: ClassVar[int] = 4
    is_number: ClassVar[bool] = True
    one_line: ClassVar[bool] = True
    alignment: ClassVar[Literal["left", "center"]] = "center"
    empty_hint: ClassVar[str] = "没有这项活动请填0，不适用请填“/”。"

    def _parse(self, text: str, choices: Sequence[str]) -> int:
        plain = plain_text(text)
        value = read_digits(plain)
        if value is None or value > LARGEST:
            from forms.fields.count import refuse

            raise refuse.too_large(text) if value is not None else refuse.explanation(text, plain)
        return value

    def _remarks(self, text: str) -> Iterable[Remark]:
        plain = plain_text(text)
        if " " in plain:
            yield Remark(
                "grouped", f"{quoted(text)}中间有空格，按一个数 {read_digits(plain)} 读。请核对是不是两个数。"
            )
