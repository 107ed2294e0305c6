"""The Word file's look: merged cells, alignment, type sizes, the sheet's orientation, what stands between two tables."""

from __future__ import annotations

import dataclasses
import io
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Emu

from exporters.docx.export import export
from exporters.docx.look import SONG, Look
from exporters.docx.xml import run
from exporters.office.measure import TableMeasure
from forms.form.document import Document
from forms.sheet.printed import PrintedTable
from tests.exporters.block_forms import filled_form
from tests.exporters.example_documents import FORMS, example_document


def word_of(document: Document) -> Any:
    return docx.Document(io.BytesIO(export(document)))


def table_of(document: Document) -> tuple[PrintedTable, Any]:
    return document.printed.tables[0], word_of(document).tables[0]


def text_of(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def merge_of(cell: Any) -> str:
    """``restart`` where a cell over several rows begins, ``continue`` where it goes on, empty for one of one row."""
    merge = cell.find(f".//{qn('w:vMerge')}")
    return "" if merge is None else merge.get(qn("w:val"), "continue")


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_a_cell_over_several_rows_begins_once_and_goes_on_empty(notice: str, form: str) -> None:
    printed, table = table_of(example_document(notice, form))
    expected = [["" for _ in range(len(printed.columns))] for _ in range(printed.row_count)]
    for cell in printed.cells:
        if cell.row_span > 1:
            expected[cell.row][cell.column] = "restart"
            for row in range(cell.row + 1, cell.row + cell.row_span):
                expected[row][cell.column] = "continue"
    rows = table._tbl.findall(qn("w:tr"))
    assert len(rows) == printed.row_count
    for row, merges in zip(rows, expected, strict=True):
        column = 0
        for cell in row.findall(qn("w:tc")):
            span = cell.find(f".//{qn('w:gridSpan')}")
            assert merge_of(cell) == merges[column]
            assert merge_of(cell) != "continue" or text_of(cell) == ""
            column += 1 if span is None else int(span.get(qn("w:val")))


@pytest.mark.parametrize(("notice", "form"), FORMS)
def test_each_cell_is_aligned_and_set_as_it_was_measured(notice: str, form: str) -> None:
    printed, table = table_of(example_document(notice, form))
    section = word_of(example_document(notice, form)).sections[0]
    width = Emu(section.page_width - section.left_margin - section.right_margin).pt
    measure = TableMeasure(printed, width)
    for cell in printed.cells:
        drawn = table.rows[cell.row]._tr.findall(qn("w:tc"))
        (found,) = [each for each in drawn if column_of(each) == cell.column]
        centred = cell.align == "center" or cell.role == "header"
        assert {each.get(qn("w:val")) for each in found.iter(qn("w:jc"))} == {"center" if centred else "left"}
        assert {int(each.get(qn("w:val"))) for each in found.iter(qn("w:sz"))} <= {
            round(measure.cell_size(cell) * 2)
        }


def column_of(cell: Any) -> int:
    """The column of the grid that a cell begins in."""
    column = 0
    for before in cell.itersiblings(qn("w:tc"), preceding=True):
        span = before.find(f".//{qn('w:gridSpan')}")
        column += 1 if span is None else int(span.get(qn("w:val")))
    return column


def test_a_row_grows_with_its_text() -> None:
    _printed, table = table_of(example_document("gusu-2020", "statistics"))
    rules = {height.get(qn("w:hRule")) for height in table._tbl.iter(qn("w:trHeight"))}
    assert rules == {"atLeast"}


def test_a_landscape_sheet_lies_on_its_side() -> None:
    document = example_document("gusu-2020", "liaison")
    lying = dataclasses.replace(document, printed=dataclasses.replace(document.printed, landscape=True))
    upright, across = word_of(document).sections[0], word_of(lying).sections[0]
    assert [round(side.mm) for side in (upright.page_width, upright.page_height)] == [210, 297]
    assert [round(side.mm) for side in (across.page_width, across.page_height)] == [297, 210]
    assert (upright.orientation, across.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    grid = [int(each.get(qn("w:w"))) for each in word_of(lying).tables[0]._tbl.iter(qn("w:gridCol"))]
    between = Emu(across.page_width - across.left_margin - across.right_margin)
    assert sum(grid) == pytest.approx(between.pt * 20, abs=1)


def test_two_tables_that_follow_each_other_stay_two() -> None:
    document = filled_form("twotables")
    tables = document.printed.tables
    touching = dataclasses.replace(document.printed, blocks=tables)
    body = word_of(dataclasses.replace(document, printed=touching)).element.body
    kinds = [each.tag for each in body if each.tag in (qn("w:tbl"), qn("w:p"))]
    assert kinds.count(qn("w:tbl")) == len(tables) == 2
    first = kinds.index(qn("w:tbl"))
    assert kinds[first + 1] == qn("w:p")
    # Word needs a paragraph behind the last one as well.
    assert kinds[-1] == qn("w:p")


def test_a_line_feed_is_a_line_break_and_a_tab_a_tab() -> None:
    made = run("甲路1号\n乙路2号\t丙", Look(SONG, 12))
    assert [each.tag for each in made][1:] == [qn(f"w:{name}") for name in ("t", "br", "t", "tab", "t")]
    assert [each.text for each in made.iter(qn("w:t"))] == ["甲路1号", "乙路2号", "丙"]
    (size,) = made.iter(qn("w:sz"))
    assert size.get(qn("w:val")) == "24"
