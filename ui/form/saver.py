"""The one thread that writes: jobs run in order, and the main thread is told when one has ended."""

from __future__ import annotations

import datetime
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from forms.errors import AnyueError, EnvironmentFailure
from forms.values import Filled

#: How long a caller waits for the disk before it is told that something is wrong, in seconds.
PATIENCE: Final = 30.0


class SaveState(NamedTuple):
    """What is known of saving: when it last went well, whether something waits, why it failed (``None``: it did not)."""

    saved_at: datetime.datetime | None
    waiting: bool
    failure: AnyueError | None


@dataclass
class PendingWrite:
    """One write that is still to be made; typing with the same ``token`` is gathered in ``changes``."""

    run: Callable[[], object]
    token: str = ""
    changes: dict[str, Filled] = field(default_factory=dict)


class Job:
    """Work for the writer thread and, once ``done`` is set, what came of it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work
        self.done = threading.Event()
        self.result: Any = None
        self.error: AnyueError | None = None

    def run(self) -> None:
        """Do the work. Whatever goes wrong is kept: what the user typed must outlive even a bug of ours."""
        try:
            self.result = self._work()
        except AnyueError as error:
            self.error = error
        except Exception as bug:
            words = "保存时出了意外（{0}）。填写的内容还在屏幕上，请再试一次。"
            self.error = EnvironmentFailure(words.format(type(bug).__name__))
            self.error.__cause__ = bug
        self.done.set()

    def wait(self) -> Any:
        """Wait for the end; return the work's result or raise its :class:`AnyueError`."""
        if not self.done.wait(PATIENCE):
            words = "磁盘很久没有反应，还没有保存好。请检查磁盘后再试。"
            raise EnvironmentFailure(words)
        if self.error is not None:
            raise self.error
        return self.result


class Saver(QObject):
    """A queue of work on one background thread. The thread starts with the first job and ends with :meth:`close`."""

    #: A :class:`Job` of :meth:`submit` has ended, well or not. Heard on the main thread.
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[tuple[Job, bool] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def submit(self, work: Callable[[], Any]) -> Job:
        """Run ``work`` after everything that was asked for before; :attr:`finished` tells its end."""
        return self._put(work, True)

    def call(self, work: Callable[[], Any]) -> Any:
        """Run ``work`` after everything before it, wait, and return its result or raise its :class:`AnyueError`."""
        return self._put(work, False).wait()

    def close(self) -> None:
        """Finish all jobs and end the thread. A later job starts it again."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(PATIENCE)
            self._thread = None

    def _put(self, work: Callable[[], Any], tell: bool) -> Job:
        job = Job(work)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
            self._thread.start()
        self._jobs.put((job, tell))
        return job

    def _run(self) -> None:
        while (entry := self._jobs.get()) is not None:
            job, tell = entry
            job.run()
            if tell:
                self.finished.emit(job)
