"""The agenda: what is due in whichever unit under whichever notice, and which notices a new year has left behind."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.form.filing import Filing
from forms.form.form import Form
from forms.notice.due import DueItem, DueList, Group, Place, due_list, joined
from forms.notice.notice import Notice
from forms.notice.succession import is_over, successor
from forms.storage.office.overview import UnderNotice

#: A place and an occurrence: what something due is known by.
ItemKey = tuple[tuple[int, str], tuple[str, int]]


@dataclass(frozen=True)
class Passed:
    """A notice in use that is over, or that this year's notice of the same office (``successor``) follows.

    ``open_count`` is how many of its dates nothing went for.
    """

    place: Place
    is_over: bool
    successor: Notice | None
    open_count: int


@dataclass(frozen=True)
class Agenda:
    """What is due in all ``places``; ``forms`` are those of each place as they are filled in.

    ``problems`` are sentences about notices in use that cannot be read.
    """

    due: DueList
    places: tuple[Place, ...]
    forms: Mapping[tuple[int, str], Mapping[str, tuple[Form, Filing]]]
    waiting: frozenset[ItemKey]
    passed: tuple[Passed, ...]
    problems: tuple[str, ...]

    @property
    def has_several_units(self) -> bool:
        return len({place.unit_id for place in self.places}) > 1

    def place_words(self, place: Place) -> str:
        """What tells a place from the others: its unit where there are several, its notice where its unit has several."""
        parts = [place.unit_name] if self.has_several_units else []
        if sum(other.unit_id == place.unit_id for other in self.places) > 1:
            parts.append(place.notice.name)
        return " · ".join(parts)

    def is_waiting(self, item: DueItem) -> bool:
        """Whether its packet was written and nobody has said yet that it went."""
        return item.place is not None and (item.place.key, item.occurrence.key) in self.waiting


def read_agenda(overview: Sequence[UnderNotice], catalogue: Catalogue, on: datetime.date) -> Agenda:
    """The agenda of what a store's ``overview`` gives, as seen on a day."""
    places: list[Place] = []
    lists: list[DueList] = []
    forms: dict[tuple[int, str], Mapping[str, tuple[Form, Filing]]] = {}
    waiting: set[ItemKey] = set()
    problems = []
    for under in overview:
        try:
            notice = catalogue.notice(under.notice_id)
        except InputError as error:
            problems.append(f"{under.unit.label}：{error.message}")
            continue
        place = Place(under.unit.id, under.unit.label, notice)
        places.append(place)
        lists.append(due_list(notice, on, under.filings, under.packets, under.settled, place))
        forms[place.key] = _forms(notice, under)
        waiting |= {(place.key, occurrence) for occurrence in under.waiting}
    passed = _passed(places, lists, catalogue, on)
    return Agenda(joined(on, lists), tuple(places), forms, frozenset(waiting), passed, tuple(problems))


def _forms(notice: Notice, under: UnderNotice) -> dict[str, tuple[Form, Filing]]:
    return {
        form_id: (form, under.filings.get(form_id) or Filing(notice.id, form_id))
        for form_id, form in notice.forms.items()
    }


def _passed(
    places: list[Place], lists: list[DueList], catalogue: Catalogue, on: datetime.date
) -> tuple[Passed, ...]:
    """All notices are read only where one in use is of an earlier year."""
    found = []
    used = {place.key for place in places}
    for place, due in zip(places, lists, strict=True):
        if place.notice.year >= on.year:
            continue
        following = successor(place.notice, catalogue.readable(), on)
        if following is not None and (place.unit_id, following.id) in used:
            following = None
        over = is_over(place.notice, on)
        if over or following is not None:
            found.append(Passed(place, over, following, len(due.group(Group.OVERDUE))))
    return tuple(found)
