"""QQ numbers."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from forms.fields.base import FieldError, half_width, quoted
from forms.fields.contact import ContactType

SHORTEST: Final = 5
LONGEST: Final = 12


class QQType(ContactType):
    """A QQ number: 5 to 12 digits, not starting with 0 (Tencent has given out 5 to 11 so far). Normal form:
    the digits.

    Error codes: those of :class:`ContactType`, mail-address, not-a-number, too-short, too-long, bad-start.
    """

    name: ClassVar[str] = "qq"
    one_line: ClassVar[bool] = True
    label: ClassVar[str] = "QQ号"
    help: ClassVar[str] = "填写QQ号，5至12位数字；没有填“无”。"
    usual_length: ClassVar[int] = 11
    longest: ClassVar[int] = 100

    own_kinds: ClassVar[tuple[str, ...]] = ("qq",)
    example: ClassVar[str] = "12345678"

    def _read(self, text: str, value: str) -> str:
        digits = re.sub(r"\s", "", half_width(value)).rstrip(".。,;、")
        shown = quoted(text)
        if match := re.fullmatch(r"([1-9][0-9]{4,11})@qq\.com", digits, flags=re.IGNORECASE):
            raise FieldError("mail-address", f"{shown}是QQ邮箱。QQ号请填写 {match.group(1)}。")
        if match := re.fullmatch(r"([1-9][0-9]{4,11})(?:[、,;/][1-9][0-9]{4,11})+", digits):
            raise FieldError(
                "several", f"{shown}像是几个QQ号，这里只填一个。请留下一个，例如 {match.group(1)}。"
            )
        if not re.fullmatch("[0-9]+", digits):
            raise FieldError(
                "not-a-number", f"{shown}不是QQ号，QQ号全是数字。请填写5至12位数字，例如 12345678。"
            )
        if len(digits) < SHORTEST:
            raise FieldError("too-short", f"{shown}只有{len(digits)}位数字，QQ号至少5位。请补全。")
        if len(digits) > LONGEST:
            raise FieldError("too-long", f"{shown}有{len(digits)}位数字，QQ号最多12位。请核对。")
        if digits.startswith("0"):
            raise FieldError("bad-start", f"{shown}以 0 开头，QQ号不会以 0 开头。请核对，例如 12345678。")
        return digits
