"""A printed table in Word: a fixed grid with merged cells, its head repeated on every page."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from exporters.docx.look import HEI, SONG, Look
from exporters.docx.xml import TWIPS, element, words
from exporters.office.measure import TableMeasure
from forms.progress import Progress
from forms.sheet.printed import PrintedCell, PrintedTable

#: The white at both sides of a cell's text, in twips.
_PADDING: Final = 75
_PADDING_ABOVE: Final = 30


def table(printed: PrintedTable, width: int, progress: Progress, drawn: int, total: int) -> Any:
    """The table of ``width`` twips; ``drawn`` of ``total`` rows were drawn before it."""
    grid = _grid(width, [column.share for column in printed.columns])
    measure = TableMeasure(printed, width / TWIPS)
    occupied = {
        (row, column): cell
        for cell in printed.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    rows = []
    for number in range(printed.row_count):
        cells = []
        column = 0
        while column < len(grid):
            cell = occupied[number, column]
            cells.append(_cell(cell, number, measure, sum(grid[column : column + cell.column_span])))
            column += cell.column_span
        rows.append(element("w:tr", children=[_row_look(number < printed.header_rows, measure), *cells]))
        progress(drawn + number, total)
    columns = element("w:tblGrid", children=[element("w:gridCol", {"w": share}) for share in grid])
    return element("w:tbl", children=[_table_look(width), columns, *rows])


def _grid(width: int, shares: list[float]) -> list[int]:
    """Column widths that add up to ``width`` exactly."""
    edges = [round(width * sum(shares[:number])) for number in range(len(shares))] + [width]
    return [right - left for left, right in pairwise(edges)]


def _table_look(width: int) -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"val": "single", "sz": 6, "space": 0, "color": "000000"}
    paddings = {"top": _PADDING_ABOVE, "left": _PADDING, "bottom": _PADDING_ABOVE, "right": _PADDING}
    margins = [element(f"w:{side}", {"w": padding, "type": "dxa"}) for side, padding in paddings.items()]
    return element(
        "w:tblPr",
        children=[
            element("w:tblW", {"w": width, "type": "dxa"}),
            element("w:jc", {"val": "center"}),
            element("w:tblBorders", children=[element(f"w:{side}", line) for side in sides]),
            element("w:tblLayout", {"type": "fixed"}),
            element("w:tblCellMar", children=margins),
        ],
    )


def _row_look(is_header: bool, measure: TableMeasure) -> Any:
    height = round(measure.least_row * TWIPS)
    parts = [element("w:trHeight", {"val": height, "hRule": "atLeast"})]
    if is_header:
        parts = [element("w:cantSplit"), *parts, element("w:tblHeader")]
    return element("w:trPr", children=parts)


def _cell(cell: PrintedCell, row: int, measure: TableMeasure, width: int) -> Any:
    """A cell, or the place in a later row over which it is merged."""
    look = [element("w:tcW", {"w": width, "type": "dxa"})]
    if cell.column_span > 1:
        look.append(element("w:gridSpan", {"val": cell.column_span}))
    if cell.row_span > 1:
        look.append(element("w:vMerge", {"val": "restart"} if row == cell.row else {}))
    look.append(element("w:vAlign", {"val": "center"}))
    printed = cell.paragraphs if row == cell.row else ()
    centred = cell.align == "center" or cell.role == "header"
    font = HEI if cell.role == "header" else SONG
    text = Look(font, measure.cell_size(cell), "center" if centred else "left")
    content = [words(paragraph, text) for paragraph in printed or ((),)]
    return element("w:tc", children=[element("w:tcPr", children=look), *content])
