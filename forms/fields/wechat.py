"""WeChat ids, and the mobile and QQ numbers that people use as one."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from forms.fields.base import FieldError, half_width, quoted
from forms.fields.contact import ContactType, without_label
from forms.fields.qq import QQType
from forms.fields.telephone.types import MobileType

#: Tencent's rule for an id set by its owner: 6 to 20 letters, digits, ``_`` and ``-``, a letter first.
_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}")


class WeChatType(ContactType):
    """A WeChat id as its owner writes it (case kept), or a mobile or QQ number in its own normal form.

    Error codes: those of :class:`ContactType`, nickname, symbol, bad-start, too-short, too-long, not-a-number.
    """

    name: ClassVar[str] = "wechat"
    label: ClassVar[str] = "微信号"
    help: ClassVar[str] = "填写微信号（6至20位，字母开头），用手机号或QQ号登录的填写该号码；没有填“无”。"
    usual_length: ClassVar[int] = 14
    longest: ClassVar[int] = 100

    own_kinds: ClassVar[tuple[str, ...]] = ("wechat", "mobile", "qq")
    example: ClassVar[str] = "anyue_2020"

    def _read(self, text: str, value: str) -> str:
        identifier = re.sub(r"[‐‑‒–—−﹣]", "-", half_width(value)).strip()
        # A mobile or QQ number that is used as an id has its own name in front.
        identifier = without_label(identifier).strip().rstrip(",;、.。")
        if _ID.fullmatch(identifier):
            return identifier
        if re.fullmatch(r"[0-9 +()-]+", identifier):
            return _number(text, identifier)
        raise _explanation(text, identifier)


def _number(text: str, identifier: str) -> str:
    """A mobile or QQ number in normal form; raises :class:`FieldError` where it is neither."""
    for number_type in (MobileType(), QQType()):
        try:
            value = number_type.parse(identifier)
        except FieldError:
            continue
        if isinstance(value, str):
            return value
    digits = len(re.sub(r"[^0-9]", "", identifier))
    raise FieldError(
        "not-a-number",
        f"{quoted(text)}有{digits}位数字，不是手机号，也不是QQ号。请填写微信号，或11位手机号，或5至12位QQ号。",
    )


def _explanation(text: str, identifier: str) -> FieldError:
    """Why a text is no WeChat id, and what would be right."""
    shown = quoted(text)
    if re.search(r"[\u3400-\u9fff\U00020000-\U0003fffd]", identifier):
        return FieldError(
            "nickname", f"{shown}里有汉字，像是昵称。请填写微信号，在微信“我”的页面头像下面可以看到。"
        )
    if odd := re.search(r"[^A-Za-z0-9_-]", identifier):
        sign = "空格" if odd.group().isspace() else f"“{odd.group()}”"
        return FieldError("symbol", f"微信号{shown}里不能有{sign}。请只用字母、数字、下划线和减号。")
    if not re.match("[A-Za-z]", identifier):
        return FieldError("bad-start", f"微信号{shown}应以字母开头。请核对，例如 anyue_2020。")
    if len(identifier) < 6:
        return FieldError("too-short", f"微信号{shown}只有{len(identifier)}位，至少6位。请补全。")
    return FieldError("too-long", f"微信号{shown}有{len(identifier)}位，最多20位。请核对。")
