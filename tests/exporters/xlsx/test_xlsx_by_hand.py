"""What is typed into an exported form comes back, from the printed sheet and from the sheet with a row for each blank."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from exporters.read_back import ReadBack
from exporters.xlsx.export import export
from exporters.xlsx.reader import read_xlsx
from exporters.xlsx.template import template_of
from forms.form.document import Document
from forms.sheet.printed import PrintedRun
from tests.exporters.example_documents import CATALOGUE, blank_document, example_document
from tests.exporters.xlsx.office_files import edited

BLANK = export(blank_document("gusu-2020", "statistics"))
BLANK_CARD = export(blank_document("gusu-2020", "liaison"))


def after(data: bytes, edit: Callable[[Any], None]) -> ReadBack:
    return read_xlsx(edited(data, edit), CATALOGUE.form)


def cell_with(sheet: Any, words: str) -> Any:
    return next(cell for row in sheet.iter_rows() for cell in row if words in str(cell.value))


def replace(words: str, old: str, new: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        cell = cell_with(book.worksheets[0], words)
        assert old in str(cell.value)
        cell.value = str(cell.value).replace(old, new, 1)

    return edit


def test_a_blank_form_filled_in_its_sheet_of_numbers() -> None:
    def fill(book: Any) -> None:
        for number, row in enumerate(book["数据"].iter_rows(min_row=2, max_row=7)):
            row[4].value = "现场会" if number == 0 else number + 1

    back = after(BLANK, fill)
    assert back.in_data == {
        "launch.means": "现场会",
        "launch.sessions": "2",
        "study.sessions": "3",
        "study.people": "4",
        "online_training.sessions": "5",
        "online_training.people": "6",
    }
    assert (back.filled, back.on_form, back.unreadable) == ({}, {}, ())


def test_a_blank_form_filled_on_its_printed_sheet() -> None:
    def fill(book: Any) -> None:
        sheet = book.worksheets[0]
        cell = cell_with(sheet, "等形式启动")
        cell.value = "以（ 现场会，\n张贴标语 ）等形式启动“安全生产月”活动(3)场次。"
        foot = cell_with(sheet, "填报人")
        foot.value = "填报人：沈若兰　　　日期：2020年 6月 4日"

    assert after(BLANK, fill).on_form == {
        "launch.means": "现场会，\n张贴标语",
        "launch.sessions": "3",
        "lines.filled_by": "沈若兰",
        "lines.date": "2020年 6月 4日",
    }


def test_a_card_of_bare_cells_is_read_by_what_stands_around_them() -> None:
    def fill(book: Any) -> None:
        sheet = book.worksheets[0]
        cell_with(sheet, "姓名").offset(0, 1).value = "沈若兰"
        cell_with(sheet, "手机").offset(0, 1).value = 13800051234
        sheet.insert_rows(1, 2)

    assert after(BLANK_CARD, fill).on_form == {"name": "沈若兰", "mobile": "13800051234"}


def test_one_label_that_went_astray_does_no_harm() -> None:
    def move(book: Any) -> None:
        sheet = book.worksheets[0]
        name = cell_with(sheet, "姓名")
        name.offset(0, 1).value = "沈若兰"
        sheet.move_range(f"{name.coordinate}:{name.coordinate}", rows=40)

    assert after(BLANK_CARD, move).unreadable == ("name", "gender", "position")


def test_a_label_written_over_is_not_needed() -> None:
    def write(book: Any) -> None:
        name = cell_with(book.worksheets[0], "姓名")
        name.value, name.offset(0, 1).value = "姓　名：", "沈若兰"

    back = after(BLANK_CARD, write)
    assert (back.on_form, back.unreadable) == ({"name": "沈若兰"}, ())


def test_a_value_taken_out_is_empty_and_not_the_room_for_the_pen() -> None:
    data = export(example_document("gusu-2020", "statistics"))
    back = after(data, replace("等形式启动", "（2）", "（　　）"))
    assert (back.on_form, back.unreadable) == ({"launch.sessions": ""}, ())


def test_words_that_were_changed_are_said_and_not_guessed() -> None:
    data = export(example_document("gusu-2020", "statistics"))
    back = after(data, replace("等形式启动", "场次。", "场次，另有一次。"))
    assert (back.on_form, back.unreadable) == ({}, ("launch.means", "launch.sessions"))


def test_a_value_that_could_be_read_in_two_ways_is_not_guessed() -> None:
    data = export(example_document("gusu-2020", "statistics"))
    words = "）等形式启动“安全生产月”活动（"
    back = after(data, replace("等形式启动", words, words + words))
    assert (back.on_form, back.unreadable) == ({}, ("launch.means", "launch.sessions"))


def test_both_sheets_may_say_different_things() -> None:
    def change(book: Any) -> None:
        replace("等形式启动", "（2）", "（3）")(book)
        book["数据"]["E3"].value = 4

    back = after(export(example_document("gusu-2020", "statistics")), change)
    assert (back.in_data, back.on_form) == ({"launch.sessions": "4"}, {"launch.sessions": "3"})


def test_a_date_cell_is_a_day() -> None:
    def fill(book: Any) -> None:
        sheet = book["数据"]
        row = next(row for row in sheet.iter_rows(min_row=2) if row[2].value == "日期")
        row[4].value = datetime.date(2020, 6, 4)

    assert after(BLANK, fill).in_data == {"lines.date": "2020-06-04"}


def test_columns_put_in_before_the_numbers_do_no_harm() -> None:
    def fill(book: Any) -> None:
        book["数据"]["E3"].value = 7
        book["数据"].insert_cols(1)

    assert after(BLANK, fill).in_data == {"launch.sessions": "7"}


@pytest.mark.parametrize("make", [example_document, blank_document])
def test_a_form_that_is_not_known_is_read_all_the_same(make: Callable[[str, str], Document]) -> None:
    data = export(make("gusu-2020", "statistics"))
    back = read_xlsx(data, lambda _notice, form: CATALOGUE.form("no-such-notice", form))
    assert (back.form_id, back.untouched) == ("statistics", True)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("开展（3）场，参与（4）人次", ("3", "4")),
        ("开展( 3 )场,参与(\n4 )人次", ("3", "4")),
        ("开展（）场，参与（）人次", ("", "")),
        ("开展（3）场，参与（4）人", None),
        ("另开展（3）场，参与（4）人次", None),
        ("开展（3）场，参与（1）场，参与（4）人次", None),
        ("开展（3）场，参", None),
        ("", None),
    ],
)
def test_templates(text: str, values: tuple[str, ...] | None) -> None:
    template = template_of(
        (
            (
                PrintedRun("开展（"),
                PrintedRun("　", "a"),
                PrintedRun("）场，\u3000参与（"),
                PrintedRun("　", "b"),
                PrintedRun("）人次"),
            ),
        )
    )
    assert template.read(text) == values
