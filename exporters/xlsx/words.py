"""The words of a document as Excel and Word can hold them: runs of printed words, values and empty blanks."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

from forms.form.document import Document
from forms.sheet.markup import Paragraph, Words

#: What is printed above the title, and in the head of each page, of a form that still has errors.
DRAFT: Final = "草稿"
DRAFT_LINE: Final = "【草稿】本表尚有错误或必填项未填，请勿报送"

#: Room to write by hand on the line outside the frame: as many full-width spaces.
_UNIT_ROOM: Final = 16
_NAME_ROOM: Final = 6
_GAP: Final = "\u3000\u3000"

#: Characters that XML cannot hold. They only come from a draft: what cannot be right is printed as it was typed.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class InkRun:
    """Text of one kind; ``underlined`` sets a filled-in value off from the printed words around it."""

    text: str
    underlined: bool = False


InkParagraph = tuple[InkRun, ...]


def clean(text: str) -> str:
    """``text`` with line ends made even and a visible mark for each character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def cell_words(document: Document, paragraphs: tuple[Paragraph, ...]) -> tuple[InkParagraph, ...]:
    """The paragraphs of a cell with the values in them.

    A value inside a sentence is underlined; one that has its cell for itself needs no mark.
    """
    return tuple(_paragraph(document, paragraph) for paragraph in paragraphs)


def _paragraph(document: Document, paragraph: Paragraph) -> InkParagraph:
    in_sentence = any(isinstance(run, Words) and run.text.strip() for run in paragraph)
    return tuple(
        InkRun(clean(run.text))
        if isinstance(run, Words)
        else InkRun(clean(document.text_of(run.blank_id)), in_sentence and run.blank_id in document.texts)
        for run in paragraph
    )


def plain(paragraphs: tuple[InkParagraph, ...]) -> str:
    """The text of paragraphs, one a line."""
    return "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs)


def chinese_date(date: datetime.date | None) -> str:
    """A date as offices write it; without one, room to write it by hand."""
    if date is None:
        return "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
    return f"{date.year}年{date.month}月{date.day}日"


def outside_words(document: Document) -> tuple[InkParagraph, InkParagraph]:
    """The two lines below the frame: the unit, with room for its stamp; who filled the form in, and when."""
    line: InkParagraph = (
        InkRun("填报人："),
        _value_or_room(document.filled_by, _NAME_ROOM),
        InkRun(f"{_GAP}日期：{chinese_date(document.date)}"),
    )
    if document.check_code:
        line = (*line, InkRun(f"{_GAP}校验码：{document.check_code}"))
    return (InkRun("填报单位（盖章）："), _value_or_room(document.unit, _UNIT_ROOM)), line


def _value_or_room(text: str, room: int) -> InkRun:
    return InkRun(clean(text)) if text else InkRun("\u3000" * room, underlined=True)
