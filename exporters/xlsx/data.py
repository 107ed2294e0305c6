"""The second sheet of the Excel file: every blank in a row of its own, counts as real numbers."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from exporters.office.measure import text_height
from exporters.office.text import clean
from exporters.xlsx.copy import DATA_HEAD
from exporters.xlsx.grid import MAX_ROW, points
from exporters.xlsx.sheet import as_typed, paper_of
from forms.form.document import Document
from forms.form.form import Blank, Form
from forms.sheet.printed import PrintedRun
from forms.sheet.sheet import Cell, TableBlock

#: How wide each column is in Excel's unit.
_WIDTHS: Final = (30, 46, 38, 8, 22)
_SIZE: Final = 10.5

#: Excel keeps 15 digits of a number; a longer one stays text.
_MOST_EXACT: Final = 10**15

_LINE: Final = Side(style="thin", color="A6A6A6")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT: Final = Font(name="宋体", size=_SIZE)


def draw_data(document: Document, sheet: Any) -> list[tuple[str, str, str]]:
    """Fill the sheet; returns what was written for each blank: its id, its label, its value as text."""
    _draw_head(sheet)
    written: list[tuple[str, str, str]] = []
    items = _items(document.form)
    for row, blank in enumerate(document.form.blanks, 2):
        texts = (items[blank.id], blank.sentence, blank.label, blank.unit)
        for column, text in enumerate(texts, 1):
            _write(sheet.cell(row, column), clean(text))
        value = _value(document, blank)
        _write(sheet.cell(row, len(DATA_HEAD)), value)
        shown = zip((*texts, str(value)), _WIDTHS, strict=True)
        heights = (text_height(((PrintedRun(text),),), points(width), _SIZE) for text, width in shown)
        sheet.row_dimensions[row].height = min(max(heights), MAX_ROW)
        written.append((blank.id, clean(blank.label), "" if value is None else str(value)))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    paper_of(sheet, landscape=True)
    return written


def _draw_head(sheet: Any) -> None:
    for column, (words, width) in enumerate(zip(DATA_HEAD, _WIDTHS, strict=True), 1):
        place = sheet.cell(1, column, words)
        place.font = Font(name="黑体", size=_SIZE)
        place.alignment = Alignment("center", "center")
        place.fill = PatternFill("solid", start_color="EDEDED")
        place.border = _FRAME
        sheet.column_dimensions[place.column_letter].width = width


def _value(document: Document, blank: Blank) -> int | str | None:
    """What stands in the last column: a number for a count, the printed text else, nothing for a blank left empty."""
    value = document.values.get(blank.id)
    if isinstance(value, int) and abs(value) < _MOST_EXACT:
        return value
    return clean(document.texts.get(blank.id, "")) or None


def _write(place: Any, value: int | str | None) -> None:
    place.font = _FONT
    place.border = _FRAME
    place.alignment = Alignment("right" if isinstance(value, int) else "left", "center", wrap_text=True)
    if isinstance(value, str) and value:
        place.value = as_typed(value)
        place.data_type = "s"
        place.quotePrefix = 1
        place.number_format = "@"
    elif isinstance(value, int):
        place.value = value
        place.number_format = "0"


def _items(form: Form) -> dict[str, str]:
    """For each blank the words that head its row: what stands under 项目, or the form's name outside a table with a head."""
    items = dict.fromkeys(form.by_id, form.name)
    for table in form.sheet.tables:
        items |= _items_of(table, form.name)
    return items


def _items_of(table: TableBlock, otherwise: str) -> dict[str, str]:
    head = next((row.cells[0] for row in table.rows if row.is_header and row.cells), None)
    if head is None:
        return {}
    heading = [cell for cell in table.cells if _within(cell, head) and not cell.slots and cell.row > head.row]
    items: dict[str, str] = {}
    for cell in table.cells:
        over = [other.text for other in heading if other.row <= cell.row < other.row + other.row_span]
        # Of a group and an item in it the item says more.
        words = over[-1].replace("\n", "") if over else otherwise
        items |= dict.fromkeys((slot.blank_id for slot in cell.slots), words)
    return items


def _within(cell: Cell, head: Cell) -> bool:
    """Whether the cell stands under ``head``."""
    return head.column <= cell.column and cell.column + cell.column_span <= head.column + head.column_span
