"""The sheet: a ruled table whose cells hold text with blanks in it. Every face of a form is drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from forms.sheet.markup import Paragraph, Slot, plain_text

Role = Literal["header", "label", "body"]
Align = Literal["left", "center"]

#: What is printed for a blank that is left empty: room to write by hand, inside its brackets.
EMPTY_BLANK: Final = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``share`` is its part of the table's width, all shares of a sheet adding up to 1."""

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
        return tuple(run for paragraph in self.paragraphs for run in paragraph if isinstance(run, Slot))

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
class Sheet:
    """A printed table with what stands above and below it.

    ``caption`` is the line above the title (``附件2:``), ``notes`` the lines below the table (``注：*为必填项``).
    Rows come in order, header rows first; together their cells cover each place of the grid exactly once.
    """

    caption: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False
    header_rows: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "header_rows", sum(row.is_header for row in self.rows))

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells in reading order: by row, then by column."""
        for row in self.rows:
            yield from row.cells
