"""The findings about an open form, and which of them may be shown: nobody is scolded for what was not touched yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from forms.form.checks import check
from forms.form.finding import Finding
from forms.form.form import Form
from ui.form.open_filing import OpenFiling

#: Findings are made anew this long after the last key, in milliseconds.
CHECK_AFTER: Final = 150


class ShownFindings(QObject):
    """The findings about what stands on the screen, made when they are asked for."""

    changed = Signal()

    def __init__(self, form: Form, open_filing: OpenFiling, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._open = open_filing
        self._found: tuple[Finding, ...] | None = None
        self._revealed: set[str] = set()
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER)
        self._timer.timeout.connect(self.tell)

    @property
    def all(self) -> tuple[Finding, ...]:
        """All findings."""
        if self._found is None:
            self._found = check(self._form, self._open.filing)
        return self._found

    @property
    def visible(self) -> tuple[Finding, ...]:
        """The findings at blanks that were revealed."""
        if not self._revealed:  # nothing may be shown, so there is nothing to check yet
            return ()
        return tuple(finding for finding in self.all if finding.field in self._revealed)

    def is_revealed(self, blank_id: str) -> bool:
        return blank_id in self._revealed

    @property
    def all_revealed(self) -> bool:
        return self._form.by_id.keys() <= self._revealed

    def reveal(self, blank_ids: Iterable[str]) -> None:
        """From now on what is wrong with these blanks is shown."""
        self._revealed.update(blank_ids)
        self.tell()

    def stale(self) -> None:
        """A text changed: the findings are others now, and are told a moment after the last key."""
        self._found = None
        self._timer.start()

    def make_anew(self) -> None:
        """More than a key changed: make and tell them now."""
        self._found = None
        self.tell()

    def tell(self) -> None:
        """Say that others may be shown."""
        self._timer.stop()
        self.changed.emit()
