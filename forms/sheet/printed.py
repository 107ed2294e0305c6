"""The printed sheet: what stands on paper, with nothing left to decide. PDF, Excel, Word and fax draw it.

A form with what is filled in makes one (:mod:`forms.form.printing`); the record of what went makes one directly.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from forms.sheet.sheet import Align, Column, Role

#: What stands across each page of a form that still has errors.
DRAFT: Final = "草稿"
DRAFT_LINE: Final = "【草稿】本表尚有错误或必填项未填，请勿报送"


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """Text as it is printed.

    ``blank_id`` is the blank whose value, or room for the pen, it is; empty for printed words. ``underlined`` sets a value
    off from the words of its sentence, and draws the line to write on.
    """

    text: str
    blank_id: str = ""
    underlined: bool = False


PrintedParagraph = tuple[PrintedRun, ...]


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell at ``row`` and ``column`` (both from 0, header rows counted) over ``row_span`` × ``column_span`` places."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[PrintedParagraph, ...]
    role: Role = "body"
    align: Align = "left"

    @property
    def blank_ids(self) -> tuple[str, ...]:
        """The blanks in the cell in reading order."""
        return tuple(run.blank_id for paragraph in self.paragraphs for run in paragraph if run.blank_id)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A ruled table; ``cells`` by row, then by column, cover each place of the grid exactly once."""

    columns: tuple[Column, ...]
    row_count: int
    header_rows: int
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedLines:
    """Lines over the whole width outside any frame; ``foot`` puts them at the foot of every page."""

    lines: tuple[PrintedParagraph, ...]
    foot: bool = False


PrintedBlock = PrintedTable | PrintedLines


@dataclass(frozen=True)
class PrintedSheet:
    """A whole sheet.

    ``caption`` stands above the title, ``blocks`` below it in order. ``draft`` puts 草稿 across each page. ``check_code`` is
    printed at the foot, empty for none; where pages are ``numbered``, so is the page's number. ``labels`` name the blanks by
    id in messages. ``subject``, ``author`` and ``made_on`` go into a file's metadata; the same sheet gives the same bytes.
    """

    title: str
    blocks: tuple[PrintedBlock, ...]
    made_on: datetime.date
    caption: str = ""
    landscape: bool = False
    draft: bool = False
    check_code: str = ""
    numbered: bool = True
    subject: str = ""
    author: str = ""
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        """The tables in printed order."""
        return tuple(block for block in self.blocks if isinstance(block, PrintedTable))

    @property
    def foot_lines(self) -> tuple[PrintedParagraph, ...]:
        """The lines at the foot of every page."""
        feet = (block for block in self.blocks if isinstance(block, PrintedLines) and block.foot)
        return tuple(line for block in feet for line in block.lines)

    @property
    def flowing(self) -> tuple[PrintedBlock, ...]:
        """The blocks that stand between the title and the foot, in printed order."""
        return tuple(block for block in self.blocks if not (isinstance(block, PrintedLines) and block.foot))

    @property
    def row_count(self) -> int:
        """The rows of all tables, as a measure of the work of drawing them."""
        return sum(table.row_count for table in self.tables)


def plain_text(paragraphs: tuple[PrintedParagraph, ...]) -> str:
    """The text of paragraphs, one a line."""
    return "\n".join("".join(run.text for run in paragraph) for paragraph in paragraphs)
