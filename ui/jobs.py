"""Slow work: an operation in a thread, its success or failure back on the main thread, progress and a way to stop it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from forms.errors import AnyueError, Cancelled

T = TypeVar("T")

#: Tells how far the work is (steps done, steps in all); raises :class:`Cancelled` once the user asked to stop.
Progress = Callable[[int, int], None]
Operation = Callable[[Progress], T]
Failure = Callable[[AnyueError], None]

#: Work that is done sooner than this shows no dialog.
PATIENCE_MS: Final = 300


class Jobs(Protocol):
    """Runs slow work. ``success`` gets the operation's result, ``failure`` an expected error.

    After a stop ``failure`` gets :class:`Cancelled`. An unexpected error goes to ``sys.excepthook`` and ``failure`` gets
    a plain sentence, so that no caller waits for ever. All callbacks run on the main thread.
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
    """Does one piece of work after the other in a thread of its own."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: set[_Job] = set()

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
        job = _Job(operation, success, failure)
        if title:
            job.show_progress_later(title, parent)
        self._running.add(job)
        job.ended.connect(lambda: self._running.discard(job))
        self._pool.start(job.work)

    @property
    def busy(self) -> bool:
        return bool(self._running)

    def finish(self) -> None:
        """Stop what can be stopped and wait for the rest; no callback runs any more. For the end of the program."""
        for job in tuple(self._running):
            job.abandon()
        self._pool.waitForDone()
        self._running.clear()


class _Job(QObject):
    """One piece of work. ``work`` runs in the pool's thread; everything else on the main thread."""

    _moved = Signal()
    _done = Signal()
    ended = Signal()

    def __init__(self, operation: Operation[T], success: Callable[[T], None], failure: Failure) -> None:
        super().__init__()
        self._operation = operation
        self._success = success
        self._failure = failure
        self._stop = threading.Event()
        self._abandoned = False
        self._result: object = None
        self._step = (0, 0)
        self._step_is_told = False
        self._error: BaseException | None = None
        self._dialog: QProgressDialog | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._moved.connect(self._show_step, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def work(self) -> None:
        try:
            self._result = self._operation(self._progress)
        except BaseException as error:  # handed to the main thread, where it is told
            self._error = error
        if not self._abandoned:
            self._done.emit()

    def show_progress_later(self, title: str, parent: QWidget | None) -> None:
        dialog = QProgressDialog(title, QCoreApplication.translate("jobs", "取消"), 0, 0, parent)
        dialog.setWindowTitle(QCoreApplication.translate("jobs", "请稍候"))
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

    @Slot()
    def _lose_dialog(self) -> None:
        """The window the dialog belonged to is gone; the work goes on without one."""
        self._patience.stop()
        self._dialog = None

    def abandon(self) -> None:
        self._abandoned = True
        self._stop.set()

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise _cancelled()
        self._step = (done, total)
        if not self._step_is_told:
            self._step_is_told = True
            self._moved.emit()

    @Slot()
    def _cancel(self) -> None:
        self._stop.set()
        if self._dialog is not None:
            self._dialog.setLabelText(QCoreApplication.translate("jobs", "正在停止…"))
            self._dialog.show()

    @Slot()
    def _show_step(self) -> None:
        self._step_is_told = False
        done, total = self._step
        if self._dialog is not None and not self._stop.is_set():
            self._dialog.setMaximum(total)
            self._dialog.setValue(min(done, total))

    @Slot()
    def _finish(self) -> None:
        self._patience.stop()
        if self._dialog is not None:
            self._dialog.canceled.disconnect(self._cancel)
            self._dialog.destroyed.disconnect(self._lose_dialog)
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
        self.ended.emit()
        if self._abandoned:
            return
        error = self._error
        if error is None:
            self._success(self._result)  # type: ignore[arg-type]
        elif isinstance(error, AnyueError):
            self._failure(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
            self._failure(AnyueError(QCoreApplication.translate("jobs", "程序出错，这一步没有完成。")))


def _cancelled() -> Cancelled:
    return Cancelled(QCoreApplication.translate("jobs", "已取消。"))
