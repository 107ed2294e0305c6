"""Starts the window: the data folder, the guard against a second window, the store, then the page one left."""

from __future__ import annotations

import datetime
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from forms.errors import AnyueError, DamagedFile
from forms.notice.today import today
from forms.storage.folders import data_folder
from forms.storage.instance import InstanceGuard
from forms.storage.store import Store
from ui.shell.appearance import Appearance
from ui.shell.chinese import speak_chinese
from ui.shell.data.rescue import Rescue
from ui.shell.interface_font import NO_CHINESE_FONT, set_interface_font
from ui.shell.main_window import MainWindow
from ui.shell.single_instance import FrontRequests
from ui.shell.termination import Termination
from ui.shell.typing.input_method import input_method
from ui.widgets.errors import show_error, show_message, unexpected_error_hook, write_log
from ui.widgets.jobs import BackgroundJobs, Jobs
from ui.widgets.theme import AFTER_PAINT
from ui.workspace import APPEARANCE, Workspace

#: Exit codes as of the commands: done, and the environment failed.
DONE = 0
FAILED = 3
#: The quiet reminder waits so many milliseconds: by then the form can be typed in.
_REMIND_AFTER = 2000


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit code. Never raises for what a user can meet."""
    gc.disable()
    # As an argument, since setStyle returns the style, whose class takes long to make.
    with input_method() as input_hint:
        app = QApplication([*argv[:1], "-style", "fusion", *argv[1:]])
    app.setApplicationName("anyue")
    app.setDesktopFileName("anyue")
    speak_chinese(app)
    has_font = set_interface_font(app)
    app.setApplicationDisplayName("安月填报")
    try:
        folder = data_folder()
    except AnyueError as error:
        show_error(None, "安月填报打不开", error)
        return error.exit_code
    shell = Shell(app, folder, BackgroundJobs(), input_hint)
    before, sys.excepthook = (
        sys.excepthook,
        unexpected_error_hook(log_file(folder), shell.top_window),
    )
    try:
        code = shell.start()
        if code is not None:
            return code
        if not has_font:
            show_error(shell.window, "No Chinese font", NO_CHINESE_FONT)
        QTimer.singleShot(0, _collect_again)
        app.exec()
        return DONE
    finally:
        shell.end()
        sys.excepthook = before


def log_file(folder: Path) -> Path:
    """Where unexpected errors are noted."""
    return folder / "log" / "anyue.log"


def _collect_again() -> None:
    """The window stands: what was made for it stays, from now on garbage is looked for again."""
    gc.freeze()
    gc.enable()


class Shell(QObject):
    """Holds what lives as long as the program: the guard, the open store, the window on it."""

    def __init__(self, app: QApplication, folder: Path, jobs: Jobs, hint: str = "") -> None:
        """``hint``: a line that the window shows, about what the machine lacks."""
        super().__init__()
        self._hint = hint
        self._app = app
        self._folder = folder
        self._jobs = jobs
        self._guard = InstanceGuard(folder)
        self._store: Store | None = None
        self._rescue: Rescue | None = None
        self._appearance: Appearance | None = None
        self._requests: FrontRequests | None = None
        self._termination: Termination | None = None
        self.window: MainWindow | None = None

    def start(self) -> int | None:
        """Show the window. An exit code where there is to be none: it runs already, or the data cannot be opened."""
        try:
            if not self._guard.acquire():
                self._guard.request_front()
                words = "安月填报已经打开，正在为您切换到它的窗口。"
                show_message(None, "安月填报", words)
                return DONE
            today()  # a day that cannot be is told before anything is opened
            messages = self._show_data()
        except AnyueError as error:
            show_error(None, "安月填报打不开", error)
            return error.exit_code
        if messages is None:
            return FAILED
        self._tell(messages)
        QTimer.singleShot(AFTER_PAINT, self._watch)
        return None

    def _show_data(self) -> tuple[str, ...] | None:
        """Open the store and the window on it; returns what the user must be told.

        Where the data open but no window can be made of them, the last good backup is offered; ``None`` where that is
        not wanted or does not help. Raises :class:`AnyueError` where the data do not open.
        """
        try:
            messages = self._open_store()
            self._show_window()
            return messages
        except DamagedFile:
            pass
        except AnyueError:
            raise
        except Exception as error:
            write_log(log_file(self._folder), type(error), error.__traceback__, datetime.datetime.now())
        from ui.shell.data.last_good import offer_last_good

        self._abandon()
        restored = offer_last_good(self._folder)
        if restored is None:
            return None
        messages = self._open_store()
        self._show_window()
        return (restored, *messages)

    def _abandon(self) -> None:
        """Let go of a store, and of a window on it that may be half made."""
        if self._rescue is not None:
            self._rescue.stop()
            self._rescue = None
        if self._store is not None:
            self._store.abandon()
            self._store = None
        self.window = None

    def _tell(self, messages: Sequence[str]) -> None:
        for message in messages:
            show_message(self.window, "请留意", message)

    def end(self) -> None:
        """Close what is open, in order."""
        if isinstance(self._jobs, BackgroundJobs):
            self._jobs.finish()
        if self._termination is not None:
            self._termination.stop()
        self._close_store()
        self._guard.release()

    def _close_store(self) -> None:
        if self._rescue is not None:
            self._rescue.close_store()
            self._rescue = None
        self._store = None

    def top_window(self) -> QWidget | None:
        """The window that a message belongs to."""
        return self._app.activeModalWidget() or self.window

    def restore(self, archive: Path) -> None:
        """Replace all data by those of ``archive`` and open a new window on them; the old data stay where that fails."""
        from forms.storage.archive.archive import restore_archive

        assert self.window is not None and self._store is not None
        self._close_window()
        self._close_store()
        now = datetime.datetime.now().astimezone()
        self._jobs.run(
            lambda progress: restore_archive(self._folder, archive, now=now, progress=progress),
            self._restored,
            self._not_restored,
            title="正在恢复…",
        )

    def _restored(self, before: Path | None) -> None:
        words = "数据已从备份文件恢复。"
        if before is not None:
            words += f"恢复前的数据另存在：\n{before}"
        self._reopen(words)

    def _not_restored(self, error: AnyueError) -> None:
        if self._reopen(""):
            show_error(self.window, "恢复", error)

    def _reopen(self, words: str) -> bool:
        try:
            messages = self._show_data()
        except AnyueError as error:
            show_error(None, "安月填报打不开", error)
            self._app.exit(error.exit_code)
            return False
        if messages is None:
            self._app.exit(FAILED)
            return False
        self._tell([message for message in (words, *messages) if message])
        return True

    def _open_store(self) -> tuple[str, ...]:
        opened = Store.open(self._folder)
        self._store = opened.store
        self._rescue = Rescue(opened.store, self.top_window, self)
        setting = opened.store.setting(APPEARANCE, "system")
        if self._appearance is None:
            self._appearance = Appearance(self._app, setting)
        else:
            self._appearance.choose(setting)
        return opened.messages

    def _show_window(self) -> None:
        assert self._store is not None and self._appearance is not None
        workspace = Workspace(self._store, self._folder, self._jobs, today)
        self.window = MainWindow(workspace, self._appearance)
        self.window.show_hint(self._hint)
        self.window.restore_confirmed.connect(self.restore)
        self._app.setQuitOnLastWindowClosed(True)
        self.window.show()

    def _close_window(self) -> None:
        """Close the window without ending the program."""
        assert self.window is not None
        self._app.setQuitOnLastWindowClosed(False)
        self.window.close()
        self.window.deleteLater()
        self.window = None

    def _watch(self) -> None:
        """Once the window stands: hear another start of the program, and the end of the session."""
        from ui.widgets.icons import icon

        self._app.setWindowIcon(icon("anyue", "#000000", 64))
        self._requests = FrontRequests(self._guard, self)
        self._requests.requested.connect(self._come_to_front)
        self._termination = Termination(self)
        self._termination.requested.connect(self._terminate)
        self._app.commitDataRequest.connect(lambda _manager: self._flush())
        QTimer.singleShot(_REMIND_AFTER, self, self._remind)

    def _remind(self) -> None:
        if self.window is not None:
            self.window.remind()

    def _come_to_front(self) -> None:
        if self.window is not None:
            self.window.come_to_front()

    def _flush(self) -> None:
        if self.window is not None:
            self.window.flush()

    def _terminate(self) -> None:
        self._flush()
        if self.window is not None:
            self.window.close()
        self._app.exit(DONE)
