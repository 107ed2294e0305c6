"""Dates, moments and sizes in the user's words, to the letter."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields.registry import field_type
from forms.words import (
    MEGABYTE,
    clock_words,
    date_words,
    day_words,
    distance_words,
    local_day,
    moment_words,
    seconds_words,
    short_date_words,
    short_moment_words,
    size_words,
    span_words,
    stamp_words,
    weekday_words,
)

DAY = datetime.date(2020, 6, 4)
CHINA = datetime.timezone(datetime.timedelta(hours=8))
LOCAL = datetime.datetime(2020, 6, 3, 9, 5, 7).astimezone()


def test_a_date() -> None:
    assert date_words(DAY) == "2020年6月4日"
    assert short_date_words(DAY) == "6月4日"


def test_every_weekday() -> None:
    monday = datetime.date(2020, 6, 1)
    week = [weekday_words(monday + datetime.timedelta(days=number)) for number in range(7)]
    assert week == ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_date_with_its_weekday_can_be_typed_as_it_is_shown(day: datetime.date) -> None:
    assert field_type("date").parse(day_words(day)) == day


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (None, "2020年6月4日（星期四）"),
        (datetime.date(2020, 1, 1), "6月4日（星期四）"),
        (datetime.date(2019, 12, 31), "2020年6月4日（星期四）"),
    ],
)
def test_a_day_names_its_year_where_it_is_not_this_one(today: datetime.date | None, words: str) -> None:
    assert day_words(DAY, today) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "已过 3 天"),
        (-1, "已过 1 天"),
        (0, "今天"),
        (1, "明天"),
        (2, "后天"),
        (3, "还有 3 天"),
        (40, "还有 40 天"),
    ],
)
def test_how_far_a_day_is(days: int, words: str) -> None:
    assert distance_words(DAY + datetime.timedelta(days=days), DAY) == words


def test_a_span_names_its_year_once() -> None:
    assert span_words(datetime.date(2020, 6, 1), datetime.date(2020, 6, 30)) == "2020年6月1日至6月30日"
    assert span_words(datetime.date(2020, 12, 1), datetime.date(2021, 1, 5)) == "2020年12月1日至2021年1月5日"


def test_a_moment_in_local_time() -> None:
    assert clock_words(LOCAL) == "09:05"
    assert moment_words(LOCAL) == "2020年6月3日 09:05"
    assert short_moment_words(LOCAL) == "6月3日 09:05"
    assert stamp_words(LOCAL) == "2020-06-03 09:05"


def test_a_moment_in_a_named_zone() -> None:
    late = datetime.datetime(2020, 6, 3, 16, 30, tzinfo=datetime.UTC)
    assert moment_words(late, CHINA) == "2020年6月4日 00:30"
    assert stamp_words(late, CHINA) == "2020-06-04 00:30"
    assert stamp_words(late, datetime.UTC) == "2020-06-03 16:30"


def test_the_day_and_the_second_of_a_moment() -> None:
    assert local_day(LOCAL) == datetime.date(2020, 6, 3)
    assert local_day(LOCAL.astimezone(datetime.UTC)) == datetime.date(2020, 6, 3)
    assert seconds_words(LOCAL) == "09:05:07"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 字节"),
        (999, "999 字节"),
        (1000, "1 KB"),
        (820_400, "820 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (MEGABYTE, "1.0 MB"),
        (1_440_000, "1.4 MB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words
