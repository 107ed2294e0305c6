"""Dates, moments and sizes in the user's words: every place that shows one asks here."""

from __future__ import annotations

import datetime
from typing import Final

#: Bytes. Mailboxes state their limits in decimal megabytes, so files are counted in the same.
MEGABYTE: Final = 1_000_000
_KILOBYTE: Final = 1000

_WEEKDAYS: Final = "一二三四五六日"
_NEAR_DAYS: Final = ("今天", "明天", "后天")


def weekday_words(day: datetime.date) -> str:
    """``星期四``."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def date_words(day: datetime.date) -> str:
    """``2020年6月4日``, as in official documents (GB/T 9704-2012)."""
    return f"{day.year}年{short_date_words(day)}"


def short_date_words(day: datetime.date) -> str:
    """``6月4日``, where the year goes without saying."""
    return f"{day.month}月{day.day}日"


def day_words(day: datetime.date, today: datetime.date | None = None) -> str:
    """``6月4日（星期四）``; with the year in front where it is not the year of ``today``."""
    same_year = today is not None and today.year == day.year
    return f"{short_date_words(day) if same_year else date_words(day)}（{weekday_words(day)}）"


def distance_words(day: datetime.date, today: datetime.date) -> str:
    """How far ``day`` is from ``today``: 已过 3 天, 今天, 明天, 后天, 还有 9 天."""
    days = (day - today).days
    if days < 0:
        return f"已过 {-days} 天"
    return _NEAR_DAYS[days] if days < len(_NEAR_DAYS) else f"还有 {days} 天"


def span_words(first: datetime.date, last: datetime.date) -> str:
    """``2020年6月1日至6月30日``, naming the year once where both days are in it."""
    end = short_date_words(last) if first.year == last.year else date_words(last)
    return f"{date_words(first)}至{end}"


def _local(moment: datetime.datetime, zone: datetime.tzinfo | None = None) -> datetime.datetime:
    """``moment`` in ``zone`` (local time where there is none); as it is where the system's calendar does not reach so far."""
    try:
        return moment.astimezone(zone)
    except (
        OverflowError,
        ValueError,
        OSError,
    ):  # the first and the last year, and on Windows those before 1970
        return moment


def clock_words(moment: datetime.datetime) -> str:
    """``10:32`` in local time."""
    return f"{_local(moment):%H:%M}"


def moment_words(moment: datetime.datetime, zone: datetime.tzinfo | None = None) -> str:
    """``2020年6月3日 10:32`` for a sentence, in ``zone`` (local time where there is none)."""
    local = _local(moment, zone)
    return f"{date_words(local)} {local:%H:%M}"


def short_moment_words(moment: datetime.datetime) -> str:
    """``6月3日 10:32`` in local time, where the year goes without saying."""
    local = _local(moment)
    return f"{short_date_words(local)} {local:%H:%M}"


def recent_moment_words(moment: datetime.datetime, now: datetime.datetime) -> str:
    """``今天 10:32:05`` in local time; 昨天 likewise; an earlier day by its date."""
    local, today = _local(moment), now.astimezone().date()
    near = {0: "今天", 1: "昨天"}.get((today - local.date()).days)
    return f"{near or date_words(local)} {local:%H:%M:%S}"


def stamp_words(moment: datetime.datetime, zone: datetime.tzinfo | None = None) -> str:
    """``2020-06-03 10:32`` for lists and proofs, in ``zone`` (local time where there is none)."""
    return f"{_local(moment, zone):%Y-%m-%d %H:%M}"


def size_words(size: int) -> str:
    """A number of bytes as a clerk reads it: ``512 字节``, ``820 KB``, ``1.4 MB``."""
    if size < _KILOBYTE:
        return f"{size} 字节"
    # From here on rounding to whole kilobytes would show "1000 KB".
    if size < MEGABYTE - _KILOBYTE // 2:
        return f"{round(size / _KILOBYTE)} KB"
    return f"{size / MEGABYTE:.1f} MB"
