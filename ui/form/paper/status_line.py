"""The line below the paper: about the blank one is in, or what has just been done."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from forms.form.finding import Severity
from forms.values import EMPTY
from ui.form.paper.paper import Paper
from ui.form.paper.words import status_line
from ui.form.session import FormSession


class StatusLine(QLabel):
    """Speaks of a blank, also after the focus has left it, until something else is to be said."""

    def __init__(self, session: FormSession, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._paper = session, paper
        self._blank_id = ""
        self.setProperty("kind", "muted")
        self.setContentsMargins(14, 5, 14, 5)
        self.setMinimumWidth(10)
        paper.entered.connect(self.speak_of)
        paper.marked.connect(self._speak)

    def speak_of(self, blank_id: str) -> None:
        """From now on: what is wrong with this blank, else what it is, what may be typed, where it came from."""
        self._blank_id = blank_id
        self._speak()

    def say(self, words: str) -> None:
        """Say something that is about no blank."""
        self._blank_id = ""
        self._show(words, wrong=False)

    def _speak(self) -> None:
        if not self._blank_id:
            return
        finding = self._paper.finding(self._blank_id)
        if finding is not None:
            self._show(finding.message, finding.severity is Severity.ERROR)
            return
        blank = self._paper.blanks[self._blank_id]
        filled = self._session.filing.filled.get(self._blank_id, EMPTY)
        self._show(status_line(self._session.form, blank, filled), wrong=False)

    def _show(self, words: str, wrong: bool) -> None:
        self.setText(words)
        self.setToolTip(words)
        kind = "error" if wrong else "muted"
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
