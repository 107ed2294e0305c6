"""What is still to be handed in, in the order in which a file that comes in is likely meant for it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from forms.notice.due import DueItem, Group
from forms.storage.office.agenda import Agenda
from forms.words import day_words

#: What is due next comes before what is overdue, for which the file would mostly have come earlier.
_ORDER: Final = (Group.THIS_WEEK, Group.OVERDUE, Group.COMING)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something due: the ids of its unit and notice, its occurrence, and the words for a list."""

    place: tuple[int, str]
    key: tuple[str, int]
    words: str


def open_items(agenda: Agenda, here: tuple[int, str]) -> tuple[OpenItem, ...]:
    """What is open in ``agenda``; what is due where the user is (ids of the unit and the notice) comes first."""
    items = [item for group in _ORDER for item in agenda.due.group(group) if item.place is not None]
    items.sort(key=lambda item: _distance(item, here))
    return tuple(_open_item(agenda, item) for item in items)


def _distance(item: DueItem, here: tuple[int, str]) -> int:
    """0 for what is due here, 1 for the unit's other notices, 2 for other units."""
    assert item.place is not None
    if item.place.key == here:
        return 0
    return 1 if item.place.unit_id == here[0] else 2


def _open_item(agenda: Agenda, item: DueItem) -> OpenItem:
    assert item.place is not None
    occurrence = item.occurrence
    where = agenda.place_words(item.place)
    parts = (where, day_words(occurrence.due), f"{occurrence.obligation.what}（{item.group.label}）")
    return OpenItem(item.place.key, occurrence.key, "　".join(part for part in parts if part))
