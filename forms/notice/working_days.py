"""Working days by the national calendar: holidays, and the weekends that are worked in their place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

_SATURDAY: Final = 5
_DAY: Final = datetime.timedelta(days=1)

#: What is said where the calendar does not know a year yet.
UNKNOWN_YEAR_WORDS: Final = "这一年的放假安排还不知道，只按周一至周五推算，请以国务院办公厅的放假通知为准"


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """A working day; ``known`` is false where the calendar lacks the year and only weekends were counted as free."""

    date: datetime.date
    known: bool


def is_working_day(day: datetime.date) -> bool:
    """Whether offices work on a day; in a year that the calendar does not know, from Monday to Friday."""
    return _look_up(day)[0]


def last_working_day(day: datetime.date) -> WorkingDay:
    """The last working day on or before a date."""
    all_known = True
    while True:
        works, known = _look_up(day)
        all_known = all_known and known
        if works or day == datetime.date.min:
            return WorkingDay(day, all_known)
        day -= _DAY


def _look_up(day: datetime.date) -> tuple[bool, bool]:
    """Whether a day is worked, and whether the calendar knows its year."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < _SATURDAY, False
