"""Finds notices by the words in their names, offices, numbers, themes and years."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.notices.list import NoticeList


class NoticeSearch(QLineEdit):
    """Typing leaves only the notices that hold every word; the down arrow goes into the list, Esc shows all again."""

    def __init__(self, notices: NoticeList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = notices
        self.setProperty("kind", "field")
        self.setPlaceholderText("查找通知：名称、发文机关、文号或年份")
        self.setAccessibleName("查找通知")
        self.setClearButtonEnabled(True)
        self.textChanged.connect(notices.show_matching)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._list.enter()
                return True
            if event.key() == Qt.Key.Key_Escape and self.text():
                self.clear()
                return True
        return super().eventFilter(watched, event)
