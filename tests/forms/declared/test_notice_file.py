"""A user's own notice file: read in full, or refused by file, place and reason; nothing else ever happens."""

from __future__ import annotations

import datetime
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.errors import EnvironmentFailure, InputError
from forms.form.checks import check
from forms.form.filing import Filing
from forms.notice.notice import Channel, Notice
from forms.values import Filled

VALID = """format = 1
slogans = ["人人讲安全"]

[notice]
id = "own"
name = "本单位 2027"
title = "关于开展安全生产月活动的通知"
office = "某区应急管理局"
year = 2027
theme = "人人讲安全"
remarks = ["说明"]

[notice.period]
first = 2027-06-01
last = 2027-06-30
words = "6月1日至30日"

[notice.campaign]
name = "安全生产万里行"
period = { first = 2027-06-01, last = 2027-12-31, words = "到12月" }

[[obligations]]
id = "weekly"
what = "材料"
words = "每周四前"
repeat = "thursday"
first = 2027-06-01
last = 2027-06-30
recipient = "办公室"
channels = ["email"]
material = ["照片"]

[[obligations]]
id = "table"
what = "统计表"
words = "7月1日前"
due = 2027-07-01
recipient = "办公室"
forms = ["statistics"]

[[contacts]]
office = "办公室"
telephone = "0512-68727809"

[[activities]]
title = "启动"
text = "举办启动仪式。"

[forms.statistics]
name = "统计表"
title = "活动统计表"
official = true
measure_words = ["场", "人次"]

[[forms.statistics.columns]]
id = "item"
share = 1
[[forms.statistics.columns]]
id = "report"
share = 3

[[forms.statistics.rows]]
id = "header"
header = true
item = "项目"
report = "情况"

[[forms.statistics.rows]]
id = "launch"
item = "启动"
report = "举办（{launch.sessions}）场，参与（{launch.people}）人次。"

[[forms.statistics.rows]]
id = "means"
item = "形式"
report = "{means:choice}"

[forms.statistics.blanks]
means = { choices = ["线上", "线下"] }

[[forms.statistics.rules]]
code = "people-without-sessions"
severity = "error"
each = "sentence"
when = "people > 0"
needs = "sessions > 0"
field = "sessions"
message = "“{sentence}”：填了{people}，{sessions.label}没有填。"

[forms.statistics.example]
"launch.sessions" = "1"
"launch.people" = "20"
means = "线上"
"""


#: The same notice in the present format: the form's table is a block of its own.
VALID_2 = (
    VALID.replace("format = 1", "format = 2")
    .replace(
        "[[forms.statistics.columns]]",
        '[[forms.statistics.blocks]]\nkind = "table"\n[[forms.statistics.columns]]',
        1,
    )
    .replace("[[forms.statistics.columns]]", "[[forms.statistics.blocks.columns]]")
    .replace("[[forms.statistics.rows]]", "[[forms.statistics.blocks.rows]]")
)

#: What a notice may declare in place of the usual lines for stamp and signature.
OWN_LINES = """
[[forms.statistics.blocks]]
kind = "lines"
foot = true
lines = [
    "审核人（签字）：{lines.reviewer:person}　填表人：{lines.filled_by:person}",
    "联系电话：{lines.phone:telephone}　填报日期：{lines.date:date}",
]
[forms.statistics.blanks]
"lines.phone" = { prefill = "liaison.office_phone", required = true }
"lines.date" = { filing_date = true }
"""


def load(folder: Path, source: str | bytes, name: str = "own.toml") -> Notice:
    content = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    (folder / name).write_bytes(content)
    return Catalogue(folder).notice(Path(name).stem)


def refusal(folder: Path, source: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        load(folder, source)
    message = caught.value.message
    assert "own.toml" in message
    assert message.endswith("。") and "\n" not in message
    return message


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


def test_a_cell_with_too_many_blanks(tmp_path: Path) -> None:
    many = "".join(f"{{a{number}}}" for number in range(30_000))
    assert "2000个空" in refusal(tmp_path, VALID.replace("{launch.sessions}", many))


#: What a slip of the pen, a wrong guess or malice might put in place of a value.
VALUES = (
    '""', '"x"', "1", "-1", "0", "9999999999999999999999", "1.5", "inf", "nan", "true", "[]", "[1]", '["x"]', "{}",
    '{ text = "x", columns = 2 }', "2027-06-01", "9999-12-31", "0001-01-01", "2027-06-01T00:00:00", "12:00:00",
    '"{x}"', '"{x:date}"', '"（{launch.sessions}）次"', '"not"', '"((("', '"people"', '"filled(people)"', '"1 > 0"',
    '"sessions"', '"gusu-2020/statistics"', '"own/statistics"', '"month"', '"\\u0000"', '"\\U0010ffff"', "'''\n\n'''",
)  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn) -> str:
    lines = draw(
        st.sampled_from([VALID, VALID_2, VALID_2.replace("[forms.statistics.blanks]\n", OWN_LINES)])
    ).split("\n")
    chance = random.Random(draw(st.integers(0, 2**32)))
    for _ in range(draw(st.integers(1, 4))):
        at = chance.randrange(len(lines))
        kind = draw(st.sampled_from(["value", "delete", "double", "swap", "cut", "insert", "key"]))
        if kind == "value" and "=" in lines[at]:
            lines[at] = lines[at].split("=")[0] + "= " + draw(st.sampled_from(VALUES))
        elif kind == "delete":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "cut":
            end = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:end] + lines[at][end + draw(st.integers(0, 4)) :]
        elif kind == "insert":
            end = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:end] + draw(st.text(max_size=4)) + lines[at][end:]
        elif kind == "key":
            name = draw(
                st.sampled_from(
                    [
                        "id",
                        "use",
                        "base",
                        "header",
                        "continues",
                        "each",
                        "text",
                        "kind",
                        "lines",
                        "foot",
                        "room",
                    ]
                )
            )
            lines[at] = f"{name} = {draw(st.sampled_from(VALUES))}"
    return "\n".join(lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notices")


@given(mutations())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_changed_file_is_read_or_refused(folder: Path, source: str) -> None:
    """What is read can also be checked, empty and with its example."""
    try:
        notice = load(folder, source)
    except InputError as error:
        assert "own.toml" in error.message
        return
    for form in notice.forms.values():
        filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
        check(form, Filing("own", form.id))
        check(form, Filing("own", form.id, filled))


def test_a_file_that_cannot_be_read_is_not_the_user_s_mistake(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(VALID, encoding="utf-8")
    catalogue = Catalogue(tmp_path)

    def fail(_self: Path) -> bytes:
        raise PermissionError(13, "denied")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(EnvironmentFailure, match=r"own\.toml"):
        patch.setattr(Path, "read_bytes", fail)
        catalogue.notice("own")
