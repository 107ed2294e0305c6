"""How much room text takes in Excel and Word, estimated: what fonts an office has is not known here.

Of the fonts that may stand in for ours the widest and the highest are counted on, so that nothing is cut off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from exporters.office.text import clean
from exporters.typesetting.line_breaker import break_lines
from exporters.typesetting.runs import Line, Run
from exporters.typesetting.sizes import choose_size, is_cramped, set_cell
from forms.sheet.printed import PrintedCell, PrintedParagraph, PrintedTable
from forms.sheet.row_heights import Need, row_heights

#: The white at both sides of a cell's text, and how much less of the rest is counted on: other fonts are wider.
_PADDING: Final = 7.0
_CAUTION: Final = 0.97

#: The height of a line as a part of the font size; the highest of 宋体, 仿宋 and the fonts that stand in for them.
_LINE: Final = 1.42
_ROW_PADDING: Final = 7.0

#: A table with a head is read line by line; one without is a card to be filled in, and has room where its values allow.
_TABLE_SIZES: Final = (10.5,)
_CARD_SIZES: Final = (12.0, 10.5)
_SMALLEST: Final = 9.0
TABLE_ROW: Final = 24.0
CARD_ROW: Final = 38.0


def text_height(paragraphs: Sequence[PrintedParagraph], width: float, size: float) -> float:
    """The height in points a cell of ``width`` points needs for its text in a font of ``size`` points."""
    return _height(len(_lines(paragraphs, width, size)), size)


def _height(lines: int, size: float) -> float:
    return max(lines, 1) * size * _LINE + _ROW_PADDING


def _lines(paragraphs: Sequence[PrintedParagraph], width: float, size: float) -> list[Line[float]]:
    room = max((width - _PADDING) * _CAUTION, size)
    lines: list[Line[float]] = []
    for paragraph in paragraphs:
        runs = [Run(clean(run.text), size) for run in paragraph if run.text]
        lines += break_lines(runs, _measure, room) if runs else [Line((), 0.0)]
    return lines


def _measure(character: str, size: float) -> float:
    """The width of a character, of those fonts that may stand in for ours the widest."""
    if unicodedata.east_asian_width(character) in "WFA":
        return size
    if character in "@%mwMW":
        return size * 0.95
    return size * (0.72 if character.isupper() else 0.57)


class TableMeasure:
    """A table ``width`` points wide: the type size of each cell, and the height of each row."""

    def __init__(self, table: PrintedTable, width: float) -> None:
        self._table = table
        self._width = width
        self.least_row = TABLE_ROW if table.header_rows else CARD_ROW
        sizes = _TABLE_SIZES if table.header_rows else _CARD_SIZES
        self.size = choose_size(
            sizes, lambda size: not any(self._is_cramped(cell, size) for cell in table.cells)
        )

    def cell_size(self, cell: PrintedCell) -> float:
        """The type size of a cell: the table's, or smaller where a telephone or an address would be torn otherwise."""
        return set_cell(cell, self.size, _SMALLEST, self._break)[0]

    def heights(self) -> list[float]:
        """The height of each row in points."""
        needs = []
        for cell in self._table.cells:
            size, lines = set_cell(cell, self.size, _SMALLEST, self._break)
            needs.append(Need(cell.row, cell.row_span, _height(len(lines), size)))
        return row_heights(needs, self._table.row_count, self.least_row)

    def _is_cramped(self, cell: PrintedCell, size: float) -> bool:
        return is_cramped(cell, self._break(cell, size))

    def _break(self, cell: PrintedCell, size: float) -> list[Line[float]]:
        columns = self._table.columns[cell.column : cell.column + cell.column_span]
        return _lines(cell.paragraphs, self._width * sum(column.share for column in columns), size)
