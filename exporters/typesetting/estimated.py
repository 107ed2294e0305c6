"""Tables for programs that choose the fonts and break the lines themselves (Excel, Word): measured by estimate."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from exporters.typesetting.measurer import Measurer, TextStyle
from exporters.typesetting.row_heights import row_heights
from exporters.typesetting.sizes import Lines, SetCell, SizeRule, lines_of
from forms.sheet.printed import PrintedCell, PrintedParagraph, PrintedSheet, PrintedTable

#: A table with a head is read line by line; one without is a card to be filled in, and has room where its values allow.
_TABLE: Final = SizeRule((10.5,), 9.0)
_CARD: Final = SizeRule((12.0, 10.5), 9.0)
_TABLE_ROW: Final = 24.0
_CARD_ROW: Final = 38.0

#: The white at both sides of a cell's text, and how much less of the rest is counted on: other fonts are wider.
_PADDING: Final = 7.0
_CAUTION: Final = 0.97

#: The height of a line as a part of the type size; the highest of 宋体, 仿宋 and the fonts that stand in for them.
_LINE: Final = 1.42
_ROW_PADDING: Final = 7.0

_ROLE: Final = "body"


class _EstimatedTypeface:
    """Of those fonts that may stand in for ours the width of the widest."""

    def width(self, text: str, size: float, field: str = "") -> float:
        """Width in points."""
        return size * sum(map(_character_width, text))


class _EstimatedTypefaces:
    """The same estimate for every role."""

    def typeface(self, role: str) -> _EstimatedTypeface:
        """The estimate."""
        return _EstimatedTypeface()


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in "@%mwMW":
        return 0.95
    return 0.72 if character.isupper() else 0.57


_TYPEFACES: Final = _EstimatedTypefaces()


@dataclass(frozen=True, slots=True)
class EstimatedTable:
    """A table with each cell set in lines, in the order of the table's cells."""

    table: PrintedTable
    cells: tuple[SetCell, ...]

    @property
    def least_row(self) -> float:
        """The least height of a row in points."""
        return _TABLE_ROW if self.table.header_rows else _CARD_ROW

    def row_heights(self) -> list[float]:
        """The height of each row in points."""
        needs = ((text.cell, _height(text.lines, text.style.size)) for text in self.cells)
        return row_heights(needs, range(self.table.row_count), self.least_row)


def estimated_tables(sheet: PrintedSheet, width: float) -> tuple[EstimatedTable, ...]:
    """All tables of a sheet, ``width`` points wide, in one type size."""
    measurer = Measurer(_TYPEFACES, {})
    rule = _TABLE if any(table.header_rows for table in sheet.tables) else _CARD

    @cache
    def set_in(size: float) -> list[list[SetCell]]:
        return [
            [_set_cell(cell, table, width, size, rule, measurer) for cell in table.cells]
            for table in sheet.tables
        ]

    size = rule.choose(lambda size: [text for cells in set_in(size) for text in cells])
    tables = set_in(size or rule.sizes[-1])
    return tuple(
        EstimatedTable(table, tuple(cells)) for table, cells in zip(sheet.tables, tables, strict=True)
    )


def paragraph_height(paragraph: PrintedParagraph, width: float, size: float) -> float:
    """The height that a paragraph needs in a cell of ``width`` points, in type of ``size`` points."""
    lines = Measurer(_TYPEFACES, {}).lines(paragraph, TextStyle(_ROLE, size), _text_width(width, size))
    return _height(lines, size)


def _set_cell(
    cell: PrintedCell, table: PrintedTable, width: float, size: float, rule: SizeRule, measurer: Measurer
) -> SetCell:
    share = sum(column.share for column in table.columns[cell.column : cell.column + cell.column_span])
    return rule.set_cell(
        cell,
        TextStyle(_ROLE, size),
        lambda style: lines_of(cell, measurer, style, _text_width(width * share, style.size)),
    )


def _text_width(width: float, size: float) -> float:
    return max((width - _PADDING) * _CAUTION, size)


def _height(lines: Lines, size: float) -> float:
    return max(len(lines), 1) * size * _LINE + _ROW_PADDING
