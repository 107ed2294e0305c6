"""What every field type is: a name, a parser that explains itself, and a formatter."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from forms.sheet.sheet import EMPTY_BLANK
from forms.tidy_text import tidy
from forms.values import NOT_APPLICABLE, NOT_APPLICABLE_MARK, Value

#: What people write for "does not apply to us", after :func:`half_width`.
_NOT_APPLICABLE_WORDS: Final = frozenset({"/", "\\", "不适用", "n/a"})

#: What people write for "there is none", after :func:`half_width`. It is not a mark for "not applicable": a type says
#: what it makes of it.
_NONE_WORDS: Final = frozenset(
    {"无", "無", "没有", "没", "暂无", "-", "--", "—", "——", "–", "―", "−", "一一"}
)
#: What a program or a table writes where it has nothing.
_EMPTY_WORDS: Final = frozenset({"空", "none", "null", "nil", "nan"})

#: What people write for a value that is still to come.
_LATER: Final = re.compile(
    r"(?:尚待|正在|还在|待|等)(?:定|补|填|报|统计|核|确认|查|上报|汇总|安排|通知|更新).{0,3}|(?:暂未|尚未|还未|未)(?:定|统计|确定|汇总)"
    r"|(?:统计|汇总)中|(?:稍后|以后|随后|后)再?(?:补|报|填).{0,2}|暂缺|不详|不清楚|不知道|未知|tbd|[?]+",
    re.IGNORECASE,
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


def clean(text: str) -> str:
    """Text as :func:`~forms.tidy_text.tidy` gives it, without white space at its ends."""
    return tidy(text).strip()


def quoted(text: str) -> str:
    """The user's own text in Chinese quotation marks for a message, shortened when long; tabs and line breaks show."""
    shown = text if len(text) <= _QUOTED_AT_MOST else text[: _QUOTED_AT_MOST - 1] + "…"
    return f"“{shown.translate(_SHOWN)}”"


_SHOWN: Final = {ord("\t"): "⇥", ord("\n"): "⏎"}


def says_none(text: str) -> bool:
    """Whether a cleaned text only says that there is nothing (无, 没有, 暂无, —)."""
    return _bare(text) in _NONE_WORDS


def says_empty(text: str) -> bool:
    """Whether a cleaned text is what a program writes where it has nothing (null, 空)."""
    return _bare(text) in _EMPTY_WORDS


def says_later(text: str) -> bool:
    """Whether a cleaned text only says that the value is still to come (待定, 统计中)."""
    return bool(_LATER.fullmatch(_bare(text)))


def _bare(text: str) -> str:
    """A short text without its width, case, and the stops and brackets around it; a long one says nothing of the kind."""
    return (
        half_width(text[:_QUOTED_AT_MOST]).strip(" 。.()").casefold() if len(text) < _QUOTED_AT_MOST else ""
    )


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a text that is right as far as a type can tell; ``asks``: the user is to confirm it."""

    code: str
    message: str
    asks: bool = False


#: Control characters, lone surrogates and non-characters, two of which XML (Excel, Word) cannot hold.
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"

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
    #: Whether text in several lines is one text that was broken; else each line, like each cell, is a value of its own.
    joins_lines: ClassVar[bool] = False
    #: Whether a unit may do without: then "there is none" and "not applicable" answer a required blank too.
    may_be_none: ClassVar[bool] = False
    #: What is printed for an empty blank: room to write by hand.
    pen_room: ClassVar[str] = EMPTY_BLANK
    #: The longest text accepted, in characters.
    longest: ClassVar[int] = 400
    #: The most lines accepted.
    most_lines: ClassVar[int] = 500

    def parse(self, text: str, choices: Sequence[str] = ()) -> Value:
        """Text as typed in, normal form out: ``None`` for empty, ``NOT_APPLICABLE`` for its marks.

        ``choices`` are the values a form allows, for the types that have some. Raises :class:`FieldError`.
        """
        cleaned = _even(text)
        if not cleaned:
            return None
        if _says_not_applicable(cleaned):
            return NOT_APPLICABLE
        cleaned = self._one_value(cleaned)
        self._check_length(cleaned)
        value = self._parse(cleaned, choices)
        if isinstance(value, str):
            self._check_length(value)
        return value

    def remarks(self, text: str) -> tuple[Remark, ...]:
        """What there is to say about a text that :meth:`parse` takes; nothing about an empty or not applicable one."""
        cleaned = _even(text)
        if not cleaned or _says_not_applicable(cleaned):
            return ()
        return tuple(self._remarks(self._one_value(cleaned)))

    def _remarks(self, text: str) -> Iterable[Remark]:
        return ()

    def _one_value(self, text: str) -> str:
        """The text on one line, where the type wants that. Tabs part cells: two cells are two values, never joined."""
        if self.multiline:
            return text.replace("\t", " ")
        if "\t" not in text and (self.joins_lines or "\n" not in text):
            return " ".join(part.strip() for part in text.split("\n") if part.strip())
        sign = "制表符（⇥）" if "\t" in text else "换行（⏎）"
        raise FieldError(
            "several-cells",
            f"{quoted(text)}里有{sign}，像是从几个格子里一起复制来的。请一处只填一个，其余的填到各自的空里。",
        )

    def _check_length(self, text: str) -> None:
        """Refuse what is longer than ``longest``: the text, and the normal form, which must be read again."""
        if len(text) > self.longest:
            raise FieldError("too-long", f"太长了：{len(text)}个字，最多{self.longest}个字，请写得短一些。")
        if (lines := text.count("\n") + 1) > self.most_lines:
            raise FieldError("too-long", f"太长了：{lines}行，最多{self.most_lines}行，请写得短一些。")

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


def _even(text: str) -> str:
    """A text cleaned and with one kind of line break; raises :class:`FieldError` for what no text can hold."""
    if bad := re.search(_CONTROL, text):
        raise FieldError(
            "control-character", f"里面有看不见的控制字符（U+{ord(bad.group()):04X}），请删去后重新输入。"
        )
    if "\ufffd" in text:
        raise FieldError("garbled", f"{quoted(clean(text))}里有乱码“\ufffd”，原来的字已经丢失。请重新输入。")
    return re.sub(_LINE_BREAK, "\n", clean(text))


def _says_not_applicable(text: str) -> bool:
    return half_width(text).strip().casefold() in _NOT_APPLICABLE_WORDS
