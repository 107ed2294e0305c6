"""The worksheet's look: merged cells, rows high enough, wrapped text, paper; what the second and the hidden sheet hold."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from exporters.office.measure import TableMeasure
from exporters.xlsx.copy import COPY_SHEET, DATA_SHEET
from exporters.xlsx.export import export
from exporters.xlsx.grid import LANDSCAPE_WIDTH, MAX_ROW, PORTRAIT_WIDTH, points, split_height
from forms.form.document import Document
from forms.sheet.printed import plain_text
from forms.values import Filled
from tests.exporters.example_documents import FORMS, document_of, example_document, marked_document


def book_of(document: Document) -> Any:
    return load_workbook(io.BytesIO(export(document)))


def first_row(document: Document, sheet: Any) -> int:
    """The row of the worksheet where the table begins."""
    words = plain_text(document.printed.tables[0].cells[0].paragraphs)
    return next(place.row for place in sheet["A"] if str(place.value or "").replace("\r", "") == words)


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_each_cell_is_merged_over_just_its_places_and_wraps(notice: str, form: str) -> None:
    document = example_document(notice, form)
    sheet = book_of(document).worksheets[0]
    table = document.printed.tables[0]
    first = first_row(document, sheet)
    expected = {
        (first + cell.row, cell.column + 1, cell.row_span, cell.column_span)
        for cell in table.cells
        if cell.row_span > 1 or cell.column_span > 1
    }
    merged = {
        (span.min_row, span.min_col, span.size["rows"], span.size["columns"])
        for span in sheet.merged_cells.ranges
        if first <= span.min_row < first + table.row_count
    }
    assert merged == expected
    for cell in table.cells:
        place = sheet.cell(first + cell.row, cell.column + 1)
        centred = cell.align == "center" or cell.role == "header"
        assert place.alignment.wrap_text
        assert place.alignment.horizontal == ("center" if centred else "left")
        assert place.border.left.style == place.border.top.style == "thin"


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_rows_are_as_high_and_type_as_large_as_was_measured(notice: str, form: str) -> None:
    document = example_document(notice, form)
    sheet = book_of(document).worksheets[0]
    table = document.printed.tables[0]
    first = first_row(document, sheet)
    measure = TableMeasure(table, LANDSCAPE_WIDTH if document.printed.landscape else PORTRAIT_WIDTH)
    heights = [sheet.row_dimensions[first + row].height for row in range(table.row_count)]
    assert heights == pytest.approx(measure.heights(), abs=0.25)
    for cell in table.cells:
        assert sheet.cell(first + cell.row, cell.column + 1).font.size == measure.cell_size(cell)


def test_a_row_higher_than_excel_takes_is_several() -> None:
    assert split_height(MAX_ROW) == [MAX_ROW]
    assert split_height(2 * MAX_ROW + 1) == [267.0] * 3
    document = document_of("gusu-2020", "liaison", {"address": Filled("姑苏区平江街道" * 400)})
    sheet = book_of(document).worksheets[0]
    assert all(0 < (row.height or 0) <= MAX_ROW for row in sheet.row_dimensions.values())
    place = next(cell for row in sheet.iter_rows() for cell in row if "街道姑苏区" in str(cell.value))
    (span,) = [span for span in sheet.merged_cells.ranges if place.coordinate in span]
    needed = TableMeasure(document.printed.tables[0], PORTRAIT_WIDTH).heights()
    rows = range(span.min_row, span.max_row + 1)
    assert sum(sheet.row_dimensions[row].height for row in rows) >= max(needed)
    assert place.alignment.vertical == "top"


def test_the_paper_lies_as_the_sheet_does() -> None:
    document = example_document("gusu-2020", "statistics")
    lying = dataclasses.replace(document, printed=dataclasses.replace(document.printed, landscape=True))
    for made, orientation, width in (
        (document, "portrait", PORTRAIT_WIDTH),
        (lying, "landscape", LANDSCAPE_WIDTH),
    ):
        sheet = book_of(made).worksheets[0]
        assert sheet.page_setup.orientation == orientation
        assert sum(points(column.width) for column in sheet.column_dimensions.values()) == pytest.approx(
            width, abs=0.1
        )


def test_a_draft_says_so_in_red_above_the_table_and_over_each_page() -> None:
    sheet = book_of(marked_document("gusu-2020", "statistics")).worksheets[0]
    assert sheet["A1"].font.color.rgb == "00C00000"
    assert sheet.oddHeader.center.text == "草稿" and sheet.oddHeader.center.color == "C00000"
    sheet = book_of(example_document("gusu-2020", "statistics")).worksheets[0]
    assert not sheet.oddHeader.center.text


@pytest.mark.parametrize(("value", "kept"), [(10**15 - 1, 999_999_999_999_999), (10**15, "1000000000000000")])
def test_a_number_longer_than_excel_counts_stays_text(value: int, kept: int | str) -> None:
    document = example_document("gusu-2020", "statistics")
    document = dataclasses.replace(
        document,
        values={**document.values, "study.people": value},
        texts={**document.texts, "study.people": str(value)},
    )
    rows = book_of(document)[DATA_SHEET].iter_rows(min_row=2, min_col=5, max_col=5, values_only=True)
    number = [blank.id for blank in document.form.blanks].index("study.people")
    found = [row[0] for row in rows][number]
    assert found == kept and type(found) is type(kept)


def test_counts_stand_at_the_right_and_can_be_added_up() -> None:
    document = example_document("gusu-2020", "statistics")
    places = [row[0] for row in book_of(document)[DATA_SHEET].iter_rows(min_row=2, min_col=5, max_col=5)]
    for blank, place in zip(document.form.blanks, places, strict=True):
        is_count = isinstance(document.values.get(blank.id), int)
        assert place.data_type == ("n" if is_count or place.value is None else "s")
        assert place.alignment.horizontal == ("right" if is_count else "left")
    assert sum(place.value for place in places if place.data_type == "n" and place.value is not None) == sum(
        value for value in document.values.values() if isinstance(value, int)
    )


def test_the_copy_for_the_program_is_hidden_and_the_others_are_seen() -> None:
    book = book_of(example_document("gusu-2020", "statistics"))
    assert [(sheet.title, sheet.sheet_state) for sheet in book.worksheets[1:]] == [
        (DATA_SHEET, "visible"),
        (COPY_SHEET, "hidden"),
    ]
    assert book.worksheets[0].sheet_state == "visible" and book.active is book.worksheets[0]


def test_what_excel_would_read_as_a_code_is_shown_as_it_was_typed() -> None:
    """Excel reads ``_x0041_`` as an A; with its underscore written as a code it does not."""
    content = export(document_of("gusu-2020", "liaison", {"address": Filled("甲_x0041_乙_路")}))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert all("_x005F_x0041_" in part and ";_x0041_" not in part for part in parts)
