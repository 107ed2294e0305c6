"""What is different between two states of a form, blank by blank in printed order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from forms.form.form import Form

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Difference:
    """A blank of a form that holds another text ``after`` than ``before``; empty where nothing stands."""

    form_id: str
    blank_id: str
    label: str
    before: str
    after: str


def compare(
    form: Form, before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, str] = _NONE
) -> tuple[Difference, ...]:
    """The blanks whose texts, given by blank id, are not the same in both states.

    They come in the form's printed order, then those that the form does not have (any more): these are called what
    ``labels`` calls them, else by their id.
    """
    foreign = [blank_id for blank_id in {**before, **after} if blank_id not in form.by_id]
    return tuple(
        Difference(form.id, blank_id, label_of(form, blank_id, labels), then, now)
        for blank_id in (*form.by_id, *foreign)
        if (then := before.get(blank_id, "")) != (now := after.get(blank_id, ""))
    )


def label_of(form: Form, blank_id: str, labels: Mapping[str, str] = _NONE) -> str:
    """A blank's label with its unit; where the form no longer has the blank, what ``labels`` calls it, else its id."""
    blank = form.by_id.get(blank_id)
    return labels.get(blank_id, blank_id) if blank is None else blank.full_label
