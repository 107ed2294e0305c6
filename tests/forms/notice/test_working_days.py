"""Working days: holidays, weekends that are worked, and years the calendar does not know."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.notice.working_days import is_working_day, last_working_day


@pytest.mark.parametrize(
    ("day", "expected", "known"),
    [
        ("2020-06-25", "2020-06-24", True),  # 端午
        ("2020-06-28", "2020-06-28", True),  # a Sunday that was worked
        ("2020-06-27", "2020-06-24", True),
        ("2020-06-04", "2020-06-04", True),
        ("2021-10-31", "2021-10-29", True),
        ("2020-10-08", "2020-09-30", True),
        ("2099-06-07", "2099-06-05", False),  # a Sunday in a year nobody knows yet
        ("2099-06-04", "2099-06-04", False),
        ("1999-01-02", "1999-01-01", False),
    ],
)
def test_last_working_day(day: str, expected: str, known: bool) -> None:
    found = last_working_day(datetime.date.fromisoformat(day))
    assert (found.date.isoformat(), found.known) == (expected, known)


def test_a_date_in_a_known_year_that_leads_back_into_an_unknown_one_says_so() -> None:
    found = last_working_day(datetime.date(2004, 1, 1))
    assert (found.date.isoformat(), found.known) == ("2003-12-31", False)


@given(st.dates())
def test_it_is_the_nearest_working_day_that_is_not_later(day: datetime.date) -> None:
    found = last_working_day(day).date
    assert found <= day
    assert is_working_day(found) or found == datetime.date.min
    between = (found + datetime.timedelta(days=after) for after in range(1, (day - found).days + 1))
    assert not any(is_working_day(day) for day in between)
