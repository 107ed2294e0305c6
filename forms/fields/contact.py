"""What every way to reach a person or an office shares: it may be missing, and people write its name in front of it."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from forms.fields.base import (
    FieldError,
    FieldType,
    Remark,
    half_width,
    quoted,
    says_empty,
    says_later,
    says_none,
)

#: The normal form of "there is none". It is no mark for "not applicable", which is printed as its own mark.
NONE: Final = "无"

_PHONE: Final = "(?:办公|联系|单位|值班|固定)?电话|办公室电话|座机|固话|总机|热线|电话(?:/|和|兼)?传真"
_PHONE_LATIN: Final = "telephone|phone|tel|office|办公室|单位|办|宅|家"
_MOBILE: Final = "手机|移动电话|本人手机"
_MOBILE_LATIN: Final = "mobile|cell"
_FAX: Final = "传真|传真电话|传真机"
_QQ: Final = "QQ"
_WECHAT: Final = "微信"
_WECHAT_LATIN: Final = "wechat|weixin|wx|vx"
_EMAIL: Final = "(?:QQ|工作|单位|办公|个人)?邮箱|电子邮箱|电子邮件|邮件"
_EMAIL_LATIN: Final = "e-?mail|mail|mailto"

#: Each kind of contact: names that may stand right before it, and names that need a colon behind them.
_KINDS: Final = {
    "telephone": (_PHONE, _PHONE_LATIN),
    "mobile": (_MOBILE, _MOBILE_LATIN),
    "fax": (_FAX, "fax"),
    "qq": (_QQ, "Q"),
    "wechat": (_WECHAT, _WECHAT_LATIN),
    "email": (_EMAIL, _EMAIL_LATIN),
}
_BEHIND_NAME: Final = "(?:号码|帐号|账号|地址|号)?"
_WHOSE: Final = "(?:我的|本人|联系人)?"
_ANY_NAME: Final = "|".join(name for names in _KINDS.values() for name in names)


def _label(close: str, colon: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_WHOSE}(?:(?:{close}){_BEHIND_NAME} ?(?::|是|为|(?=[\s0-9A-Za-z+(]))|(?:{colon}){_BEHIND_NAME}(?: ?:|\.? ))\s*",
        re.IGNORECASE,
    )


_LABELS: Final = {kind: _label(*names) for kind, names in _KINDS.items()}

_SAME: Final = re.compile(
    rf"(?:{_ANY_NAME})?{_BEHIND_NAME}:?(?:同[上前左右]|见[上前]|[如同]上|(?:同|与|和|跟|即|就是|也是|用)(?:我的|本人)?(?:{_ANY_NAME}|办公|座机|号)|手机号码?$|本机)"
    rf"|(?:{_ANY_NAME})?{_BEHIND_NAME}(?:{_ANY_NAME})?(?:同号|相同|通用|一致|一样)",
    re.IGNORECASE,
)
_WITHOUT: Final = (
    r"(?:(?:本|我|我们)?(?:单位|站|中心|局|所|办|社区|人))?(?:目前|现在)?"
    r"(?:暂时?|尚|还|从)?(?:无|無|不用|(?:没有?|未)(?:装|设|配|用|安装|开通|配备|配置|申请|注册|设置|使用)?)(?:此|该|这个)?"
)


def says_same(text: str) -> bool:
    """Whether a text says that a value stands elsewhere (同上, 微信同手机) instead of giving it."""
    plain = re.sub(r"\s", "", half_width(text[:40]))
    return bool(_SAME.match(plain)) and not re.search("[0-9]{5}", plain)


def without_label(text: str, kinds: Iterable[str] = tuple(_LABELS)) -> str:
    """The text without the name in front of it (电话：, QQ, e-mail:), which says what the blank says already."""
    plain = half_width(text)
    for kind in kinds:
        if (match := _LABELS[kind].match(plain)) and match.end() < len(plain):
            return text[match.end() :].strip()
    return text


class ContactType(FieldType):
    """A contact. A subclass gives ``_read``, and the kinds of contact that belong in it.

    Words for "there is none" are its value :data:`NONE`. Error codes: none-word, not-yet, same-as, and those of ``_read``.
    """

    may_be_none: ClassVar[bool] = True
    #: The kinds whose names belong before a value of this type, its own first.
    own_kinds: ClassVar[tuple[str, ...]]
    #: A right value, for messages.
    example: ClassVar[str]

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        value = without_label(text)
        if self._says_none(text) or self._says_none(value):
            return NONE
        shown = quoted(text)
        if says_empty(text):
            raise FieldError("none-word", f"请不要填{shown}。没有请填“无”，不适用请填“/”。")
        if says_later(text):
            raise FieldError(
                "not-yet", f"{shown}还不是{self.label}。请填写，例如 {self.example}；确实没有请填“无”。"
            )
        if says_same(text) or says_same(value):
            raise FieldError("same-as", f"请不要填{shown}。请把{self.label}写出来，例如 {self.example}。")
        return self._read(text, value)

    @abstractmethod
    def _read(self, text: str, value: str) -> str:
        """The normal form of ``value``, which is the user's ``text`` without a label, or :class:`FieldError`."""

    def _says_none(self, text: str) -> bool:
        if says_none(text):
            return True
        names = "|".join(_KINDS[self.own_kinds[0]])
        plain = re.sub(r"\s", "", half_width(text[:40])).strip(" 。.()")
        return bool(
            re.fullmatch(
                rf"{_WITHOUT}(?:(?:{names}){_BEHIND_NAME}(?:设备)?|号码?|项|设备)?|已?(?:停用|停机|拆除|注销)",
                plain,
                re.IGNORECASE,
            )
        )

    def _remarks(self, text: str) -> Iterable[Remark]:
        plain = half_width(text)
        for kind, label in _LABELS.items():
            if kind not in self.own_kinds and (match := label.match(plain)):
                if not any(_LABELS[own].match(plain) for own in self.own_kinds):
                    name = re.sub(r"[\s:是为]+$", "", match.group())
                    yield Remark(
                        "other-label",
                        f"{quoted(text)}前面写的是“{name}”，这里要填{self.label}。请核对；确实如此请确认。",
                        asks=True,
                    )
                return
