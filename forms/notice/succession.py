"""From year to year: which notices are over, which follows one of an earlier year, which is nearest in time."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable
from typing import Final

from forms.notice.notice import Notice, Obligation

#: A notice whose time is farther away than this is not proposed.
_NEAR: Final = datetime.timedelta(days=183)


def first_day(notice: Notice) -> datetime.date:
    """The first day that the notice is about: of its period, or of what is to be handed in."""
    return min([notice.period.first, *_due_days(notice)])


def last_day(notice: Notice) -> datetime.date:
    """The last day that something of the notice happens or is due."""
    days = [notice.period.last, *_due_days(notice)]
    if notice.campaign is not None and notice.campaign.period is not None:
        days.append(notice.campaign.period.last)
    return max(days)


def _due_days(notice: Notice) -> list[datetime.date]:
    return [day for obligation in notice.obligations for day in obligation.schedule.dates()]


def is_over(notice: Notice, on: datetime.date) -> bool:
    """Whether the notice is of an earlier year and nothing of it is to come."""
    return notice.year < on.year and last_day(notice) < on


def distance(notice: Notice, on: datetime.date) -> datetime.timedelta:
    """How far a day is from the notice's time; none inside it."""
    return max(first_day(notice) - on, on - last_day(notice), datetime.timedelta())


def nearest(notices: Iterable[Notice], on: datetime.date) -> Notice | None:
    """The one notice nearest in time, the user's own before the built-in; none where several are, or all are far."""
    near = [notice for notice in notices if distance(notice, on) <= _NEAR]
    least = min((distance(notice, on) for notice in near), default=None)
    found = [notice for notice in near if distance(notice, on) == least]
    own = [notice for notice in found if not notice.built_in]
    chosen = own or found
    return chosen[0] if len(chosen) == 1 else None


def successor(notice: Notice, notices: Iterable[Notice], on: datetime.date) -> Notice | None:
    """The newest notice of the same office for a later year, up to that of ``on``."""
    later = [
        other for other in notices if notice.year < other.year <= on.year and _same_office(notice, other)
    ]
    return max(later, key=lambda other: (other.year, not other.built_in), default=None)


def predecessors(notice: Notice, notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices of the same office for earlier years, the newest first."""
    earlier = [other for other in notices if other.year < notice.year and _same_office(notice, other)]
    return tuple(sorted(earlier, key=lambda other: other.year, reverse=True))


def counterpart(obligation: Obligation, notice: Notice) -> Obligation | None:
    """What stands for an obligation in another year's notice: of the same id, else what is called the same."""
    for other in notice.obligations:
        if other.id == obligation.id:
            return other
    return next(
        (other for other in notice.obligations if _plain(other.what) == _plain(obligation.what)), None
    )


def _same_office(one: Notice, other: Notice) -> bool:
    return one.id != other.id and _plain(one.office) == _plain(other.office)


def _plain(text: str) -> str:
    """Without what two spellings of the same words differ in: widths, white space."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
