"""Draws a printed sheet on a worksheet, as it stands on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from exporters.office.measure import TableMeasure, text_height
from exporters.office.text import clean, with_check_code
from exporters.xlsx.grid import (
    LANDSCAPE_WIDTH,
    MAX_ROW,
    PORTRAIT_WIDTH,
    Grid,
    column_units,
    split_height,
)
from forms.errors import InputError
from forms.progress import Progress
from forms.sheet.printed import (
    DRAFT,
    DRAFT_LINE,
    PrintedCell,
    PrintedLines,
    PrintedParagraph,
    PrintedRun,
    PrintedSheet,
    PrintedTable,
    plain_text,
)
from forms.sheet.sheet import Align

_SONG: Final = "宋体"
_HEI: Final = "黑体"
_RED: Final = "C00000"
_TITLE_SIZE: Final = 18.0
_CAPTION_SIZE: Final = 14.0
_SMALL_SIZE: Final = 10.5

#: Excel holds no more in a cell.
_MAX_TEXT: Final = 32_767

_MARGIN: Final = 17 / 25.4
_TOP: Final = 22 / 25.4
_BOTTOM: Final = 18 / 25.4
#: The height of a page between its margins, in points.
_PORTRAIT_HEIGHT: Final = (297 / 25.4 - _TOP - _BOTTOM) * 72
_LANDSCAPE_HEIGHT: Final = (210 / 25.4 - _TOP - _BOTTOM) * 72
#: A last page no fuller than this part of a page is saved by printing a little smaller.
_LITTLE: Final = 0.4
_LINE: Final = Side(style="thin", color="000000")
_FRAME: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

#: Excel reads ``_x0041_`` as an ``A``; written this way it stays what was typed.
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def as_typed(text: str) -> str:
    """``text`` written so that Excel shows it to the letter."""
    return _ESCAPED.sub("_x005F_", text)


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A cell of the printed sheet, or a line of it: its text, and its place on the worksheet, counted from 1.

    ``foot`` are the lines at the foot of the page, whose last has the check code behind it.
    """

    row: int
    column: int
    paragraphs: tuple[PrintedParagraph, ...]
    foot: bool = False

    @property
    def text(self) -> str:
        """The text as it stands in the file."""
        return clean(plain_text(self.paragraphs))

    @property
    def blank_ids(self) -> tuple[str, ...]:
        """The blanks in the cell in reading order."""
        return tuple(run.blank_id for paragraph in self.paragraphs for run in paragraph if run.blank_id)


@dataclass
class _Printed:
    """The sheet while it is drawn: the next free row, the rows to repeat, and what was drawn where."""

    printed: PrintedSheet
    sheet: Any
    width: float
    grid: Grid
    row: int = 1
    header: range = range(0)
    drawn_rows: int = 0
    cells: list[DrawnCell] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.grid.shares)


def draw_sheet(printed: PrintedSheet, sheet: Any, progress: Progress, total: int) -> list[DrawnCell]:
    """Draw a printed sheet on an empty worksheet; returns the cells and lines of its blocks, in printed order."""
    width = LANDSCAPE_WIDTH if printed.landscape else PORTRAIT_WIDTH
    state = _Printed(printed, sheet, width, Grid(printed.tables))
    for number, share in enumerate(state.grid.shares, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_units(width * share)
    heading = Font(name=_HEI, size=_CAPTION_SIZE)
    if printed.draft:
        red = Font(name=_HEI, size=_CAPTION_SIZE, bold=True, color=_RED)
        _line(state, (PrintedRun(DRAFT_LINE),), red, "center")
    if printed.caption:
        _line(state, (PrintedRun(printed.caption),), heading)
    title = Font(name=_SONG, size=_TITLE_SIZE, bold=True)
    _line(state, (PrintedRun(printed.title),), title, "center", 12)
    for block in printed.blocks:
        if isinstance(block, PrintedTable):
            _draw_table(state, block, progress, total)
        else:
            _draw_lines(state, block)
    _set_up_page(state)
    return state.cells


def _draw_lines(state: _Printed, block: PrintedLines) -> None:
    for line in with_check_code(block, state.printed.check_code):
        state.cells.append(DrawnCell(state.row, 1, (line,), block.foot))
        _line(state, line, Font(name=_SONG, size=_SMALL_SIZE), "left", 4 if block.foot else 0)


def _draw_table(state: _Printed, table: PrintedTable, progress: Progress, total: int) -> None:
    measure = TableMeasure(table, state.width)
    starts: list[int] = []
    heights = measure.heights()
    for height in heights:
        starts.append(state.row)
        for part in split_height(height):
            state.sheet.row_dimensions[state.row].height = part
            state.row += 1
    starts.append(state.row)
    # Excel repeats one head on every page, whatever table stands there.
    if table.header_rows and len(state.printed.tables) == 1:
        state.header = range(starts[0], starts[table.header_rows])
        state.sheet.print_title_rows = f"{state.header.start}:{state.header.stop - 1}"
    for cell in table.cells:
        rows = (starts[cell.row], starts[cell.row + cell.row_span] - 1)
        columns = state.grid.columns(table, cell.column, cell.column_span)
        _draw_cell(state, cell, measure.cell_size(cell), rows, columns)
        # The middle of so high a cell may fall between two pages.
        if sum(heights[cell.row : cell.row + cell.row_span]) > MAX_ROW:
            place = state.sheet.cell(rows[0], columns[0])
            place.alignment = Alignment(place.alignment.horizontal, "top", wrap_text=True)
        progress(state.drawn_rows + cell.row, total)
    state.drawn_rows += table.row_count


def _draw_cell(
    state: _Printed, cell: PrintedCell, size: float, rows: tuple[int, int], columns: tuple[int, int]
) -> None:
    centred = cell.align == "center" or cell.role == "header"
    font = Font(name=_HEI if cell.role == "header" else _SONG, size=size)
    place = state.sheet.cell(rows[0], columns[0])
    _write(place, cell.paragraphs, font)
    place.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
    place.border = _FRAME
    if rows[1] > rows[0] or columns[1] > columns[0]:
        state.sheet.merge_cells(
            start_row=rows[0], end_row=rows[1], start_column=columns[0], end_column=columns[1]
        )
    state.cells.append(DrawnCell(rows[0], columns[0], cell.paragraphs))


def _line(
    state: _Printed, paragraph: PrintedParagraph, font: Font, align: Align = "left", space: float = 0
) -> None:
    """A line over the whole width, outside the frame."""
    place = state.sheet.cell(state.row, 1)
    _write(place, (paragraph,), font)
    place.alignment = Alignment(align, "center", wrap_text=True)
    size = float(font.size)
    height = text_height((paragraph,), state.width, size * (1.05 if font.bold else 1)) + space
    first = state.row
    for part in split_height(height):
        state.sheet.row_dimensions[state.row].height = part
        state.row += 1
    if state.columns > 1 or state.row - first > 1:
        state.sheet.merge_cells(
            start_row=first, end_row=state.row - 1, start_column=1, end_column=state.columns
        )


def _write(place: Any, paragraphs: Sequence[PrintedParagraph], font: Font) -> None:
    """Put text into a cell so that it is text, whatever it starts with."""
    blocks = _blocks(paragraphs)
    text = "".join(part for part, _ in blocks)
    if len(text.encode("utf-16-le")) // 2 > _MAX_TEXT:
        raise InputError(f"“{text[:20]}…”所在的格子文字太长，Excel 的一格最多容纳 32767 个字。请缩短后再试。")
    place.font = font
    place.quotePrefix = 1
    if any(underlined for _, underlined in blocks):
        place.value = CellRichText(*(TextBlock(_inline(font, line), as_typed(part)) for part, line in blocks))
    else:
        place.value = as_typed(text)
    place.data_type = "s"


def _inline(font: Font, underlined: bool) -> InlineFont:
    return InlineFont(
        rFont=font.name, sz=font.size, b=font.bold, color=font.color, u="single" if underlined else None
    )


def _blocks(paragraphs: Sequence[PrintedParagraph]) -> list[tuple[str, bool]]:
    """The runs of all paragraphs in one; a run of nothing but white space joins its neighbour, or its line end is lost."""
    blocks: list[tuple[str, bool]] = []
    for number, paragraph in enumerate(paragraphs):
        for run in (*paragraph, *([PrintedRun("\n")] if number < len(paragraphs) - 1 else [])):
            text, underlined = clean(run.text), run.underlined
            if not text:
                continue
            before, was = blocks[-1] if blocks else ("", underlined)
            lost_before = "\n" in before and not before.strip()
            if blocks and (was == underlined or lost_before or not text.strip(" \t\n")):
                blocks[-1] = before + text, underlined if lost_before else was
            else:
                blocks.append((text, underlined))
    return blocks


def _set_up_page(state: _Printed) -> None:
    sheet, printed = state.sheet, state.printed
    sheet.print_area = f"A1:{get_column_letter(state.columns)}{state.row - 1}"
    paper_of(sheet, landscape=printed.landscape, page_numbers=printed.page_numbers)
    sheet.page_setup.fitToHeight = _pages_to_fit(state)
    if printed.draft:
        sheet.oddHeader.center.text = DRAFT
        sheet.oddHeader.center.size = 24
        sheet.oddHeader.center.color = _RED
    if printed.check_code:
        sheet.oddFooter.left.text = f"校验码 {printed.check_code}"
        sheet.oddFooter.left.size = 10


def _pages_to_fit(state: _Printed) -> int:
    """On how many pages to squeeze the form; 0, as many as it takes, unless little would stand on the last.

    Programs scale and break differently; what is little here may be the lines for stamp and signature alone elsewhere,
    and those alone, under a repeated header, are no form to sign.
    """
    page = _LANDSCAPE_HEIGHT if state.printed.landscape else _PORTRAIT_HEIGHT
    heights = {row: state.sheet.row_dimensions[row].height or 15.0 for row in range(1, state.row)}
    repeated = sum(heights[row] for row in state.header)
    pages, used = 1, 0.0
    for height in heights.values():
        if used and used + height > page:
            pages, used = pages + 1, repeated
        used += height
    return pages - 1 if pages > 1 and used <= page * _LITTLE else 0


def paper_of(sheet: Any, *, landscape: bool, page_numbers: bool = True) -> None:
    """A4, as wide as the page, as many pages high as it takes, their numbers below."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top, margins.bottom = _TOP, _BOTTOM
    margins.header, margins.footer = 8 / 25.4, 9 / 25.4
    if page_numbers:
        sheet.oddFooter.right.text = "第 &P 页　共 &N 页"
        sheet.oddFooter.right.size = 10
