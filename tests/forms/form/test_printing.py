"""The printed sheet of a form: values in their places, underlines, room for the pen, notes and foot lines."""

from __future__ import annotations

import datetime

import pytest

from forms.declared.catalogue import Catalogue
from forms.form.document import make_blank_document, make_document
from forms.form.filing import Filing
from forms.form.form import Form
from forms.sheet.printed import PrintedLines, PrintedRun, PrintedSheet, PrintedTable, plain_text
from forms.values import Filled

CATALOGUE = Catalogue()
STATISTICS = CATALOGUE.form("gusu-2020", "statistics")
LIAISON = CATALOGUE.form("gusu-2020", "liaison")
FIRST = datetime.date(2020, 6, 1)


def printed(form: Form, **texts: str) -> PrintedSheet:
    filled = {key.replace("__", "."): Filled(text) for key, text in texts.items()}
    filing = Filing("gusu-2020", form.id, filled)
    return make_document(form, filing, notice_title="通知", period_first=FIRST)[0].printed


def run_of(sheet: PrintedSheet, blank_id: str) -> PrintedRun:
    paragraphs = [
        paragraph
        for block in sheet.blocks
        for paragraphs in (
            [cell.paragraphs for cell in block.cells] if isinstance(block, PrintedTable) else [block.lines]
        )
        for paragraph in paragraphs
    ]
    (run,) = [run for paragraph in paragraphs for run in paragraph if run.blank_id == blank_id]
    return run


def test_a_value_in_a_sentence_is_underlined_and_one_that_has_its_cell_is_not() -> None:
    sheet = printed(STATISTICS, launch__sessions="３")
    assert run_of(sheet, "launch.sessions") == PrintedRun("3", "launch.sessions", underlined=True)
    assert run_of(printed(LIAISON, name="沈若兰"), "name") == PrintedRun("沈若兰", "name")


def test_an_empty_blank_leaves_room_for_the_pen() -> None:
    sheet = printed(STATISTICS)
    assert run_of(sheet, "launch.sessions") == PrintedRun("\u3000\u3000", "launch.sessions")
    assert run_of(sheet, "lines.unit") == PrintedRun("\u3000" * 16, "lines.unit", underlined=True)
    assert run_of(sheet, "lines.filled_by") == PrintedRun("\u3000" * 5, "lines.filled_by", underlined=True)
    assert run_of(sheet, "lines.date") == PrintedRun("　　　　年　　月　　日", "lines.date")


def test_what_is_typed_into_the_foot_is_printed_there() -> None:
    sheet = printed(
        STATISTICS,
        lines__unit="某单位",
        lines__filled_by="沈若兰",
        lines__date="2020-6-28",
        launch__sessions="1",
    )
    foot = sheet.blocks[-1]
    assert isinstance(foot, PrintedLines) and foot.foot
    assert plain_text(foot.lines) == "填报单位（盖章）：某单位\n填报人：沈若兰　日期：2020年6月28日"
    assert not any(run.underlined for line in foot.lines for run in line)
    assert (sheet.made_on, sheet.author) == (datetime.date(2020, 6, 28), "某单位")


def test_a_wrong_date_is_an_error_and_never_an_earlier_date() -> None:
    filing = Filing("gusu-2020", "statistics", {"lines.date": Filled("6.3")})
    document, findings = make_document(STATISTICS, filing, notice_title="通知", period_first=FIRST)
    assert [finding.field for finding in findings if finding.severity.value == "error"] == ["lines.date"]
    assert document.printed.draft
    assert run_of(document.printed, "lines.date").text == "6.3"
    assert document.date is None and document.printed.made_on == FIRST


def test_blocks_stand_in_printed_order_with_the_notes_after_the_table() -> None:
    table, notes, foot = printed(LIAISON).blocks
    assert (
        isinstance(table, PrintedTable) and isinstance(notes, PrintedLines) and isinstance(foot, PrintedLines)
    )
    assert plain_text(notes.lines) == "注：*为必填项" and not notes.foot and foot.foot


@pytest.mark.parametrize("form", [STATISTICS, LIAISON], ids=lambda form: form.id)
def test_a_table_is_the_forms_own(form: Form) -> None:
    (table,) = printed(form).tables
    (declared,) = form.sheet.tables
    assert (table.columns, table.row_count, table.header_rows) == (
        declared.columns,
        len(declared.rows),
        declared.header_rows,
    )
    places = [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.role, cell.align)
        for cell in table.cells
    ]
    assert places == [
        (cell.row, cell.column, cell.row_span, cell.column_span, cell.role, cell.align)
        for cell in declared.cells
    ]
    assert [blank_id for cell in table.cells for blank_id in cell.blank_ids] == [
        blank.id for blank in form.body
    ]


def test_the_blank_form_has_room_everywhere_and_no_code() -> None:
    document = make_blank_document(STATISTICS, notice_title="通知", period_first=FIRST)
    assert document.blank_form and document.printed.check_code == "" and not document.printed.draft
    assert not run_of(document.printed, "launch.sessions").text.strip()


def test_the_check_code_is_that_of_the_table_alone() -> None:
    code = printed(STATISTICS, launch__sessions="1").check_code
    assert (
        printed(STATISTICS, launch__sessions="1", lines__date="2020-6-28", lines__unit="某").check_code
        == code
    )
    assert printed(STATISTICS, launch__sessions="2").check_code != code
