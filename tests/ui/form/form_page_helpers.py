"""What tests of a form's page share: the widget with the focus, a text typed, the key for undo, a blank's colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.form.page import FormPage


def focused() -> QWidget:
    """The widget that has the focus; there must be one."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def put(qtbot: QtBot, text: str) -> None:
    """Type a text: keys where there are keys for it, else as an input method hands it over."""
    if text.isascii():
        qtbot.keyClicks(focused(), text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)


def undo_by_key(qtbot: QtBot) -> None:
    """Press Ctrl+Z where the focus is."""
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def ground(page: FormPage, blank_id: str) -> QColor:
    """The colour of a blank's ground near its right edge."""
    rect = page.paper.rects[blank_id]
    return QColor(page.paper.grab().toImage().pixelColor(rect.right() - 3, rect.top() + 4))
