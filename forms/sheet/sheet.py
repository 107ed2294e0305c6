"""The sheet: what a form looks like on paper, as blocks in printed order: ruled tables, and lines outside any frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from forms.sheet.markup import Paragraph, Slot, plain_text

Role = Literal["header", "label", "body"]
Align = Literal["left", "center"]

#: What is printed for a blank that is left empty: room to write by hand, inside its brackets.
EMPTY_BLANK: Final = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its part of the table's width, all shares of a table adding up to 1."""

    id: str
    share: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at ``row`` and ``column`` (both from 0, header rows counted) over ``row_span`` × ``column_span`` places."""

    row: int
    column: int
    row_span: int
    column_span: int
    paragraphs: tuple[Paragraph, ...]
    role: Role = "body"
    align: Align = "left"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The blanks' places in reading order."""
        return slots_in(self.paragraphs)

    @property
    def text(self) -> str:
        """The printed text with nothing filled in, a paragraph a line."""
        return plain_text(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """One ruled row: its id, the cells that *begin* in it from left to right, and where its words come from.

    ``origin`` is empty in an official form; in a form that is not official it says which part of the notice, or of the
    common form, the row was taken from.
    """

    id: str
    cells: tuple[Cell, ...]
    origin: str = ""
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table. Rows come in order, header rows first; together their cells cover each place of the grid exactly once."""

    kind: ClassVar[str] = "table"

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    header_rows: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header_rows", sum(row.is_header for row in self.rows))

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells in reading order: by row, then by column."""
        for row in self.rows:
            yield from row.cells

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The blanks' places in reading order."""
        return tuple(slot for cell in self.cells for slot in cell.slots)


@dataclass(frozen=True, slots=True)
class LinesBlock:
    """Lines over the whole width outside any frame, each a paragraph with blanks in it (填报单位, 填报人, 日期).

    ``foot`` puts them at the foot of every page, as the lines for stamp and signature are.
    """

    kind: ClassVar[str] = "lines"

    id: str
    lines: tuple[Paragraph, ...]
    foot: bool = False

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The blanks' places in reading order."""
        return slots_in(self.lines)


Block = TableBlock | LinesBlock


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on paper.

    ``caption`` is the line above the title (``附件2:``); ``blocks`` stand below the title in printed order; ``notes`` are
    printed lines without blanks (``注：*为必填项``) after the last table, in front of the lines that follow it. Without
    ``page_numbers`` the pages carry none.
    """

    caption: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False
    page_numbers: bool = True

    @property
    def tables(self) -> tuple[TableBlock, ...]:
        """The tables in printed order."""
        return tuple(block for block in self.blocks if isinstance(block, TableBlock))

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells of all tables in reading order."""
        for table in self.tables:
            yield from table.cells

    @property
    def rows(self) -> Iterator[Row]:
        """All rows of all tables in printed order."""
        for table in self.tables:
            yield from table.rows


def slots_in(paragraphs: tuple[Paragraph, ...]) -> tuple[Slot, ...]:
    """The blanks' places in some paragraphs in reading order."""
    return tuple(run for paragraph in paragraphs for run in paragraph if isinstance(run, Slot))
