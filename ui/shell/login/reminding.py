"""Reminds at log-in: one notification of what is due, or nothing; it never asks, never takes the keyboard, and goes away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QProcess, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QVBoxLayout, QWidget

from forms.notice.today import today
from forms.storage.folders import data_folder
from forms.storage.office.reminder import words_at_login
from ui.shell.appearance import Appearance
from ui.shell.interface_font import set_interface_font
from ui.shell.login.autostart import program
from ui.widgets.icons import icon
from ui.widgets.parts import button, card, label, row

_TITLE: Final = "安月填报"
#: How long the reminder stays.
_SHOWN: Final = 60_000
_DONE: Final = 0


def run(argv: Sequence[str]) -> int:
    """Show the reminder if anything is due, and come to an end; the exit code is always that of success."""
    words = words_at_login(data_folder(), today())
    if not words:
        return _DONE
    app = QApplication([*argv[:1], "-style", "fusion"])
    app.setApplicationName("anyue")
    app.setQuitOnLastWindowClosed(False)
    set_interface_font(app)
    shown = remind(app, words, _open_program)
    QTimer.singleShot(_SHOWN, app.quit)
    app.exec()
    del shown
    return _DONE


def remind(app: QApplication, words: str, open_program: Callable[[], object]) -> object:
    """Show ``words`` by the desktop's own notifications, else in a small window at the corner; returns what must be kept."""

    def opened() -> None:
        open_program()
        app.quit()

    if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
        tray = QSystemTrayIcon(icon("anyue", "#000000", 64), app)
        tray.setToolTip(f"{_TITLE}：{words}")
        tray.messageClicked.connect(opened)
        tray.activated.connect(lambda _reason: opened())
        tray.show()
        tray.showMessage(_TITLE, words, tray.icon(), _SHOWN)
        return tray
    appearance = Appearance(app, "system")
    window = ReminderWindow(words)
    window.opened.connect(opened)
    window.dismissed.connect(app.quit)
    window.show_at_corner()
    return window, appearance


class ReminderWindow(QWidget):
    """The reminder where the desktop shows no notifications."""

    opened = Signal()
    dismissed = Signal()

    def __init__(self, words: str) -> None:
        flags = Qt.WindowType
        super().__init__(
            None,
            flags.Tool
            | flags.FramelessWindowHint
            | flags.WindowStaysOnTopHint
            | flags.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle(_TITLE)
        self.setFixedWidth(380)
        self.open_button = button("打开安月填报", self.opened.emit, "primary")
        self.close_button = button("知道了", self.dismissed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(label(_TITLE, "section"), label(words), row(None, self.open_button, self.close_button))
        )

    def show_at_corner(self) -> None:
        """At the lower right, where notifications come up."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(room.right() - self.width() - 16, room.bottom() - self.height() - 16)
        self.show()


def _open_program() -> None:
    command = program()
    QProcess.startDetached(command[0], command[1:])
