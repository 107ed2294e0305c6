"""PDF of sheets of several blocks, in printed order; the foot on every page; lines drawn under runs."""

from __future__ import annotations

import datetime

import pytest

from exporters.fonts.font_set import FontSet
from exporters.pdf.layout import lay_out
from exporters.pdf.page import Page
from forms.form.document import Document
from forms.sheet.printed import (
    PrintedCell,
    PrintedLines,
    PrintedRun,
    PrintedSheet,
    PrintedTable,
)
from forms.sheet.sheet import Column
from tests.exporters.block_forms import FORMS, blank_form, filled_form
from tests.exporters.pdf.test_pdf import assert_nothing_clipped

BUNDLED = FontSet(only_bundled=True)
DAY = datetime.date(2027, 6, 28)


def pages_of(document: Document) -> list[Page]:
    return lay_out(document.printed, BUNDLED)


def text_of(page: Page) -> str:
    return "".join(text.text for text in page.texts)


def height_of(page: Page, words: str) -> float:
    """The height of the first line that holds ``words``."""
    lines: dict[float, str] = {}
    for text in page.texts:
        lines[text.y] = lines.get(text.y, "") + text.text
    return next(y for y, line in lines.items() if words in line)


def frames(page: Page) -> tuple[float, float]:
    """The heights of the highest and the lowest thick rule across."""
    across = [rule.y1 for rule in page.rules if rule.y1 == rule.y2 and rule.thickness == 1]
    return min(across), max(across)


def paragraphs(*texts: str) -> tuple[tuple[PrintedRun, ...], ...]:
    return tuple((PrintedRun(text),) for text in texts)


def table(rows: int, words: str = "一行", header: bool = False) -> PrintedTable:
    cells = tuple(
        PrintedCell(row, 0, 1, 1, paragraphs(f"{words}{row}"), "header" if header and row == 0 else "body")
        for row in range(rows)
    )
    return PrintedTable((Column("only", 1.0),), rows, int(header), cells)


def sheet(*blocks: PrintedTable | PrintedLines) -> PrintedSheet:
    return PrintedSheet("标题", blocks, DAY)


@pytest.mark.parametrize("form_id", FORMS)
def test_nothing_is_clipped_or_overlaps(form_id: str) -> None:
    for document in (filled_form(form_id), blank_form(form_id)):
        assert_nothing_clipped(pages_of(document))


def test_lines_stand_above_and_below_the_table_and_at_the_foot() -> None:
    (page,) = pages_of(filled_form("above"))
    top, bottom = frames(page)
    heights = [
        height_of(page, words)
        for words in ("某区“安全生产月”活动月报表", "统计月份：2027年6月", "联系地址：某区平江路100号")
    ]
    assert heights == sorted(heights) and heights[-1] < top
    assert bottom < height_of(page, "注：本表于每月5日前报送。") < height_of(page, "审核人")


def test_foot_lines_stand_side_by_side_where_they_fit_and_else_each_on_its_own() -> None:
    (page,) = pages_of(filled_form("above"))
    line = "审核人：欧阳测试　填表人：沈若兰　联系电话：0512-68720101　填报日期：2027年6月28日"
    assert height_of(page, line)
    (page,) = pages_of(filled_form("above", foot__reviewer="欧阳测试" * 8))
    assert height_of(page, "填表人：沈若兰") < height_of(page, "联系电话：0512-68720101　填报日期")


def test_two_tables_follow_each_other_with_their_lines() -> None:
    (page,) = pages_of(filled_form("twotables"))
    heights = [
        height_of(page, words)
        for words in ("一、基本情况", "联系人", "二、隐患清单（截至2027年6月28日）", "整改情况")
    ]
    assert heights == sorted(heights)
    assert "".join(text_of(page).split()).endswith(
        f"第1页共1页校验码：{filled_form('twotables').printed.check_code}"
    )


def test_each_table_repeats_its_own_head() -> None:
    first, second = table(40, "甲", header=True), table(60, "乙", header=True)
    pages = lay_out(sheet(first, second), BUNDLED)
    texts = [text_of(page) for page in pages]
    assert len(pages) >= 3
    for text in texts:
        for words in ("甲", "乙"):
            on_page = [number for number in range(1, 60) if f"{words}{number}" in text]
            assert text.count(f"{words}0") == bool(on_page)


def test_a_head_is_not_left_alone_at_the_foot_of_a_page() -> None:
    for rows in range(15, 75):
        blocks = (table(rows, "甲"), PrintedLines(paragraphs("二、第二张表")), table(9, "乙", header=True))
        pages = lay_out(sheet(*blocks), BUNDLED)
        (at,) = [number for number, page in enumerate(pages) if "二、第二张表" in text_of(page)]
        assert "乙0" in text_of(pages[at]) and "乙1" in text_of(pages[at]), rows
        assert_nothing_clipped(pages)


def test_lines_that_do_not_fit_go_to_the_next_page_whole() -> None:
    notes = PrintedLines(paragraphs(*(f"说明{number}。" for number in range(30))))
    pages = lay_out(sheet(table(30), notes), BUNDLED)
    assert len(pages) == 2
    assert "说明0。" in text_of(pages[1]) and "说明29。" in text_of(pages[1])
    assert "说明" not in text_of(pages[0])


def test_more_lines_than_a_page_holds_go_on_and_none_is_lost() -> None:
    lines = PrintedLines(paragraphs(*(f"〔{number}〕" for number in range(150))))
    for blocks in ((lines,), (table(3), lines), (lines, table(3))):
        pages = lay_out(sheet(*blocks), BUNDLED)
        assert_nothing_clipped(pages)
        text = "".join(text_of(page) for page in pages)
        assert [text.count(f"〔{number}〕") for number in range(150)] == [1] * 150


def test_a_sheet_without_a_table_is_set_in_large_type() -> None:
    (page,) = pages_of(filled_form("nottable"))
    assert {text.size for text in page.texts if "承诺单位" in text.text} == {14}
    assert "共有职工86人" in text_of(page)


def test_a_sheet_with_nothing_at_its_foot_uses_the_whole_page() -> None:
    plain = PrintedSheet("标题", (table(3),), DAY, page_numbers=False)
    (page,) = lay_out(plain, BUNDLED)
    assert "页" not in text_of(page) and "校验码" not in text_of(page)


def test_lines_longer_than_a_page_begin_below_the_title() -> None:
    lines = PrintedLines(paragraphs(*(f"第{number}行" for number in range(150))))
    pages = lay_out(PrintedSheet("很长的说明", (lines,), DAY), BUNDLED)
    assert "很长的说明" in text_of(pages[0]) and "第0行" in text_of(pages[0])
    assert len(pages) == 3
