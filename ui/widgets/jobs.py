"""Slow work: an operation in a thread, its success or failure back on the main thread, progress and a way to stop it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget
from shiboken6 import isValid

from forms.errors import AnyueError, Cancelled
from forms.progress import Progress

T = TypeVar("T")

#: Tells how far the work is (steps done, steps in all); raises :class:`Cancelled` once the user asked to stop.
Operation = Callable[[Progress], T]
Failure = Callable[[AnyueError], None]

#: Work that is done sooner than this shows no dialog.
PATIENCE_MS: Final = 300


class Jobs(Protocol):
    """Runs slow work. ``success`` gets the operation's result, ``failure`` an expected error.

    After a stop ``failure`` gets :class:`Cancelled`. An unexpected error goes to ``sys.excepthook`` and ``failure`` gets
    a plain sentence, so that no caller waits for ever. All callbacks run on the main thread; once ``parent``, the widget
    the work is done for, is gone, none runs any more.
    """

    def run(
        self,
        operation: Operation[T],
        success: Callable[[T], None],
        failure: Failure,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None: ...


class SynchronousJobs:
    """The twin for tests: does the work at once, in the caller's thread, without a dialog.

    ``stop_after`` cancels at that call of ``progress`` (counted from 1), as a user would.
    """

    def __init__(self, stop_after: int | None = None) -> None:
        self._stop_after = stop_after
        self.titles: list[str] = []
        self.steps: list[tuple[int, int]] = []

    def run(
        self,
        operation: Operation[T],
        success: Callable[[T], None],
        failure: Failure,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.titles.append(title)
        try:
            result = operation(self._progress)
        except AnyueError as error:
            failure(error)
        else:
            success(result)

    def _progress(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        if self._stop_after is not None and len(self.steps) >= self._stop_after:
            raise _cancelled()


class BackgroundJobs(QObject):
    """Does one piece of work after the other in a thread of its own.

    The thread never holds a Qt object: what it drops last would be destroyed in the wrong thread. It holds a
    :class:`_Work` and tells of it through this object's signals, which reach the main thread in order.
    """

    _moved = Signal(object)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: dict[_Work, _Watch] = {}
        self._moved.connect(self._show_step, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        operation: Operation[T],
        success: Callable[[T], None],
        failure: Failure,
        *,
        title: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Start the work and return at once; see :class:`Jobs`. With a ``title`` a dialog shows how far it is."""
        work = _Work(operation, self._moved.emit, self._done.emit)
        watch = _Watch(work, success, failure, parent)  # type: ignore[arg-type]
        if title:
            watch.show_progress_later(title)
        self._running[work] = watch
        self._pool.start(work.do)

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def finish(self) -> None:
        """Stop what can be stopped and wait for the rest; no callback runs any more. For the end of the program."""
        for work, watch in self._running.items():
            work.stop.set()
            watch.end()
        self._running.clear()
        self._pool.waitForDone()

    @Slot(object)
    def _show_step(self, work: _Work) -> None:
        if work in self._running:
            self._running[work].show_step()

    @Slot(object)
    def _finish(self, work: _Work) -> None:
        watch = self._running.pop(work, None)
        if watch is not None:
            watch.end()
            watch.tell()


class _Work:
    """What the thread holds: the operation, how far it is, how it ended. Plain Python, no Qt object."""

    def __init__(
        self, operation: Operation[object], moved: Callable[[_Work], None], done: Callable[[_Work], None]
    ) -> None:
        self._operation = operation
        self._moved = moved
        self._done = done
        self.stop = threading.Event()
        self.result: object = None
        self.error: BaseException | None = None
        self.step = (0, 0)
        self.step_is_told = False

    def do(self) -> None:
        """Run in the thread."""
        try:
            self.result = self._operation(self._progress)
        except BaseException as error:  # handed to the main thread, where it is told
            self.error = error
        self._done(self)

    def _progress(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise _cancelled()
        self.step = (done, total)
        if not self.step_is_told:
            self.step_is_told = True
            self._moved(self)


class _Watch(QObject):
    """What the main thread holds of one piece of work: its dialog and whom to tell."""

    def __init__(
        self, work: _Work, success: Callable[[object], None], failure: Failure, parent: QWidget | None
    ) -> None:
        super().__init__()
        self._work = work
        self._success = success
        self._failure = failure
        self._parent = parent
        self._dialog: QProgressDialog | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)

    def show_progress_later(self, title: str) -> None:
        dialog = QProgressDialog(title, "取消", 0, 0, self._parent)
        dialog.setWindowTitle("请稍候")
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.setMinimumDuration(2**31 - 1)
        dialog.setAutoReset(False)
        dialog.setAutoClose(False)
        dialog.setMinimumWidth(360)
        dialog.canceled.connect(self._cancel)
        dialog.reset()
        dialog.destroyed.connect(self._lose_dialog)
        self._dialog = dialog
        self._patience.timeout.connect(dialog.show)
        self._patience.start(PATIENCE_MS)

    def show_step(self) -> None:
        self._work.step_is_told = False
        done, total = self._work.step
        if self._dialog is not None and not self._work.stop.is_set():
            self._dialog.setMaximum(total)
            self._dialog.setValue(min(done, total))

    def end(self) -> None:
        """Take the dialog away."""
        self._patience.stop()
        if self._dialog is not None:
            self._dialog.canceled.disconnect(self._cancel)
            self._dialog.destroyed.disconnect(self._lose_dialog)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None

    def tell(self) -> None:
        """Call back, unless the window that waited for it is gone."""
        error = self._work.error
        if error is not None and not isinstance(error, AnyueError):
            sys.excepthook(type(error), error, error.__traceback__)
            error = AnyueError("程序出错，这一步没有完成。")
        if self._parent is not None and not isValid(self._parent):
            return
        if error is None:
            self._success(self._work.result)
        else:
            self._failure(error)

    @Slot()
    def _lose_dialog(self) -> None:
        """The window the dialog belonged to is gone; the work goes on without one."""
        self._patience.stop()
        self._dialog = None

    @Slot()
    def _cancel(self) -> None:
        self._work.stop.set()
        if self._dialog is not None:
            self._dialog.setLabelText("正在停止…")
            self._dialog.show()


def _cancelled() -> Cancelled:
    return Cancelled("已取消。")
