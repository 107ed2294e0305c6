"""A quiet line above the pages: what the machine lacks and what to do about it, until it is waved away for good."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.parts import button, label


class HintLine(QWidget):
    """Hidden while there is nothing to say."""

    #: The user has read it and does not want to see it at the next start.
    dismissed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = label("", "notice", selectable=True)
        self.close_button = button("不再提示(&W)", self._dismiss, "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 4)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.close_button)
        self.setAccessibleName("提示")
        self.hide()

    def show_words(self, words: str) -> None:
        """Show these, or nothing where there are none."""
        self.words.setText(words)
        self.setVisible(bool(words))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit(self.words.text())
