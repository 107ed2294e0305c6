"""From year to year: what is over, what follows, what is nearest."""

from __future__ import annotations

import datetime
from dataclasses import replace

from forms.declared.catalogue import Catalogue
from forms.notice.succession import counterpart, is_over, last_day, nearest, predecessors, successor

CATALOGUE = Catalogue()
GUSU = CATALOGUE.notice("gusu-2020")
XINJIANG = CATALOGUE.notice("xinjiang-2021")
NEXT = replace(GUSU, id="mine-2021", year=2021, office="姑苏区 民政和卫生健康局", built_in=False)


def test_in_june_2020_no_notice_of_2021_is_proposed() -> None:
    june = datetime.date(2020, 6, 2)
    assert nearest(CATALOGUE.readable(), june) is None, "four notices are equally near"
    assert nearest([GUSU, XINJIANG], june) == GUSU
    assert nearest([XINJIANG], june) is None


def test_the_users_own_notice_goes_before_the_others() -> None:
    own = replace(GUSU, id="mine", built_in=False)
    assert nearest([*CATALOGUE.readable(), own], datetime.date(2020, 6, 2)) == own
    assert nearest(CATALOGUE.readable(), datetime.date(2021, 6, 2)) == XINJIANG
    assert nearest(CATALOGUE.readable(), datetime.date(2026, 6, 2)) is None
    assert nearest([], datetime.date(2026, 6, 2)) is None


def test_a_notice_is_over_in_another_year_once_nothing_is_to_come() -> None:
    assert not is_over(GUSU, datetime.date(2020, 12, 31))
    assert is_over(GUSU, datetime.date(2021, 1, 1))
    assert last_day(XINJIANG) >= datetime.date(2021, 12, 31)
    assert not is_over(XINJIANG, last_day(XINJIANG))


def test_this_years_notice_is_of_the_same_office_however_it_is_spaced() -> None:
    june = datetime.date(2021, 5, 20)
    assert successor(GUSU, [GUSU, XINJIANG, NEXT], june) == NEXT
    assert successor(GUSU, [GUSU, NEXT], datetime.date(2020, 12, 1)) is None
    assert successor(NEXT, [GUSU, NEXT], june) is None
    assert predecessors(NEXT, [GUSU, XINJIANG, NEXT]) == (GUSU,)


def test_an_obligation_is_found_in_another_year() -> None:
    (first, *_) = GUSU.obligations
    assert counterpart(first, NEXT) == first
    renamed = replace(NEXT, obligations=tuple(replace(each, id="x-" + each.id) for each in NEXT.obligations))
    found = counterpart(first, renamed)
    assert found is not None and found.what == first.what
    assert counterpart(first, replace(NEXT, obligations=())) is None
