"""A user's own notice file is read in full: both formats, lines of its own, a form made from a built-in one."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from forms.channel import Channel
from forms.form.checks import check
from forms.form.filing import Filing
from forms.values import Filled
from tests.forms.notice_files import OWN_LINES, VALID, VALID_2, load


def test_a_valid_file(tmp_path: Path) -> None:
    notice = load(tmp_path, VALID)
    assert not notice.built_in
    assert notice.slogans == ("人人讲安全",)
    weekly, table = notice.obligations
    assert [day.day for day in weekly.schedule.dates()] == [3, 10, 17, 24]
    assert weekly.channels == (Channel.EMAIL,)
    assert table.schedule.dates() == (datetime.date(2027, 7, 1),)
    form = notice.forms["statistics"]
    assert [blank.label for blank in form.body] == ["举办", "举办·参与", "形式"]
    assert [blank.label for blank in form.blanks if blank.at_foot] == ["填报单位", "填报人", "日期"]
    filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
    assert check(form, Filing("own", "statistics", filled)) == ()


def test_both_formats_make_the_same_form(tmp_path: Path) -> None:
    old = load(tmp_path, VALID).forms["statistics"]
    assert load(tmp_path, VALID_2).forms["statistics"] == old


def test_a_notice_declares_lines_of_its_own(tmp_path: Path) -> None:
    source = VALID_2.replace("[forms.statistics.blanks]\n", OWN_LINES)
    form = load(tmp_path, source).forms["statistics"]
    foot = [blank for blank in form.blanks if blank.at_foot]
    assert [(blank.id, blank.label) for blank in foot] == [
        ("lines.reviewer", "审核人"),
        ("lines.filled_by", "填表人"),
        ("lines.phone", "联系电话"),
        ("lines.date", "填报日期"),
    ]
    assert [block.kind for block in form.sheet.blocks] == ["table", "lines"]
    findings = check(
        form, Filing("own", "statistics", {key: Filled(text) for key, text in form.example.items()})
    )
    assert [(finding.field, finding.code) for finding in findings] == [("lines.phone", "required")]


def test_lines_at_the_foot_come_last_wherever_they_are_declared(tmp_path: Path) -> None:
    block = "[[forms.statistics.blocks]]"
    foot = f'{block}\nkind = "lines"\nfoot = true\nlines = ["日期：{{lines.date:date}}"]\n'
    form = load(tmp_path, VALID_2.replace(block, foot + block, 1)).forms["statistics"]
    assert [declared.kind for declared in form.sheet.blocks] == ["table", "lines"]
    assert [blank.at_foot for blank in form.blanks] == [False] * len(form.body) + [True]


def test_a_form_can_do_without_any_lines(tmp_path: Path) -> None:
    source = VALID_2.replace("official = true", "official = true\ndefault_lines = false")
    form = load(tmp_path, source).forms["statistics"]
    assert form.blanks == form.body and [block.kind for block in form.sheet.blocks] == ["table"]


def test_the_example_of_the_manual(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[3] / "docs" / "notices.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    notice = load(tmp_path, example, "own-2027.toml")
    form = notice.forms["statistics"]
    filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
    assert len(form.rules) == 1
    assert check(form, Filing("own-2027", "statistics", filled)) == ()


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_a_file_saved_by_windows_notepad(tmp_path: Path, mark: str, newline: str) -> None:
    assert load(tmp_path, mark + VALID.replace("\n", newline)).id == "own"


def test_a_form_made_from_a_built_in_one(tmp_path: Path) -> None:
    source = VALID[: VALID.index("[forms.statistics]")].replace('forms = ["statistics"]', "")
    source += """
[forms.table]
base = "gusu-2020/statistics"
name = "统计表"
caption = ""
title = "本区统计表"
origin = "本表不是正式附件。"
[[forms.table.rows]]
use = "header"
[[forms.table.rows]]
use = "launch"
origin = "通用行"
[[forms.table.rows]]
id = "own"
origin = "通知第二部分"
item = "本区活动"
standard = "按通知。"
report = "举办（{own.sessions}）场，参与（{own.people}）人次。"
"""
    form = load(tmp_path, source).forms["table"]
    assert [blank.id for blank in form.body] == [
        "launch.means",
        "launch.sessions",
        "own.sessions",
        "own.people",
    ]
    assert form.sheet.tables[0].rows[1].cells[0].row_span == 2
    codes = {rule.code for rule in form.rules}
    assert {"people-without-sessions", "means-without-sessions", "unusually-large"} <= codes
    assert "part-beyond-whole" not in codes
    assert not form.official
