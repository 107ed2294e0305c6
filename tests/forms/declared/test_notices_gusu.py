"""The two official forms of 姑苏 2020: their build, and every word of them in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.form.form import Form

CATALOGUE = Catalogue()
GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture
def liaison() -> Form:
    return CATALOGUE.form("gusu-2020", "liaison")


@pytest.fixture
def statistics() -> Form:
    return CATALOGUE.form("gusu-2020", "statistics")


@pytest.mark.parametrize("form_id", ["liaison", "statistics"])
def test_the_form_is_the_office_s_own_to_the_letter(form_id: str) -> None:
    """The golden file is the attachment's text, white space dropped and brackets full-width.

    Order is by row; the group's heading that the attachment repeats after its page break stands there once.
    """
    form = CATALOGUE.form("gusu-2020", form_id)
    sheet = form.sheet
    words = [sheet.caption, sheet.title, *(cell.text for cell in sheet.cells), *sheet.notes]
    golden = (GOLDEN / f"gusu-2020-{form_id}.txt").read_text(encoding="utf-8")
    assert _words("".join(words)) == _words(golden)
    assert form.official and form.origin == ""


def _words(text: str) -> list[str]:
    """The text without white space, cut after each mark so that a difference is easy to find."""
    return re.findall(r"[^，。；：、]*[，。；：、]?", re.sub(r"\s", "", text))


def test_the_liaison_form(liaison: Form) -> None:
    assert [blank.id for blank in liaison.body] == [
        "name",
        "gender",
        "position",
        "office_phone",
        "mobile",
        "fax",
        "qq",
        "wechat",
        "email",
        "unit",
        "address",
    ]
    required = [blank.id for blank in liaison.body if blank.required]
    assert required == ["name", "position", "office_phone", "fax", "qq", "unit"]
    starred = [blank.label for blank in liaison.body if blank.required]
    assert starred == ["姓名", "职务", "办公电话", "传真", "QQ号", "单位名称"]
    assert liaison.sheet.notes == ("注：*为必填项",)
    assert liaison.sheet.title == "姑苏区民卫系统“安全生产月”活动联络员推荐表"
    assert liaison.by_id["gender"].choices == ("男", "女")
    assert all(blank.prefill for blank in liaison.body)


def test_the_lines_for_stamp_and_signature_are_blanks_like_any_other(liaison: Form, statistics: Form) -> None:
    for form in (liaison, statistics):
        foot = [blank for blank in form.blanks if blank.at_foot]
        assert [blank.id for blank in foot] == ["lines.unit", "lines.filled_by", "lines.date"]
        assert [blank.label for blank in foot] == ["填报单位", "填报人", "日期"]
        assert form.blanks == (*form.body, *foot)
        assert {blank.block for blank in foot} == {"lines"} and {blank.block for blank in form.body} == {
            "table"
        }
    assert [blank.prefill for blank in statistics.blanks[-3:]] == ["unit.name", "liaison.name", ""]
    # What 附件1 asks for in its table is not filled in a second time below it: there is room for the stamp.
    assert [blank.prefill for blank in liaison.blanks[-3:]] == ["", "", ""]


def test_long_cells_of_the_liaison_form_span_its_columns(liaison: Form) -> None:
    assert liaison.cell_of["unit"].column_span == liaison.cell_of["address"].column_span == 5
    assert liaison.cell_of["name"].column_span == 1
    assert {cell.role for cell in liaison.sheet.cells} == {"label", "body"}


def test_a_star_stands_where_a_blank_is_required(liaison: Form) -> None:
    for row in liaison.sheet.rows:
        for label, value in zip(row.cells[::2], row.cells[1::2], strict=True):
            (slot,) = value.slots
            assert label.text.endswith("*") == liaison.by_id[slot.blank_id].required


def test_the_statistics_form_has_69_blanks(statistics: Form) -> None:
    types = [blank.type for blank in statistics.body]
    assert (len(types), types.count("text"), types.count("count")) == (69, 2, 67)
    assert [blank.id for blank in statistics.body if blank.type == "text"] == [
        "launch.means",
        "innovation.name",
    ]
    assert not any(blank.required for blank in statistics.body)
    assert statistics.sheet.title == "姑苏区民卫系统“安全生产月”活动情况统计表"


def test_spans_of_the_statistics_form(statistics: Form) -> None:
    (table,) = statistics.sheet.tables
    spans = {
        (table.rows[cell.row].id, table.columns[cell.column].id): (
            cell.row_span,
            cell.column_span,
        )
        for cell in table.cells
        if (cell.row_span, cell.column_span) != (1, 1)
    }
    assert spans == {
        ("header", "group"): (1, 2),
        ("launch", "group"): (6, 1),
        ("exposure", "group"): (3, 2),
        ("exposure", "report"): (2, 1),
        ("publicity", "group"): (1, 2),
    }
    assert table.header_rows == 1


def test_the_shared_cell_belongs_to_the_row_it_begins_in(statistics: Form) -> None:
    (table,) = statistics.sheet.tables
    (tours,) = [row for row in table.rows if row.id == "tours"]
    assert [table.columns[cell.column].id for cell in tours.cells] == ["standard"]
    assert statistics.by_id["topic_tour.sessions"].row_id == "exposure"


def test_units_labels_and_sentences(statistics: Form) -> None:
    people = statistics.by_id["study.people"]
    assert people.unit == "人次"
    assert people.label == "安排理论学习中心组专题学习·参与"
    assert people.sentence == "安排理论学习中心组专题学习（　）次，参与（　）人次"
    assert statistics.by_id["launch.sessions"].unit == "场次"
    assert all(blank.unit for blank in statistics.body if blank.type == "count")
