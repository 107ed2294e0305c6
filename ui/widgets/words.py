"""Dates and numbers in the user's words. Knows no widgets."""

from __future__ import annotations

import datetime
from typing import Final

_WEEKDAYS: Final = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def day_words(day: datetime.date, today: datetime.date | None = None) -> str:
    """``6月4日（星期四）``; with the year in front where it is not the year of ``today``."""
    year = "" if today is not None and today.year == day.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def distance_words(day: datetime.date, today: datetime.date) -> str:
    """How far ``day`` is from ``today``: 今天, 明天, 还有 9 天, 已过."""
    days = (day - today).days
    if days < 0:
        return "已过"
    if days < 3:
        return ("今天", "明天", "后天")[days]
    return f"还有 {days} 天"


def span_words(first: datetime.date, last: datetime.date) -> str:
    """``2020年6月1日至6月30日``, naming the year once where both days are in it."""
    end = (
        f"{last.month}月{last.day}日"
        if first.year == last.year
        else f"{last.year}年{last.month}月{last.day}日"
    )
    return f"{first.year}年{first.month}月{first.day}日至{end}"


def size_words(size: int) -> str:
    """A file's size: 12 KB, 3.4 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
