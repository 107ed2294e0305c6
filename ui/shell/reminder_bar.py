"""One quiet line at the foot of the window about what is due, with the way to the workbench."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.parts import button, label


class ReminderBar(QFrame):
    """Hidden until there is something to say; it asks nothing and takes no focus."""

    workbench_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "reminder")
        self.words = label("", selectable=True)
        self.go_button = button("去工作台", self.workbench_requested.emit, "link")
        self.close_button = button("知道了", self.hide, "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(28, 6, 20, 6)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.go_button)
        layout.addWidget(self.close_button)
        self.hide()

    def say(self, words: str) -> None:
        """Show this; nothing is shown where there is nothing to say."""
        self.words.setText(words)
        self.setVisible(bool(words))
