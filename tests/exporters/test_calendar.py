"""The calendar file: every due date once, alarms by the last working day, read back by two parsers."""

from __future__ import annotations

import datetime
import importlib.util
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from exporters.calendar import calendar_file
from forms.declared.catalogue import Catalogue
from forms.notice.due import occurrences
from forms.notice.notice import Notice, Schedule
from forms.notice.working_days import last_working_day

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = Catalogue()
DAY = datetime.timedelta(days=1)
NINE = datetime.time(9)
FOUR = datetime.time(16)


@pytest.fixture(params=CATALOGUE.ids())
def notice(request: pytest.FixtureRequest) -> Notice:
    return CATALOGUE.notice(request.param)


def plain_events(data: bytes) -> list[dict[str, str]]:
    """A reader of our own: lines unfolded by hand, the properties of each event without those of its alarms."""
    text = data.replace(b"\r\n ", b"").decode("utf-8")
    assert "\n" not in text.replace("\r\n", "")
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in text.split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name not in events[-1]
            unescaped = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
            events[-1][name] = unescaped.replace("\\\\", "\\")
        elif inside[-1] == "VALARM" and name == "TRIGGER":
            events[-1]["TRIGGERS"] = f"{events[-1].get('TRIGGERS', '')} {value}".strip()
    return events


def test_read_back_by_the_library(notice: Notice) -> None:
    from icalendar import Calendar

    calendar = Calendar.from_ical(calendar_file(notice))
    events = calendar.walk("VEVENT")
    expected = occurrences(notice)
    assert [event["DTSTART"].dt for event in events] == [occurrence.due for occurrence in expected]
    for event, one in zip(events, expected, strict=True):
        assert type(event["DTSTART"].dt) is datetime.date
        assert event["DTEND"].dt == one.due + DAY
        assert event["DTSTAMP"].dt.date() == notice.period.first
        assert one.obligation.what in event["SUMMARY"]
        words = (one.obligation.words, one.obligation.recipient, notice.title)
        assert all(word in event["DESCRIPTION"] for word in words)
        assert all(channel.label in event["DESCRIPTION"] for channel in one.obligation.channels)
        start = datetime.datetime.combine(one.due, datetime.time())
        alarms = [start + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
        before = last_working_day(one.last_working_day - DAY).date
        assert alarms[0] == datetime.datetime.combine(before, NINE)
        if one.last_working_day == one.due:
            assert alarms[1:] == [datetime.datetime.combine(before, FOUR)]
        else:
            assert alarms[1:] == [datetime.datetime.combine(one.last_working_day, NINE)]
        assert all(alarm < start for alarm in alarms)
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids) and all(uid.endswith("@anyue.invalid") for uid in uids)


def test_read_back_by_hand(notice: Notice) -> None:
    events = plain_events(calendar_file(notice))
    expected = occurrences(notice)
    assert [event["DTSTART;VALUE=DATE"] for event in events] == [
        f"{occurrence.due:%Y%m%d}" for occurrence in expected
    ]
    for event, one in zip(events, expected, strict=True):
        assert f"原文：{one.obligation.words}\n" in event["DESCRIPTION"]
        assert one.obligation.what in event["SUMMARY"]


@pytest.mark.outside
def test_read_back_by_another_library(notice: Notice) -> None:
    if importlib.util.find_spec("vobject") is None:
        pytest.skip("NOT TESTED HERE: vobject is not installed")
    script = (
        "import sys, vobject; calendar = vobject.readOne(sys.stdin.buffer.read().decode()); "
        "print(*[event.dtstart.value for event in calendar.vevent_list])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=calendar_file(notice), capture_output=True, check=True
    )
    assert done.stdout.decode().split() == [occurrence.due.isoformat() for occurrence in occurrences(notice)]


def test_lines_are_folded_between_characters(notice: Notice) -> None:
    data = calendar_file(notice)
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")


def test_the_holiday_is_told_in_the_title_and_the_alarms() -> None:
    events = plain_events(calendar_file(CATALOGUE.notice("gusu-2020")))
    holiday = next(event for event in events if event["DTSTART;VALUE=DATE"] == "20200625")
    assert holiday["SUMMARY"].endswith("（最后工作日6月24日）")
    assert holiday["TRIGGERS"] == "-P1DT15H -PT15H"
    assert "最后工作日：2020年6月24日（星期三）" in holiday["DESCRIPTION"]
    (sunday,) = plain_events(calendar_file(CATALOGUE.notice("jizhou-2020")))
    # The working day before that working Sunday was the Wednesday before 端午.
    assert sunday["TRIGGERS"] == "-P3DT15H -P3DT8H"
    assert sunday["DTSTART;VALUE=DATE"] == "20200628"


def test_a_date_that_is_moved_is_the_newer_event() -> None:
    notice = CATALOGUE.notice("jizhou-2020")
    (obligation,) = notice.obligations
    moved = replace(obligation, schedule=Schedule(datetime.date(2020, 7, 3), datetime.date(2020, 7, 3)))
    before, after = (
        plain_events(calendar_file(given))[0] for given in (notice, replace(notice, obligations=(moved,)))
    )
    assert before["UID"] == after["UID"] and after["DTSTART;VALUE=DATE"] == "20200703"
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 5


def test_the_same_notice_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys, hashlib; from exporters.calendar import calendar_file; from forms.declared.catalogue import Catalogue; "
        "print(hashlib.sha256(calendar_file(Catalogue().notice('xinjiang-2021'))).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(sums) == 1
