"""A filing: one form filled in by one unit under one notice, as plain data."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forms.values import EMPTY, Filled


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A warning the user has looked at and confirmed; ``text`` is what the blank held then.

    It no longer counts once the blank's text is another.
    """

    field: str
    code: str
    reason: str
    text: str


@dataclass(frozen=True)
class Filing:
    """What is filled in on one form.

    ``filled`` holds the blanks that are not empty, by blank id. ``unit``, ``filled_by`` and ``date`` are printed outside the
    form's frame (填报单位, 填报人, 日期); an empty one is left open to be written by hand.
    """

    notice_id: str
    form_id: str
    filled: Mapping[str, Filled] = field(default_factory=lambda: MappingProxyType({}))
    unit: str = ""
    filled_by: str = ""
    date: datetime.date | None = None
    confirmations: tuple[Confirmation, ...] = ()

    def text(self, blank_id: str) -> str:
        """The text in a blank as it was typed, ``""`` where nothing is."""
        return self.filled.get(blank_id, EMPTY).text
