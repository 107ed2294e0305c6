"""The commands ``due`` and ``calendar``."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import main


def run(*arguments: str) -> int:
    try:
        return main.main(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)


def one_line(text: str) -> str:
    assert text.endswith("\n") and text.count("\n") == 1, text
    return text


def test_due_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "gusu-2020", "--on", "2020-06-22", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["notice"], content["on"]) == ("gusu-2020", "2020-06-22")
    assert len(content["due"]) == 6
    holiday = content["due"][4]
    assert holiday == {
        "obligation": "weekly-material",
        "number": 4,
        "what": "本处室、本单位本周活动开展的视频、图片、文字等电子版资料",
        "words": "6月份每周四前",
        "due": "2020-06-25",
        "last_working_day": "2020-06-24",
        "last_working_day_known": True,
        "channel": ["electronic"],
        "recipient": "姑苏区民政和卫生健康局应急保障处",
        "group": "this-week",
    }
    assert [item["group"] for item in content["due"]] == ["overdue"] * 4 + ["this-week", "coming"]


def test_due_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "gusu-2020", "--on", "2020-06-22") == 0
    printed = capsys.readouterr().out
    assert "2020年6月25日（星期四）" in printed and "最后工作日是2020年6月24日（星期三）" in printed
    assert "已过期（4）" in printed and "本周到期（1）" in printed and "以后到期（1）" in printed
    assert "编号：weekly-material" in printed and "编号：summary-and-statistics" in printed


def test_due_without_a_day_is_seen_from_today(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "jizhou-2020", "--json") == 0
    on = datetime.date.fromisoformat(json.loads(capsys.readouterr().out)["on"])
    assert abs((datetime.date.today() - on).days) <= 1


def test_a_year_the_calendar_does_not_know_says_so(
    own_data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_data_folder / "notices").mkdir()
    source = (Path(main.__file__).parent / "resources" / "notices" / "diqing-2020.toml").read_text("utf-8")
    own = source.replace('"diqing-2020"', '"own-2099"').replace("due = 2020-07-02", "due = 2099-07-04")
    (own_data_folder / "notices" / "own-2099.toml").write_text(own, encoding="utf-8")
    assert run("due", "own-2099", "--on", "2099-06-01") == 0
    assert "这一年的放假安排还不知道" in capsys.readouterr().out
    assert run("due", "own-2099", "--on", "2099-06-01", "--json") == 0
    (item,) = json.loads(capsys.readouterr().out)["due"]
    assert (item["last_working_day"], item["last_working_day_known"]) == ("2099-07-03", False)


@pytest.mark.parametrize("day", ["2020-6-1", "2020-06-31", "今天", "20200601", "", "２０２０-06-01"])
def test_a_wrong_day_is_refused(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("due", "gusu-2020", "--on", day) == 2
    assert "2020-06-04" in one_line(capsys.readouterr().err)


def test_calendar_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "报送.ics"
    assert run("calendar", "xinjiang-2021", "-o", str(target)) == 0
    assert target.read_bytes().count(b"BEGIN:VEVENT") == 13
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["calendar", "gusu-2020"], "-o", 2),
        (["calendar", "gusu-2020", "-o", "a.pdf"], ".ics", 2),
        (["calendar", "gusu-1999", "-o", "a.ics"], "gusu-1999", 2),
        (["due", "gusu-1999"], "gusu-1999", 2),
        (["calendar", "gusu-2020", "-o", "none/a.ics"], "a.ics", 3),
    ],
)
def test_a_wrong_command_writes_nothing(
    arguments: list[str],
    words: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == code
    assert words in one_line(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []
