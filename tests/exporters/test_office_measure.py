"""How much room text takes in Excel and Word: enough for the widest font, in type that can be read."""

from __future__ import annotations

import pytest

from exporters.office.measure import CARD_ROW, TABLE_ROW, TableMeasure, text_height
from exporters.office.text import clean, with_check_code
from forms.sheet.printed import PrintedCell, PrintedLines, PrintedRun, PrintedTable, plain_text
from forms.sheet.sheet import Column, Role


def cell(
    row: int, column: int, text: str, role: Role = "body", spans: tuple[int, int] = (1, 1)
) -> PrintedCell:
    return PrintedCell(row, column, *spans, tuple((PrintedRun(line),) for line in text.split("\n")), role)


def table(*cells: PrintedCell, header_rows: int = 0) -> PrintedTable:
    rows = max(each.row + each.row_span for each in cells)
    return PrintedTable((Column("left", 0.5), Column("right", 0.5)), rows, header_rows, cells)


def height(text: str, width: float = 110, size: float = 10) -> float:
    return text_height(((PrintedRun(text),),), width, size)


def test_a_line_has_room_for_the_highest_font_and_the_white() -> None:
    """The fonts that stand in for 宋体 need up to 1.42 times the type size."""
    assert height("字") == pytest.approx(10 * 1.42 + 7)
    assert height("字", size=20) == pytest.approx(20 * 1.42 + 7)
    assert height("") == height("字")
    assert height("字\n字") == pytest.approx(2 * 10 * 1.42 + 7)


def test_a_line_is_not_filled_to_the_last_point() -> None:
    """Of 110 points 103 are left between the white; ten characters of 10 points would just fit, were no font wider."""
    assert height("安全生产月活动情况") == height("字")
    assert height("安全生产月活动情况表") > height("字")


def test_latin_is_narrower_and_capitals_wider() -> None:
    assert height("a" * 17) == height("字") and height("a" * 18) > height("字")
    assert height("A" * 13) == height("字") and height("A" * 14) > height("字")
    assert height("@" * 10) == height("字") and height("@" * 11) > height("字")


def test_a_card_is_set_large_unless_a_label_would_wrap_or_a_number_be_torn() -> None:
    card = table(cell(0, 0, "单位", "label"), cell(0, 1, "平江街道"))
    assert TableMeasure(card, 200).size == 12 and TableMeasure(card, 200).least_row == CARD_ROW
    label = table(cell(0, 0, "安全生产月活", "label"), cell(0, 1, "平江街道"))
    assert TableMeasure(label, 2 * 72).size == 10.5 and TableMeasure(label, 2 * 90).size == 12
    number = table(cell(0, 0, "电话", "label"), cell(0, 1, "0512-68727"))
    assert TableMeasure(number, 2 * 72).size == 10.5 and TableMeasure(number, 2 * 90).size == 12


def test_a_table_with_a_head_is_set_for_reading_line_by_line() -> None:
    measure = TableMeasure(
        table(cell(0, 0, "项目", "header", (1, 2)), cell(1, 0, "字"), cell(1, 1, "字"), header_rows=1), 400
    )
    assert (measure.size, measure.least_row) == (10.5, TABLE_ROW)
    assert measure.heights() == [TABLE_ROW, TABLE_ROW]


def test_only_what_9_points_keep_whole_is_set_in_them() -> None:
    def size_of(text: str) -> float:
        measured = cell(1, 0, text)
        measure = TableMeasure(
            table(cell(0, 0, "项目", "header", (1, 2)), measured, cell(1, 1, "字"), header_rows=1), 2 * 100
        )
        return measure.cell_size(measured)

    # 93 points between the white, 90 counted on: 15 small letters in 10.5 points, 17 in 9.
    assert [size_of("a" * length) for length in (15, 16, 17, 18)] == [10.5, 9, 9, 10.5]
    assert size_of("安全生产月活动情况统计表") == 10.5


def test_a_cell_over_two_columns_has_the_width_of_both() -> None:
    long = "安全生产月活动情况统计表"
    across = TableMeasure(table(cell(0, 0, long, spans=(1, 2))), 2 * 110)
    beside = TableMeasure(table(cell(0, 0, long), cell(0, 1, "")), 2 * 110)
    assert across.heights() == [CARD_ROW]
    assert beside.heights()[0] > CARD_ROW


def test_a_cell_over_two_rows_makes_the_last_one_higher() -> None:
    long = "\n".join("行" * 5 for _ in range(8))
    measure = TableMeasure(table(cell(0, 0, long, spans=(2, 1)), cell(0, 1, "甲"), cell(1, 1, "乙")), 2 * 110)
    first, second = measure.heights()
    assert first == CARD_ROW
    assert first + second == pytest.approx(8 * measure.size * 1.42 + 7)


def test_what_xml_cannot_hold_is_seen_to_be_missing() -> None:
    assert clean("甲\x00乙\ufffe丙\ud800") == "甲\ufffd乙\ufffd丙\ufffd"
    assert clean("甲\r\n乙\r丙\t丁") == "甲\n乙\n丙\t丁"


def test_the_last_line_at_the_foot_ends_with_the_check_code() -> None:
    lines = ((PrintedRun("单位：甲"),), (PrintedRun("填报人：乙"),))
    assert plain_text(with_check_code(PrintedLines(lines, foot=True), "AB12-CD34")) == (
        "单位：甲\n填报人：乙\u3000\u3000校验码：AB12-CD34"
    )
    assert with_check_code(PrintedLines(lines, foot=True), "") == lines
    assert with_check_code(PrintedLines(lines), "AB12-CD34") == lines
