"""A mistake in a user's own notice file is refused by file, place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.declared.catalogue import Catalogue
from forms.errors import EnvironmentFailure
from tests.forms.notice_files import VALID, load, refusal


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ("format = 1", "format = 3", "format", "格式1和2"),
        ("format = 1", "format = 2", "forms.statistics.columns", "blocks"),
        ("format = 1\n", "", "format", "缺少"),
        ('name = "本单位 2027"\n', "", "notice.name", "缺少这一项"),
        ('theme = "人人讲安全"', 'theme = " "', "notice.theme", "不能是空的"),
        ("year = 2027", 'year = "2027"', "notice.year", "整数"),
        ("year = 2027", "year = true", "notice.year", "整数"),
        ("year = 2027", "year = 27", "notice.year", "年份"),
        ("year = 2027", "year = 2027\nauthor = 1", "notice.author", "没有这样的项目名"),
        ("[[contacts]]", "[[contact]]", "contact", "没有这样的项目名"),
        ("first = 2027-06-01\nlast = 2027-06-30\nwords", 'first = "6月1日"\nlast = 2027-06-30\nwords', "notice.period.first", "日期"),
        ("first = 2027-06-01\nlast = 2027-06-30\nwords", "first = 2027-07-01\nlast = 2027-06-30\nwords", "notice.period.last", "早于"),
        ("first = 2027-06-01\nlast = 2027-06-30\nwords", "first = 0001-01-01\nlast = 2027-06-30\nwords", "notice.period.first", "年份"),
        ("due = 2027-07-01", "due = 2027-07-01T08:00:00", "obligations[1].due", "日期"),
        ("due = 2027-07-01", "due = 9999-12-31", "obligations[1].due", "年份"),
        ("due = 2027-07-01\n", "", "obligations[1].due", "缺少"),
        ('"thursday"', '"周四"', "obligations[0].repeat", "thursday"),
        ('repeat = "thursday"', 'repeat = "thursday"\ndue = 2027-06-01', "obligations[0].due", "没有这样"),
        (
            "first = 2027-06-01\nlast = 2027-06-30\nrecipient",
            "first = 2027-06-04\nlast = 2027-06-05\nrecipient",
            "obligations[0].last",
            "没有一天",
        ),
        ('["email"]', '["鸽子"]', "obligations[0].channels", "鸽子"),
        ('["照片"]', "[1]", "obligations[0].material[0]", "一段文字"),
        ('["照片"]', '["\\u0000"]', "obligations[0].material[0]", "控制字符"),
        ('forms = ["statistics"]', 'forms = ["liaison"]', "obligations[1].forms", "liaison"),
        ('id = "table"', 'id = "weekly"', "obligations", "重复"),
        ('id = "table"', 'id = "统计"', "统计", "只能用英文字母"),
        ("[[activities]]", "[activities]", "activities", "列表"),
        ('text = "举办启动仪式。"', 'text = "\\u001b"', "activities[0].text", "控制字符"),
        ('official = true', 'official = "是"', "forms.statistics.official", "true 或 false"),
        ('official = true', 'official = false', "forms.statistics.origin", "缺少"),
        ('official = true', 'origin = "拼成的表"', "forms.statistics.rows[1].origin", "出自哪里"),
        ('title = "活动统计表"\n', "", "forms.statistics.title", "缺少"),
        ("{launch.people}", "{launch.people:number}", "forms.statistics.rows", "number"),
        ("{launch.people}", "{launch.sessions}", "forms.statistics.rows", "两次"),
        ("{launch.people}", "{launch people}", "forms.statistics.rows[1].report", "launch people"),
        ('item = "形式"', 'item = ""', "forms.statistics.blanks.means.label", "写明"),
        ('["线上", "线下"]', "[]", "forms.statistics.blanks.means.choices", "可选"),
        ("means = { choices", "meens = { choices", "forms.statistics.blanks.means", "可选"),
        ("means = { choices", "other = {}\nmeans = { choices", "forms.statistics.blanks.other", "没有这个空"),
        ("means = { choices", "means = { need = true, choices", "forms.statistics.blanks.means.need", "没有这样的项目名"),
        ('item = "启动"\n', 'item = { text = "启动", columns = 2 }\n', "forms.statistics.rows[1].report", "重叠"),
        ('item = "启动"\n', "", "forms.statistics.rows[1].item", "没有内容"),
        ('each = "sentence"\n', "", "forms.statistics.rules[0].needs", "没有“people”这个空"),
        ('each = "sentence"', 'each = "row"', "forms.statistics.rules[0].each", "sentence"),
        ('field = "sessions"', 'field = "events"', "forms.statistics.rules[0].each", "没有一句"),
        ('when = "people > 0"', 'when = "guests > 0"', "forms.statistics.rules[0].message", "people"),
        ("填了{people}，", "", "", ""),
        ('needs = "sessions > 0"', 'needs = "sessions >"', "forms.statistics.rules[0].needs", "看不懂"),
        ('needs = "sessions > 0"', 'needs = "sessions > 0 or __import__(1)"', "forms.statistics.rules[0].needs", "不认识"),
        ('needs = "sessions > 0"', 'needs = "sessions > 0 or \'a\' * 9"', "forms.statistics.rules[0].needs", "不认识"),
        ('severity = "error"', 'severity = "fatal"', "forms.statistics.rules[0].severity", "error"),
        ("没有填。", "{whole}没有填。", "forms.statistics.rules[0].message", "whole"),
        ('"launch.people" = "20"', '"launch.peeple" = "20"', "forms.statistics.example.launch.peeple", "没有这个空"),
        ('"launch.people" = "20"', '"launch.people" = 20', "forms.statistics.example.launch.people", "一段文字"),
        ('title = "活动统计表"', 'title = "表"\nbase = "gusu-2021/statistics"', "forms.statistics.base", "gusu-2021"),
        ('title = "活动统计表"', 'title = "表"\nbase = "gusu-2020/sheet"', "forms.statistics.base", "gusu-2020/sheet"),
        ('title = "活动统计表"', 'title = "表"\nbase = "own/statistics"', "own → own", "互相依据"),
        ('id = "own"', 'id = "other"', "notice.id", "文件名"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_its_place_and_reason(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    assert VALID.count(old) == 1
    source = VALID.replace(old, new)
    if not place:
        assert load(tmp_path, source).id == "own"
        return
    message = refusal(tmp_path, source)
    assert place in message
    assert reason in message


def test_a_rule_for_each_sentence_must_fit_one(tmp_path: Path) -> None:
    source = VALID.replace('"people > 0"', '"guests > 0"').replace("填了{people}，", "")
    message = refusal(tmp_path, source)
    assert "forms.statistics.rules[0].each" in message and "没有一句" in message


def test_toml_that_is_broken_names_the_line(tmp_path: Path) -> None:
    assert "第5行" in refusal(tmp_path, VALID.replace('id = "own"', 'id = own"'))
    assert "末尾" in refusal(tmp_path, VALID + "[")
    assert "TOML" in refusal(tmp_path, VALID + 'x = """')


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, VALID.encode().replace("本单位".encode(), "本单位".encode("gbk")))
    assert "第6行" in message and "UTF-8" in message


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("#" * 600_000, "太大"),
        ("x = " + "[" * 100_000, "太深"),
        (".".join("a" * 50_000) + " = 1", "第1行"),
        ("x = " + "9" * 10_000, "TOML"),
        ("", "format"),
    ],
)
def test_a_file_that_would_choke_the_reader(tmp_path: Path, source: str, reason: str) -> None:
    assert reason in refusal(tmp_path, source)


def test_too_many_blanks_and_too_long_a_cell(tmp_path: Path) -> None:
    row = '\n[[forms.statistics.rows]]\nid = "r{0}"\nitem = "启动"\nreport = "{1}"\n'
    many = "".join(
        row.format(f"a{number}", "".join(f"{{a{number}b{blank}}}" for blank in range(900)))
        for number in range(3)
    )
    rules = VALID.index("[[forms.statistics.rules]]")
    assert "2000个空" in refusal(tmp_path, VALID[:rules] + many + VALID[rules:])
    assert "10000个字" in refusal(tmp_path, VALID.replace("{launch.sessions}", "字" * 10_001))


def test_too_many_rules(tmp_path: Path) -> None:
    start = VALID.index("[[forms.statistics.rules]]")
    end = VALID.index("[forms.statistics.example]")
    rule = VALID[start:end]
    assert "500条" in refusal(tmp_path, VALID[:start] + rule * 501 + VALID[end:])


def test_rules_that_stand_for_too_many(tmp_path: Path) -> None:
    row = '\n[[forms.statistics.rows]]\nid = "r{0}"\nitem = "启动"\nreport = "{1}"\n'
    many = "".join(
        row.format(f"a{number}", "".join(f"{{a{number}b{blank}}}" for blank in range(600)))
        for number in range(3)
    )
    start = VALID.index("[[forms.statistics.rules]]")
    end = VALID.index("[forms.statistics.example]")
    rule = (
        '[[forms.statistics.rules]]\ncode = "c"\nseverity = "warning"\neach = "count"\nwhen = "n > 9"\n'
        'needs = "n > 10"\nfield = "n"\nmessage = "{n}"\n'
    )
    blanks = VALID.index("[forms.statistics.blanks]") if "[forms.statistics.blanks]" in VALID else start
    source = VALID[:blanks] + many + VALID[blanks:start] + rule * 12 + VALID[end:]
    assert "20000条" in refusal(tmp_path, source)


def test_a_file_that_cannot_be_read_is_not_the_user_s_mistake(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(VALID, encoding="utf-8")
    catalogue = Catalogue(tmp_path)

    def fail(_self: Path) -> bytes:
        raise PermissionError(13, "denied")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(EnvironmentFailure, match=r"own\.toml"):
        patch.setattr(Path, "read_bytes", fail)
        catalogue.notice("own")
