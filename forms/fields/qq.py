"""QQ numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, half_width, quoted, says_none

SHORTEST: Final = 5
LONGEST: Final = 12


class QQType(FieldType):
    """A QQ number: 5 to 12 digits, not starting with 0 (Tencent has given out 5 to 11 so far). Normal form:
    the digits.

    Error codes: none-word, mail-address, not-a-number, too-short, too-long, bad-start.
    """

    name: ClassVar[str] = "qq"
    one_line: ClassVar[bool] = True
    label: ClassVar[str] = "QQ号"
    help: ClassVar[str] = "填写QQ号，5至12位数字。"
    usual_length: ClassVar[int] = 11
    longest: ClassVar[int] = 100

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        if says_none(text):
            raise FieldError("none-word", f"请不要填{quoted(text)}。没有QQ号请填“/”。")
        digits = re.sub(r"\s", "", half_width(text))
        digits = re.sub(r"^qq(?:号码?)?:?", "", digits, flags=re.IGNORECASE)
        shown = quoted(text)
        if match := re.fullmatch(r"([1-9][0-9]{4,11})@qq\.com", digits, flags=re.IGNORECASE):
            raise FieldError("mail-address", f"{shown}是QQ邮箱。QQ号请填写 {match.group(1)}。")
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
