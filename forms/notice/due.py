"""What is due: every date of a notice's obligations, how far each is, and what to look at first on a given day."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from forms.form.filing import Filing
from forms.form.form import Form
from forms.form.progress import filled_in, form_progress, has_open_numbers
from forms.notice.notice import Notice, Obligation
from forms.notice.settlement import Settlement
from forms.notice.working_days import last_working_day
from forms.packet import Packet, differences, newest_by_occurrence

_DAYS_OF_A_WEEK: Final = 7


class State(enum.StrEnum):
    """How far an occurrence is."""

    NOT_BEGUN = "not-begun"
    BEGUN = "begun"
    CHECKED = "checked"
    HANDED_IN = "handed-in"
    CHANGED = "changed"
    SETTLED = "settled"


class Group(enum.StrEnum):
    """When an occurrence wants attention."""

    OVERDUE = "overdue"
    THIS_WEEK = "this-week"
    COMING = "coming"
    DONE = "done"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """The group in the user's words."""
        return {
            "overdue": "已过期",
            "this-week": "本周到期",
            "coming": "以后到期",
            "done": "已报送",
            "settled": "不用再报",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether something in it is still to be handed in."""
        return self in (Group.OVERDUE, Group.THIS_WEEK, Group.COMING)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due date of an obligation, the ``number``-th of ``count``; ``known_year`` as in ``WorkingDay.known``."""

    obligation: Obligation
    number: int
    count: int
    due: datetime.date
    last_working_day: datetime.date
    known_year: bool

    @property
    def key(self) -> tuple[str, int]:
        """What a packet calls the occurrence by."""
        return self.obligation.id, self.number


@dataclass(frozen=True, slots=True)
class Progress:
    """A state with the blanks filled in and all blanks of the forms asked for (both 0 where no form is)."""

    state: State
    filled: int = 0
    blanks: int = 0

    @property
    def label(self) -> str:
        """The state in the user's words."""
        return {
            State.NOT_BEGUN: "还没有开始",
            State.BEGUN: f"已填{self.filled}项，共{self.blanks}项",
            State.CHECKED: "已核对，可以报送",
            State.HANDED_IN: "已报送",
            State.CHANGED: "报送后又改过",
            State.SETTLED: "不用再报",
        }[self.state]


@dataclass(frozen=True)
class Place:
    """Where something is due: under a notice that a unit works under."""

    unit_id: int
    unit_name: str
    notice: Notice

    @property
    def key(self) -> tuple[int, str]:
        """The unit's and the notice's id."""
        return self.unit_id, self.notice.id


@dataclass(frozen=True, slots=True)
class DueItem:
    """An occurrence with its state; ``packet`` is the one that went last, if any did, ``settlement`` why none has to.

    ``place`` is where it is due, for a list over several.
    """

    occurrence: Occurrence
    progress: Progress
    group: Group
    packet: Packet | None = None
    settlement: Settlement | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due as seen on a day, by group and in each by date."""

    on: datetime.date
    items: tuple[DueItem, ...]

    def group(self, group: Group) -> tuple[DueItem, ...]:
        """The items of a group."""
        return tuple(item for item in self.items if item.group is group)

    @property
    def overdue(self) -> tuple[DueItem, ...]:
        return self.group(Group.OVERDUE)

    @property
    def this_week(self) -> tuple[DueItem, ...]:
        return self.group(Group.THIS_WEEK)

    @property
    def coming(self) -> tuple[DueItem, ...]:
        return self.group(Group.COMING)

    @property
    def done(self) -> tuple[DueItem, ...]:
        return self.group(Group.DONE)


def occurrences(notice: Notice) -> tuple[Occurrence, ...]:
    """Every due date of every obligation, in order of date; on the same day as the notice lists them."""
    found = []
    for obligation in notice.obligations:
        dates = obligation.schedule.dates()
        for number, due in enumerate(dates, start=1):
            working = last_working_day(due)
            found.append(Occurrence(obligation, number, len(dates), due, working.date, working.known))
    return tuple(sorted(found, key=lambda occurrence: occurrence.due))


def due_list(
    notice: Notice,
    on: datetime.date,
    filings: Mapping[str, Filing] | None = None,
    packets: Sequence[Packet] = (),
    settlements: Mapping[tuple[str, int], Settlement] = MappingProxyType({}),
    place: Place | None = None,
) -> DueList:
    """What is due as seen on a day.

    ``filings`` are the notice's by form id, ``packets`` those that went under it, ``settlements`` what needs none. What
    has gone is done, even where it was settled before.
    """
    newest = newest_by_occurrence([packet for packet in packets if packet.contents.notice_id == notice.id])
    present = {
        form_id: (form, (filings or {}).get(form_id) or Filing(notice.id, form_id))
        for form_id, form in notice.forms.items()
    }
    items = []
    for occurrence in occurrences(notice):
        packet = newest.get(occurrence.key)
        asked = {form_id: present[form_id] for form_id in occurrence.obligation.forms}
        settlement = None if packet else settlements.get(occurrence.key)
        if packet:
            progress, group = _sent_progress(packet, asked), Group.DONE
        elif settlement:
            progress, group = replace(filling_progress(asked), state=State.SETTLED), Group.SETTLED
        else:
            progress, group = filling_progress(asked), group_on(occurrence, on)
        items.append(DueItem(occurrence, progress, group, packet, settlement, place))
    return DueList(on, tuple(items))


def joined(on: datetime.date, lists: Sequence[DueList]) -> DueList:
    """What is due in several places, in one list by date; on the same day in the order of the places."""
    items = [item for due in lists for item in due.items]
    return DueList(on, tuple(sorted(items, key=lambda item: item.occurrence.due)))


def group_on(occurrence: Occurrence, on: datetime.date) -> Group:
    """The group of an occurrence that was not handed in.

    It is due in the week (Monday to Sunday) of its last working day, and overdue only after the day the notice names.
    """
    if occurrence.due < on:
        return Group.OVERDUE
    sunday = on + datetime.timedelta(days=_DAYS_OF_A_WEEK - 1 - on.weekday())
    return Group.THIS_WEEK if occurrence.last_working_day <= sunday else Group.COMING


def filling_progress(forms: Mapping[str, tuple[Form, Filing]]) -> Progress:
    """How far the forms are that have not gone yet.

    They are checked when they have neither errors nor unconfirmed warnings and no count is left empty, which is
    neither 0 nor “/”.
    """
    total = sum(len(form.body) for form, _ in forms.values())
    filled = sum(filled_in(form, filing) for form, filing in forms.values())
    if not filled:
        return Progress(State.NOT_BEGUN, 0, total)
    ready = all(_is_ready(form, filing) for form, filing in forms.values())
    return Progress(State.CHECKED if ready else State.BEGUN, filled, total)


def _is_ready(form: Form, filing: Filing) -> bool:
    return not has_open_numbers(form, filing) and form_progress(form, filing).is_clean


def _sent_progress(packet: Packet, forms: Mapping[str, tuple[Form, Filing]]) -> Progress:
    filling = filling_progress(forms)
    state = State.CHANGED if differences(packet, forms) else State.HANDED_IN
    return Progress(state, filling.filled, filling.blanks)
