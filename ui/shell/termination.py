"""Closes the window in good order when the system ends the program (SIGTERM, SIGINT, end of the session)."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class Termination(QObject):
    """Tells :attr:`requested` on the main thread. Python hears a signal only between its own steps, so a pipe wakes Qt."""

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pipe: tuple[int, int] | None = None
        if sys.platform == "win32":
            return
        self._pipe = os.pipe()
        for end in self._pipe:
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _heard) for number in (signal.SIGTERM, signal.SIGINT)}
        self._notifier = QSocketNotifier(self._pipe[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    def stop(self) -> None:
        """Leave signals as they were."""
        if self._pipe is None:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for end in self._pipe:
            os.close(end)
        self._pipe = None

    def _wake(self) -> None:
        assert self._pipe is not None
        os.read(self._pipe[0], 64)
        self.requested.emit()


def _heard(_number: int, _frame: FrameType | None) -> None:
    """The pipe tells the rest."""
