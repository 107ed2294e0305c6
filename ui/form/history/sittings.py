"""Kept changes by sitting: what was done in one go, on one day, without a long pause. Knows no widgets."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from forms.storage.revision import Revision
from forms.words import clock_words, day_words, local_day

#: A longer pause ends a sitting; so does another day.
PAUSE: Final = datetime.timedelta(minutes=30)


@dataclass(frozen=True)
class Sitting:
    """Revisions made in one go, the newest first; there is at least one.

    ``shown`` are those of them that a list shows: all, or those that changed one blank.
    """

    revisions: tuple[Revision, ...]
    shown: tuple[Revision, ...]

    @property
    def last(self) -> Revision:
        """The revision after which the form stood as it was left."""
        return self.revisions[0]

    @property
    def blank_ids(self) -> tuple[str, ...]:
        """The blanks that were changed, each once, in the order of the first change."""
        changed = (change for revision in reversed(self.revisions) for change in revision.changes)
        return tuple(dict.fromkeys(change.blank_id for change in changed))


def group(revisions: Sequence[Revision]) -> tuple[Sitting, ...]:
    """The sittings of one form's revisions, the newest first.

    Revisions follow one another as they were made, whatever the clock of the computer said; where it was put back a long
    way, a new sitting begins too.
    """
    groups: list[list[Revision]] = []
    for revision in sorted(revisions, key=lambda revision: revision.id, reverse=True):
        if groups and _in_one_go(groups[-1][-1], revision):
            groups[-1].append(revision)
        else:
            groups.append([revision])
    return tuple(Sitting(tuple(members), tuple(members)) for members in groups)


def _in_one_go(later: Revision, earlier: Revision) -> bool:
    same_day = local_day(later.made_at) == local_day(earlier.made_at)
    return same_day and abs(later.made_at - earlier.made_at) <= PAUSE


def only(sittings: Sequence[Sitting], blank_id: str) -> tuple[Sitting, ...]:
    """The sittings in which a blank was changed, showing the revisions that changed it."""
    narrowed = (
        Sitting(sitting.revisions, tuple(filter(_changes(blank_id), sitting.revisions)))
        for sitting in sittings
    )
    return tuple(sitting for sitting in narrowed if sitting.shown)


def _changes(blank_id: str) -> Callable[[Revision], bool]:
    return lambda revision: any(change.blank_id == blank_id for change in revision.changes)


def when_words(sitting: Sitting, today: datetime.date) -> str:
    """The day and the time from the first to the last change: ``今天 10:02 至 10:47``, ``6月3日（星期三）10:02``."""
    moments = [revision.made_at for revision in sitting.revisions]
    first, last = min(moments), max(moments)
    day = local_day(last)
    near = {0: "今天 ", 1: "昨天 "}.get((today - day).days)
    begin, end = clock_words(first), clock_words(last)
    return f"{near or day_words(day, today)}{begin if begin == end else f'{begin} 至 {end}'}"
