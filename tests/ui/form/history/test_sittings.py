"""Sittings: where one ends, what it says of itself, and the view of one blank."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from forms.storage.revision import Change, Revision
from forms.values import EMPTY, Filled
from ui.form.history.sittings import PAUSE, group, only, when_words

MORNING = datetime.datetime(2020, 6, 3, 10, 2).astimezone()


def revision(number: int, minutes: float, *blank_ids: str) -> Revision:
    """The revision with this number, made so many minutes after the morning's first."""
    changes = tuple(Change(blank_id, EMPTY, Filled("1")) for blank_id in blank_ids or ("a",))
    moment = (MORNING + datetime.timedelta(minutes=minutes)).astimezone(datetime.UTC)
    return Revision(number, "n", "f", moment, "edit", changes)


def numbers(revisions: tuple[Revision, ...]) -> list[list[int]]:
    return [[member.id for member in sitting.revisions] for sitting in group(revisions)]


def test_more_than_thirty_minutes_end_a_sitting() -> None:
    made = (revision(1, 0), revision(2, 30), revision(3, 60.1))
    assert numbers(made) == [[3], [2, 1]]


def test_another_day_ends_a_sitting() -> None:
    midnight = (24 - 10) * 60 - 2
    assert numbers((revision(1, midnight - 1), revision(2, midnight + 1))) == [[2], [1]]


def test_a_clock_put_back_does_not_change_the_order() -> None:
    assert numbers((revision(1, 20), revision(2, 10), revision(3, -100))) == [[3], [2, 1]]


@given(st.lists(st.integers(-3000, 3000), max_size=30))
def test_every_revision_is_in_one_sitting_without_a_pause(minutes: list[int]) -> None:
    made = tuple(revision(number, minute) for number, minute in enumerate(minutes, 1))
    found = group(made)
    assert [member.id for sitting in found for member in sitting.revisions] == list(range(len(made), 0, -1))
    for sitting in found:
        steps = zip(sitting.revisions, sitting.revisions[1:], strict=False)
        assert all(abs(later.made_at - earlier.made_at) <= PAUSE for later, earlier in steps)


def test_it_says_when_it_was_and_which_blanks_changed() -> None:
    today = MORNING.date()
    (sitting,) = group((revision(1, 0, "b"), revision(2, 15, "a", "b")))
    assert sitting.blank_ids == ("b", "a")
    assert sitting.last.id == 2
    assert when_words(sitting, today) == "今天 10:02 至 10:17"
    assert when_words(sitting, today + datetime.timedelta(1)) == "昨天 10:02 至 10:17"
    assert when_words(sitting, today + datetime.timedelta(9)) == "6月3日（星期三）10:02 至 10:17"
    assert when_words(group((revision(1, 0),))[0], today) == "今天 10:02"


def test_of_one_blank_only_its_changes_are_shown() -> None:
    found = only(
        group((revision(1, 0, "a"), revision(2, 1, "b"), revision(3, 2, "a"), revision(4, 90, "b"))), "a"
    )
    assert [[member.id for member in sitting.shown] for sitting in found] == [[3, 1]]
    assert found[0].blank_ids == ("a", "b")
    assert only(found, "c") == ()
