"""The printed sheet of the Excel file: the form's table as it stands on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from exporters.xlsx.copy import fingerprint
from exporters.xlsx.measure import (
    LANDSCAPE_WIDTH,
    MAX_ROW,
    PORTRAIT_WIDTH,
    column_units,
    has_room,
    row_heights,
    split_height,
    text_height,
)
from exporters.xlsx.words import (
    DRAFT,
    DRAFT_LINE,
    InkParagraph,
    InkRun,
    cell_words,
    clean,
    outside_words,
    plain,
)
from forms.errors import InputError
from forms.form.document import Document
from forms.progress import Progress
from forms.sheet.sheet import Align, Cell

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


@dataclass
class _Printed:
    """The sheet while it is drawn: the next free row, and the fingerprint of each cell with blanks in it."""

    document: Document
    sheet: Any
    width: float
    row: int = 1
    header: range = range(0)
    cells: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return len(self.document.form.sheet.columns)


def draw_sheet(
    document: Document, sheet: Any, progress: Progress, total: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Draw the form on an empty worksheet; returns the fingerprints of the cells with blanks in them."""
    form_sheet = document.form.sheet
    width = LANDSCAPE_WIDTH if form_sheet.landscape else PORTRAIT_WIDTH
    printed = _Printed(document, sheet, width)
    for number, column in enumerate(form_sheet.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column_units(width * column.share)
    if document.draft:
        _line(
            printed,
            (InkRun(DRAFT_LINE),),
            Font(name=_HEI, size=_CAPTION_SIZE, bold=True, color=_RED),
            "center",
        )
    if form_sheet.caption:
        _line(printed, (InkRun(clean(form_sheet.caption)),), Font(name=_HEI, size=_CAPTION_SIZE))
    _line(
        printed,
        (InkRun(clean(form_sheet.title)),),
        Font(name=_SONG, size=_TITLE_SIZE, bold=True),
        "center",
        12,
    )
    _draw_table(printed, progress, total)
    for note in form_sheet.notes:
        _line(printed, (InkRun(clean(note)),), Font(name=_SONG, size=_SMALL_SIZE))
    for line in outside_words(document):
        _line(printed, line, Font(name=_SONG, size=_SMALL_SIZE), "left", 4)
    _set_up_page(printed)
    return printed.cells


def _draw_table(printed: _Printed, progress: Progress, total: int) -> None:
    document, form_sheet = printed.document, printed.document.form.sheet
    words = [(cell, cell_words(document, cell.paragraphs)) for cell in form_sheet.cells]
    size, least = _size(printed, words)
    starts: list[int] = []
    heights = row_heights(form_sheet, words, printed.width, size, least)
    for height in heights:
        starts.append(printed.row)
        for part in split_height(height):
            printed.sheet.row_dimensions[printed.row].height = part
            printed.row += 1
    starts.append(printed.row)
    if form_sheet.header_rows:
        printed.header = range(starts[0], starts[form_sheet.header_rows])
        printed.sheet.print_title_rows = f"{printed.header.start}:{printed.header.stop - 1}"
    for cell, paragraphs in words:
        rows = (starts[cell.row], starts[cell.row + cell.row_span] - 1)
        _draw_cell(printed, cell, paragraphs, size, rows)
        # The middle of so high a cell may fall between two pages.
        if sum(heights[cell.row : cell.row + cell.row_span]) > MAX_ROW:
            place = printed.sheet.cell(rows[0], cell.column + 1)
            place.alignment = Alignment(place.alignment.horizontal, "top", wrap_text=True)
        progress(cell.row, total)


def _size(printed: _Printed, words: Sequence[tuple[Cell, tuple[InkParagraph, ...]]]) -> tuple[float, float]:
    """The type size of the table and its least row height.

    A table with a head is read line by line; one without is a card to be filled in, and has room where its values allow.
    """
    columns = printed.document.form.sheet.columns
    if printed.document.form.sheet.header_rows:
        return 10.5, 24.0
    for cell, paragraphs in words:
        share = sum(column.share for column in columns[cell.column : cell.column + cell.column_span])
        if not has_room(paragraphs, printed.width * share, 12.0):
            return 10.5, 38.0
    return 12.0, 38.0


def _draw_cell(
    printed: _Printed, cell: Cell, paragraphs: tuple[InkParagraph, ...], size: float, rows: tuple[int, int]
) -> None:
    centred = cell.align == "center" or cell.role == "header"
    font = Font(name=_HEI if cell.role == "header" else _SONG, size=size)
    place = printed.sheet.cell(rows[0], cell.column + 1)
    _write(place, paragraphs, font)
    place.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
    place.border = _FRAME
    if rows[1] > rows[0] or cell.column_span > 1:
        printed.sheet.merge_cells(
            start_row=rows[0],
            end_row=rows[1],
            start_column=cell.column + 1,
            end_column=cell.column + cell.column_span,
        )
    if cell.slots:
        printed.cells.append((fingerprint(plain(paragraphs)), tuple(slot.blank_id for slot in cell.slots)))


def _line(
    printed: _Printed, paragraph: InkParagraph, font: Font, align: Align = "left", space: float = 0
) -> None:
    """A line over the whole width, outside the frame."""
    place = printed.sheet.cell(printed.row, 1)
    _write(place, (paragraph,), font)
    place.alignment = Alignment(align, "center", wrap_text=True)
    size = float(font.size)
    height = text_height((paragraph,), printed.width, size * (1.05 if font.bold else 1)) + space
    first = printed.row
    for part in split_height(height):
        printed.sheet.row_dimensions[printed.row].height = part
        printed.row += 1
    if printed.columns > 1 or printed.row - first > 1:
        printed.sheet.merge_cells(
            start_row=first, end_row=printed.row - 1, start_column=1, end_column=printed.columns
        )


def _write(place: Any, paragraphs: Sequence[InkParagraph], font: Font) -> None:
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


def _blocks(paragraphs: Sequence[InkParagraph]) -> list[tuple[str, bool]]:
    """The runs of all paragraphs in one; a run of nothing but white space joins its neighbour, or its line end is lost."""
    blocks: list[tuple[str, bool]] = []
    for number, paragraph in enumerate(paragraphs):
        for run in (*paragraph, *([InkRun("\n")] if number < len(paragraphs) - 1 else [])):
            text, underlined = run.text, run.underlined
            if not text:
                continue
            before, was = blocks[-1] if blocks else ("", underlined)
            lost_before = "\n" in before and not before.strip()
            if blocks and (was == underlined or lost_before or not text.strip(" \t\n")):
                blocks[-1] = before + text, underlined if lost_before else was
            else:
                blocks.append((text, underlined))
    return blocks


def _set_up_page(printed: _Printed) -> None:
    sheet, document = printed.sheet, printed.document
    sheet.print_area = f"A1:{get_column_letter(printed.columns)}{printed.row - 1}"
    paper_of(sheet, landscape=document.form.sheet.landscape)
    sheet.page_setup.fitToHeight = _pages_to_fit(printed)
    if document.draft:
        sheet.oddHeader.center.text = DRAFT
        sheet.oddHeader.center.size = 24
        sheet.oddHeader.center.color = _RED
    if document.check_code:
        sheet.oddFooter.left.text = f"校验码 {document.check_code}"
        sheet.oddFooter.left.size = 10


def _pages_to_fit(printed: _Printed) -> int:
    """On how many pages to squeeze the form; 0, as many as it takes, unless little would stand on the last.

    Programs scale and break differently; what is little here may be the lines for stamp and signature alone elsewhere,
    and those alone, under a repeated header, are no form to sign.
    """
    page = _LANDSCAPE_HEIGHT if printed.document.form.sheet.landscape else _PORTRAIT_HEIGHT
    heights = {row: printed.sheet.row_dimensions[row].height or 15.0 for row in range(1, printed.row)}
    repeated = sum(heights[row] for row in printed.header)
    pages, used = 1, 0.0
    for height in heights.values():
        if used and used + height > page:
            pages, used = pages + 1, repeated
        used += height
    return pages - 1 if pages > 1 and used <= page * _LITTLE else 0


def paper_of(sheet: Any, *, landscape: bool) -> None:
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
    sheet.oddFooter.right.text = "第 &P 页　共 &N 页"
    sheet.oddFooter.right.size = 10
