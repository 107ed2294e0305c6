"""What waits to be saved: writes gathered while a key follows the other, sent to the one thread that writes, tried again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from forms.errors import AnyueError
from forms.values import Filled
from ui.form.saver import PATIENCE, Job, PendingWrite, Saver, SaveState
from ui.form.stored_filing import StoredFiling

#: What was typed leaves for the disk this long after the first key that is not kept yet, in milliseconds.
SAVE_AFTER: Final = 250
#: A failed write is tried again by itself after this long, in milliseconds.
RETRY_AFTER: Final = 5000

Result = TypeVar("Result")


class SaveQueue(QObject):
    """Writes in order through one thread. A write that failed stays queued: nothing is ever dropped."""

    #: When the store had everything, an aware datetime.
    saved = Signal(object)
    #: The :class:`AnyueError` of a write that failed.
    failed = Signal(object)
    #: What waits, or what can be undone or redone, may have changed.
    changed = Signal()

    def __init__(self, stored: StoredFiling, parent: QObject, saver: Saver | None = None) -> None:
        super().__init__(parent)
        self._stored = stored
        self._saver = saver or Saver(self)
        self._own_saver = saver is None
        self._saver.finished.connect(self._settle)
        self._waiting: list[PendingWrite] = []
        self._sent: tuple[Job, list[PendingWrite]] | None = None
        self._saved_at: datetime.datetime | None = None
        self._failure: AnyueError | None = None
        self._can_undo, self._can_redo = stored.steps()
        self._save_timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._save_timer.timeout.connect(self.send)
        self._retry_timer = QTimer(self, singleShot=True, interval=RETRY_AFTER)
        self._retry_timer.timeout.connect(self.send)

    @property
    def state(self) -> SaveState:
        """What is known of saving."""
        return SaveState(self._saved_at, bool(self._waiting or self._sent is not None), self._failure)

    @property
    def can_undo(self) -> bool:
        return self._can_undo or self._has_changes

    @property
    def can_redo(self) -> bool:
        return self._can_redo and not self._has_changes

    @property
    def _has_changes(self) -> bool:
        return any(pending.changes for pending in self._waiting)

    def type(self, blank_id: str, filled: Filled, token: str) -> None:
        """Queue what was typed; all with the same token is one write. It leaves a moment later."""
        last = self._waiting[-1] if self._waiting else None
        if last is None or last.token != token or not token:
            last = self._changing({}, "edit", token)
            self._waiting.append(last)
        last.changes[blank_id] = filled
        if not self._save_timer.isActive():
            self._save_timer.start()

    def change(self, changes: Mapping[str, Filled], kind: str) -> None:
        """Write several changes in one step now."""
        self._waiting.append(self._changing(dict(changes), kind, ""))
        self.send()

    def run(self, write: Callable[[], object]) -> None:
        """Make another write now, after all that waits."""
        self._waiting.append(PendingWrite(write))
        self.send()

    def _changing(self, changes: dict[str, Filled], kind: str, token: str) -> PendingWrite:
        stored = self._stored
        return PendingWrite(lambda: stored.write(dict(changes), kind, token), token, changes)

    def aside(self, write: Callable[[], object]) -> None:
        """Make a write that nobody waits for, and whose failure is no reason to disturb anyone."""
        self._saver.submit(write)

    def send(self) -> None:
        """Hand everything that waits to the writer, unless it is still busy: then it goes when that has ended."""
        self._save_timer.stop()
        self._retry_timer.stop()
        if not self._waiting or self._sent is not None:
            return
        writes, self._waiting = self._waiting, []
        stored = self._stored

        def write_all() -> tuple[bool, bool]:
            while writes:
                writes[0].run()
                del writes[0]
            return stored.steps()

        self._sent = (self._saver.submit(write_all), writes)

    def _settle(self, _job: Job | None = None) -> None:
        """Take note of a write that has ended."""
        if self._sent is None or not self._sent[0].done.is_set():
            return
        job, left = self._sent
        self._sent = None
        if job.error is not None:
            self._waiting[:0] = left
            self._failure = job.error
            self._retry_timer.start()
            self.failed.emit(job.error)
        else:
            self._can_undo, self._can_redo = job.result
            self._note_saved()
            self.saved.emit(self._saved_at)
            self.send()
        self.changed.emit()

    def _note_saved(self) -> None:
        self._failure = None
        self._saved_at = datetime.datetime.now().astimezone()

    def flush(self) -> bool:
        """Wait until everything is on disk; false where that failed (``failed`` then says why)."""
        self.send()
        while self._sent is not None:
            self._sent[0].done.wait(PATIENCE)
            if not self._sent[0].done.is_set():
                break
            self._settle()
        return not self._waiting and self._sent is None

    def call(self, work: Callable[[], Result]) -> Result:
        """Ask the store for something after all that waits there. Raises :class:`AnyueError`."""
        result: Result = self._saver.call(work)
        return result

    def step(self, work: Callable[[], Result]) -> Result | None:
        """Move the store itself (undo, redo) once everything is kept; ``None`` where it could not (``failed`` says why)."""
        if not self.flush():
            return None
        stored = self._stored
        try:
            result, (self._can_undo, self._can_redo) = self.call(lambda: (work(), stored.steps()))
        except AnyueError as error:
            self.failed.emit(error)
            return None
        self._note_saved()
        return result

    def close(self) -> bool:
        """Flush and end the writer thread. The queue can still be used afterwards."""
        kept = self.flush()
        self._retry_timer.stop()
        if self._own_saver:
            self._saver.close()
        return kept
