"""What every field type is: a name, a parser that explains itself, and a formatter."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final, Literal

from forms.sheet.sheet import EMPTY_BLANK
from forms.values import NOT_APPLICABLE, NOT_APPLICABLE_MARK, Value

#: What people write for "does not apply to us", after :func:`half_width`.
_NOT_APPLICABLE_WORDS: Final = frozenset({"/", "\\", "不适用", "n/a"})

#: What people write for "there is none". It is not a mark for "not applicable": a type says what to write
#: instead.
_NONE_WORDS: Final = frozenset(
    {
        "无",
        "無",
        "没有",
        "没",
        "暂无",
        "空",
        "none",
        "null",
        "nil",
        "-",
        "--",
        "—",
        "——",
        "–",
        "―",
        "−",
        "一一",
    }
)

#: How much of the user's own text a message repeats.
_QUOTED_AT_MOST: Final = 24


class FieldError(ValueError):
    """A text that cannot be right.

    ``code`` is stable and in English; ``message`` is Chinese and says what is wrong and what would be right.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def half_width(text: str) -> str:
    """Full-width signs (U+FF01..U+FF5E) and the ideographic space as their ASCII twins."""
    return text.translate(_HALF_WIDTH)


_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

#: Characters that are invisible and come along with copied text: zero-width marks, byte-order mark, soft
#: hyphen.
_INVISIBLE: Final = dict.fromkeys(
    [0x200B, 0x200C, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F)]
)


def clean(text: str) -> str:
    """Text in Unicode form NFC without invisible characters and without white space at its ends."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


def quoted(text: str) -> str:
    """The user's own text in Chinese quotation marks for a message, shortened when long."""
    shown = text if len(text) <= _QUOTED_AT_MOST else text[: _QUOTED_AT_MOST - 1] + "…"
    return f"“{shown}”"


def says_none(text: str) -> bool:
    """Whether a cleaned text only says that there is nothing (无, 没有, 暂无, —)."""
    return half_width(text).strip(" 。.").casefold() in _NONE_WORDS


#: Control characters, lone surrogates and the two non-characters that XML (Excel, Word) cannot hold.
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"

#: Every way to break a line that :data:`_CONTROL` lets pass.
_LINE_BREAK: Final = r"\r\n|[\r\n\x85\u2028\u2029]"


class FieldType(ABC):
    """One kind of blank.

    A subclass names itself (``name`` is what a form's TOML writes after the colon), and gives ``_parse``,
    which gets a text that is cleaned and neither empty nor a mark for "not applicable", and returns the
    normal form or raises :class:`FieldError`.
    """

    name: ClassVar[str]
    #: The type in the user's words, for the help beside a blank.
    label: ClassVar[str]
    #: What may be typed, one Chinese sentence; a form can give its own.
    help: ClassVar[str]
    #: Characters a blank of this type usually holds; decides how wide its editor starts.
    usual_length: ClassVar[int] = 8
    #: Whether values are numbers, which rules count with and tables add up.
    is_number: ClassVar[bool] = False
    #: Whether a value always stands on one line, however narrow its blank is.
    one_line: ClassVar[bool] = False
    #: Where a value stands in its editor.
    alignment: ClassVar[Literal["left", "center"]] = "left"
    #: What to do about a blank that is still empty.
    empty_hint: ClassVar[str] = "不适用请填“/”。"
    #: Whether line breaks are part of a value of this type.
    multiline: ClassVar[bool] = False
    #: What is printed for an empty blank: room to write by hand.
    pen_room: ClassVar[str] = EMPTY_BLANK
    #: The longest text accepted, in characters.
    longest: ClassVar[int] = 400

    def parse(self, text: str, choices: Sequence[str] = ()) -> Value:
        """Text as typed in, normal form out: ``None`` for empty, ``NOT_APPLICABLE`` for its marks.

        ``choices`` are the values a form allows, for the types that have some. Raises :class:`FieldError`.
        """
        if bad := re.search(_CONTROL, text):
            raise FieldError(
                "control-character", f"里面有看不见的控制字符（U+{ord(bad.group()):04X}），请删去后重新输入。"
            )
        cleaned = re.sub(_LINE_BREAK, "\n", clean(text))
        if not cleaned:
            return None
        if half_width(cleaned).strip().casefold() in _NOT_APPLICABLE_WORDS:
            return NOT_APPLICABLE
        if not self.multiline:
            cleaned = " ".join(part.strip() for part in re.split(r"[\n\t]", cleaned) if part.strip())
        self._check_length(cleaned)
        value = self._parse(cleaned, choices)
        if isinstance(value, str):
            self._check_length(value)
        return value

    def _check_length(self, text: str) -> None:
        """Refuse what is longer than ``longest``: the text, and the normal form, which must be read again."""
        if len(text) > self.longest:
            raise FieldError("too-long", f"太长了：{len(text)}个字，最多{self.longest}个字，请写得短一些。")

    @abstractmethod
    def _parse(self, text: str, choices: Sequence[str]) -> Value: ...

    def format(self, value: Value) -> str:
        """Normal form in, printed text out. ``parse(format(value)) == value`` for what ``parse`` returns."""
        if value is None:
            return ""
        if value is NOT_APPLICABLE:
            return NOT_APPLICABLE_MARK
        return self._format(value)

    def _format(self, value: Value) -> str:
        return str(value)
