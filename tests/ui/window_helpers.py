"""What the tests of the window share: a window on an empty store, and an answer to the next dialog."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from ui.shell.appearance import Appearance
from ui.shell.main_window import MainWindow
from ui.widgets.jobs import SynchronousJobs
from ui.workspace import CURRENT_NOTICE, Workspace

TODAY = datetime.date(2020, 6, 2)


class RecordingDesktop:
    """Notes what was to be opened instead of opening it."""

    def __init__(self) -> None:
        self.opened: list[Path] = []

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return True


class OpenWindow:
    """A main window with what is behind it."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, store: Store, notice_id: str = "") -> None:
        if notice_id:
            store.first_unit().use_notice(notice_id)
            store.first_unit().set_setting(CURRENT_NOTICE, notice_id)
            store.first_unit().save_profile(
                {"unit.name": "姑苏区平江街道社区卫生服务中心", "liaison.name": "沈若兰"}
            )
        self.store = store
        self.desktop = RecordingDesktop()
        self.appearance = Appearance(qapp, "light")
        self.workspace = Workspace(store, store.folder, SynchronousJobs(), lambda: TODAY)
        self.window = MainWindow(self.workspace, self.appearance, self.desktop)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 720)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)


def answer(act: Callable[[QDialog], None]) -> list[QDialog]:
    """Let ``act`` deal with the next modal dialog; the list holds it once it came."""
    seen: list[QDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            seen.append(dialog)
            try:
                act(dialog)
            except BaseException:
                dialog.reject()
                raise
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
    return seen


def press(text: str) -> Callable[[QDialog], None]:
    """Press the message box's button whose text begins with ``text``."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        next(button for button in dialog.buttons() if button.text().startswith(text)).click()

    return act


def write(app: QApplication, text: str) -> None:
    """Write Chinese into the focused field, as an input method does."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    app.sendEvent(app.focusWidget(), event)
