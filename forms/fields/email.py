"""E-mail addresses, judged by ``email-validator`` (RFC 5321, 5322, 5891) without any look-up."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from forms.fields.base import FieldError, half_width, quoted
from forms.fields.contact import ContactType

_EXAMPLE: Final = "zhangsan@163.com"
_BRACKETED: Final = re.compile(r"[^<>]*<([^<>\s]+@[^<>\s]+)>")


class EmailType(ContactType):
    """One address. Full-width signs and ``。`` for a dot are made even; the domain comes back in lower case.

    Error codes: those of :class:`ContactType`, several, no-at, two-at, no-name, no-domain, space, comma, not-ascii, domain-typo,
    not-an-address.
    """

    name: ClassVar[str] = "email"
    label: ClassVar[str] = "电子邮箱"
    help: ClassVar[str] = "填写电子邮箱，例如 zhangsan@163.com；没有填“无”。"
    usual_length: ClassVar[int] = 20
    longest: ClassVar[int] = 320

    own_kinds: ClassVar[tuple[str, ...]] = ("email",)
    example: ClassVar[str] = _EXAMPLE

    def _read(self, text: str, value: str) -> str:
        address = half_width(value).replace("。", ".").replace("｡", ".").replace("﹫", "@")
        # A stop or a comma behind the address ends the sentence it was copied from.
        address = address.strip(" ,;、\"'“”").rstrip(".,;、 ")
        address = re.sub(r"\s*([@.])\s*", r"\1", address)
        if match := _BRACKETED.fullmatch(address):
            address = match.group(1)
        _check_shape(text, address)
        return _validated(text, address)


def _check_shape(text: str, address: str) -> None:
    """Refuse, each with its own words, the mistakes that are common."""
    shown = quoted(text)
    if re.search(r"@.*[、,;/\s].*@", address):
        raise FieldError("several", f"{shown}像是几个邮箱，这里只填一个。请留下一个，例如 {_EXAMPLE}。")
    if "@" not in address:
        raise FieldError("no-at", f"邮箱{shown}里没有“@”。请写完整，例如 {_EXAMPLE}。")
    if address.count("@") > 1:
        raise FieldError("two-at", f"邮箱{shown}里有不止一个“@”。请核对，例如 {_EXAMPLE}。")
    local, domain = address.split("@")
    if not local:
        raise FieldError("no-name", f"邮箱{shown}的“@”前面是空的。请写完整，例如 {_EXAMPLE}。")
    if not domain:
        meant = _right(f"{local}@163.com") or _EXAMPLE
        raise FieldError("no-domain", f"邮箱{shown}的“@”后面是空的。请写完整，例如 {meant[:60]}。")
    if re.search(r"\s", address):
        raise FieldError("space", f"邮箱{shown}中间有空格。请去掉空格，例如 {_EXAMPLE}。")
    if re.search(r"[,、]", domain):
        meant = _right(re.sub("[,、]", ".", address))
        raise FieldError("comma", f"邮箱{shown}里把“.”写成了逗号。{_advice(meant)}")
    if "." not in domain:
        raise FieldError(
            "no-domain", f"邮箱{shown}的“@”后面不完整，缺“.com”这样的结尾。请写完整，例如 {_EXAMPLE}。"
        )
    if odd := re.search(r"[^\x00-\x7f]", local):
        raise FieldError(
            "not-ascii", f"邮箱{shown}的“@”前面有“{odd.group()}”，只能是英文字母、数字和符号。请核对。"
        )
    if domain.casefold().endswith((".con", ".comm", ".cmo")):
        meant = _right(re.sub(r"\.[a-z]+$", ".com", address, flags=re.IGNORECASE))
        raise FieldError("domain-typo", f"邮箱{shown}的结尾不对，应是“.com”。{_advice(meant)}")


def _right(address: str) -> str:
    """``address`` as it would be taken, where it would; a suggestion must pass its own check."""
    try:
        _check_shape(address, address)
        return _validated(address, address)
    except FieldError:
        return ""


def _advice(meant: str) -> str:
    return f"是不是“{meant}”？请改正。" if meant else f"请改正，例如 {_EXAMPLE}。"


def _validated(text: str, address: str) -> str:
    """The address as ``email-validator`` normalises it; raises :class:`FieldError` where it refuses."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except (EmailNotValidError, UnicodeError) as error:
        raise FieldError(
            "not-an-address", f"{quoted(text)}不是有效的邮箱地址。请核对，例如 {_EXAMPLE}。"
        ) from error
