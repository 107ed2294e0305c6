"""A filing: one form filled in by one unit under one notice, as plain data."""

from __future__ import annotations

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

    ``filled`` holds the blanks that are not empty, by blank id.
    """

    notice_id: str
    form_id: str
    filled: Mapping[str, Filled] = field(default_factory=lambda: MappingProxyType({}))
    confirmations: tuple[Confirmation, ...] = ()

    def text(self, blank_id: str) -> str:
        """The text in a blank as it was typed, ``""`` where nothing is."""
        return self.filled.get(blank_id, EMPTY).text

    @property
    def texts(self) -> dict[str, str]:
        """The texts as they were typed by blank id, of the blanks that are not empty."""
        return {blank_id: filled.text for blank_id, filled in self.filled.items()}
