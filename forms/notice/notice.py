"""A notice: one office's call for one year, with everything that is to be handed in."""

from __future__ import annotations

import calendar
import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from forms.channel import Channel
from forms.form.form import Form


class Repeat(enum.StrEnum):
    """How an obligation repeats: on a weekday, or once a month by the month's last day."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an obligation is due: once (``first == last``, no ``repeat``) or repeatedly from ``first`` to ``last``."""

    first: datetime.date
    last: datetime.date
    repeat: Repeat | None = None

    def dates(self) -> tuple[datetime.date, ...]:
        """Every due date in order."""
        if self.repeat is None:
            return (self.first,)
        if self.repeat is Repeat.MONTH:
            return tuple(self._month_ends())
        weekday = list(Repeat).index(self.repeat)
        day = self.first + datetime.timedelta(days=(weekday - self.first.weekday()) % 7)
        count = (self.last - day).days // 7 + 1
        return tuple(day + datetime.timedelta(weeks=week) for week in range(count))

    def _month_ends(self) -> list[datetime.date]:
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        ends = []
        for month in range(self.first.month - 1, self.first.month - 1 + months):
            year, number = self.first.year + month // 12, month % 12 + 1
            ends.append(datetime.date(year, number, calendar.monthrange(year, number)[1]))
        return [day for day in ends if day <= self.last]


@dataclass(frozen=True, slots=True)
class Contact:
    """An office to turn to. No personal names or personal mobile numbers: those are for the user to fill in."""

    office: str
    telephone: str = ""
    fax: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something to hand in: what, the notice's own words for when, the dates, the channels named, the forms it asks for.

    ``channels`` is empty where the notice names none; ``material`` lists what goes along that is not a form.
    """

    id: str
    what: str
    words: str
    schedule: Schedule
    recipient: str
    channels: tuple[Channel, ...] = ()
    forms: tuple[str, ...] = ()
    material: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """From a first to a last day, with the words the notice gives it in."""

    first: datetime.date
    last: datetime.date
    words: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """The follow-up campaign (安全生产万里行, 龙江行, 专题行, 天山行); no ``period`` where the notice gives none."""

    name: str
    period: Period | None


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity the notice asks for: its title and what is to be done, in the notice's words."""

    title: str
    text: str


@dataclass(frozen=True)
class Notice:
    """One office's notice for one year.

    ``number`` is the document number, empty where the text has none. ``built_in`` is false for a user's own file.
    """

    id: str
    name: str
    title: str
    number: str
    office: str
    year: int
    theme: str
    period: Period
    campaign: Campaign | None
    obligations: tuple[Obligation, ...]
    contacts: tuple[Contact, ...]
    activities: tuple[Activity, ...]
    slogans: tuple[str, ...]
    remarks: tuple[str, ...]
    forms: Mapping[str, Form]
    built_in: bool
