"""One open form: its filing, autosave, undo and findings. Knows the store, and no widgets."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from forms.declared.profile import prefill
from forms.errors import AnyueError
from forms.form.checks import check
from forms.form.document import LIAISON_NAME, UNIT_NAME, Document, asks_for, make_document
from forms.form.filing import Confirmation, Filing
from forms.form.finding import Finding
from forms.form.form import Form
from forms.notice.notice import Notice
from forms.storage.store import Revision, Store
from forms.values import EMPTY, Filled
from ui.form.saver import PATIENCE, Job, PendingWrite, Saver, SaveState
from ui.form.state import FormState, state_of

#: What was typed leaves for the disk this long after the first key that is not kept yet, in milliseconds.
SAVE_AFTER: Final = 250
#: Findings are made anew this long after the last key, in milliseconds.
CHECK_AFTER: Final = 150
#: A failed write is tried again by itself after this long, in milliseconds.
RETRY_AFTER: Final = 5000


class FormSession(QObject):
    """One open form.

    What the user does stands in memory at once and goes to the store through one writer thread. A failed write stays
    queued and is tried again; nothing typed is ever dropped. Methods that read back from the store (undo, redo, restore)
    first wait until everything typed is kept.
    """

    #: The ids of blanks whose text changed other than by typing in them.
    changed = Signal(object)
    #: The id of a blank whose text changed by typing.
    edited = Signal(str)
    #: When the store had everything, an aware datetime.
    saved = Signal(object)
    #: The :class:`AnyueError` of a write that failed. What was typed is still here and will be tried again.
    save_failed = Signal(object)
    findings_changed = Signal()
    header_changed = Signal()
    #: What can be undone or redone, or what waits to be saved, may have changed.
    state_changed = Signal()

    def __init__(
        self,
        store: Store,
        notice: Notice,
        form: Form,
        parent: QObject | None = None,
        *,
        saver: Saver | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self.notice = notice
        self.form = form
        self._key = (notice.id, form.id)
        self._saver = saver or Saver(self)
        self._own_saver = saver is None
        self._saver.finished.connect(self._settle)
        self._operations: list[PendingWrite] = []
        self._sent: tuple[Job, list[PendingWrite]] | None = None
        self._saved_at: datetime.datetime | None = None
        self._failure: AnyueError | None = None
        self._edited: set[str] = set()
        self._revealed: set[str] = set()
        self._findings: tuple[Finding, ...] | None = None
        self._take(store.filing(*self._key))
        self._can_undo = store.can_undo(*self._key)
        self._can_redo = store.can_redo(*self._key)
        self._save_timer = self._timer(SAVE_AFTER, self._send)
        self._check_timer = self._timer(CHECK_AFTER, self._check_now)
        self._retry_timer = self._timer(RETRY_AFTER, self._send)

    def _timer(self, milliseconds: int, action: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(action)
        return timer

    # What stands on the form ------------------------------------------------------------------------------------------

    @property
    def filing(self) -> Filing:
        """The form as it stands on the screen, saved or not."""
        return Filing(*self._key, dict(self._filled), *self._header, self._confirmations)

    def filled(self, blank_id: str) -> Filled:
        """What stands in a blank."""
        return self._filled.get(blank_id, EMPTY)

    def _take(self, filing: Filing) -> set[str]:
        """Take over what the store holds; return the blanks that changed by it."""
        before = getattr(self, "_filled", {})
        self._filled: dict[str, Filled] = dict(filing.filled)
        self._header = (filing.unit, filing.filled_by, filing.date)
        self._confirmations = filing.confirmations
        return {
            one for one in before.keys() | self._filled.keys() if before.get(one, EMPTY) != self.filled(one)
        }

    def document(self, draft: bool | None = None) -> tuple[Document, tuple[Finding, ...]]:
        """The document of what stands on the screen, for preview, print and export, and the findings about it."""
        return make_document(
            self.form,
            self.filing,
            notice_title=self.notice.title,
            office=self.notice.office,
            period_first=self.notice.period.first,
            draft=draft,
        )

    def state(self) -> FormState:
        """How far the form is, as it stands on the screen."""
        filled = sum(bool(one.text.strip()) for one in self._filled.values())
        return state_of(len(self.form.blanks), filled, self.findings)

    # Typing and filling -----------------------------------------------------------------------------------------------

    @staticmethod
    def new_token(blank_id: str) -> str:
        """A token for one stay in a blank: all typed during it is undone in one step."""
        return f"{blank_id}@{time.time_ns()}"

    def set_text(self, blank_id: str, text: str, edit_token: str) -> None:
        """What was typed into a blank. Kept at once in memory and within a second on disk."""
        if text == self.filled(blank_id).text:
            return
        self._put(blank_id, Filled(text))
        self._edited.add(blank_id)
        last = self._operations[-1] if self._operations else None
        if last is None or last.token != edit_token or not edit_token:
            last = self._writing({}, "edit", edit_token)
            self._operations.append(last)
        last.changes[blank_id] = Filled(text)
        if not self._save_timer.isActive():
            self._save_timer.start()
        self._stale()
        self.edited.emit(blank_id)

    def fill(self, values: Mapping[str, Filled], kind: str) -> None:
        """Fill several blanks at once (``kind``: prefill, import); undone in one step."""
        changes = {one: filled for one, filled in values.items() if filled != self.filled(one)}
        if not changes:
            return
        for blank_id, filled in changes.items():
            self._put(blank_id, filled)
        self._findings = None
        self._operations.append(self._writing(changes, kind, ""))
        self._send()
        self.changed.emit(set(changes))
        self._check_now(stale=True)

    def fill_from_profile(self) -> int:
        """Put the unit's profile into what is still empty, the header too; return how many places were filled."""
        profile = self.store.profile()
        values = prefill(self.form, profile, self._filled)
        unit, filled_by, date = self._header
        if not asks_for(self.form, UNIT_NAME):
            unit = unit or profile.get(UNIT_NAME, "")
        if not asks_for(self.form, LIAISON_NAME):
            filled_by = filled_by or profile.get(LIAISON_NAME, "")
        header = (unit, filled_by, date)
        places = len(values) + sum(new != old for new, old in zip(header, self._header, strict=True))
        if header != self._header:
            self.set_header(*header)
            self.header_changed.emit()
        self.fill(values, "prefill")
        return places

    def set_header(self, unit: str, filled_by: str, date: datetime.date | None) -> None:
        """What stands outside the form's frame."""
        if (unit, filled_by, date) == self._header:
            return
        self._header = (unit, filled_by, date)
        self._operations.append(
            PendingWrite(
                lambda: self.store.write_header(*self._key, unit=unit, filled_by=filled_by, date=date)
            )
        )
        if not self._save_timer.isActive():
            self._save_timer.start()

    def _put(self, blank_id: str, filled: Filled) -> None:
        if filled.text:
            self._filled[blank_id] = filled
        else:
            self._filled.pop(blank_id, None)

    def _writing(self, changes: dict[str, Filled], kind: str, token: str) -> PendingWrite:
        return PendingWrite(
            lambda: self.store.write(*self._key, dict(changes), kind=kind, edit=token), token, changes
        )

    # Saving -----------------------------------------------------------------------------------------------------------

    @property
    def save_state(self) -> SaveState:
        return SaveState(self._saved_at, bool(self._operations or self._sent is not None), self._failure)

    def keep_setting(self, key: str, value: str) -> None:
        """Keep a setting of the screen. That it could not be kept is no reason to disturb anyone."""
        self._saver.submit(lambda: self.store.set_setting(key, value))

    def save_soon(self) -> None:
        """A blank was left: what waits goes to the disk now, and nobody waits for it."""
        self._send()

    def flush(self) -> bool:
        """Wait until everything is on disk; false where that failed (``save_failed`` then says why)."""
        self._send()
        while self._sent is not None:
            self._sent[0].done.wait(PATIENCE)
            if not self._sent[0].done.is_set():
                break
            self._settle()
        return not self._operations and self._sent is None

    def retry(self) -> bool:
        """Try a failed write again now."""
        return self.flush()

    def close(self) -> bool:
        """Flush and end the writer thread. The session can still be used afterwards."""
        kept = self.flush()
        self._retry_timer.stop()
        if self._own_saver:
            self._saver.close()
        return kept

    def _send(self) -> None:
        """Hand everything that waits to the writer, unless it is still busy: then it goes when that has ended."""
        self._save_timer.stop()
        self._retry_timer.stop()
        if not self._operations or self._sent is not None:
            return
        operations, self._operations = self._operations, []

        def write_all() -> tuple[bool, bool]:
            while operations:
                operations[0].run()
                del operations[0]
            return self.store.can_undo(*self._key), self.store.can_redo(*self._key)

        self._sent = (self._saver.submit(write_all), operations)

    def _settle(self, _job: Job | None = None) -> None:
        """Take note of a write that has ended."""
        if self._sent is None or not self._sent[0].done.is_set():
            return
        job, left = self._sent
        self._sent = None
        if job.error is not None:
            self._operations[:0] = left
            self._failure = job.error
            self._retry_timer.start()
            self.save_failed.emit(job.error)
        else:
            self._can_undo, self._can_redo = job.result
            self._failure = None
            self._saved_at = datetime.datetime.now().astimezone()
            self.saved.emit(self._saved_at)
            self._send()
        self.state_changed.emit()

    # Undo and revisions -----------------------------------------------------------------------------------------------

    def can_undo(self) -> bool:
        return self._can_undo or any(operation.changes for operation in self._operations)

    def can_redo(self) -> bool:
        return self._can_redo and not any(operation.changes for operation in self._operations)

    def undo(self) -> bool:
        """Take the last change back; false where there is none or the store cannot keep it."""
        return self._step(self.store.undo)

    def redo(self) -> bool:
        """Make the last change that was taken back again."""
        return self._step(self.store.redo)

    def restore(self, revision_id: int) -> bool:
        """Bring back the form as it stood after a revision; can itself be undone."""
        return self._step(lambda notice_id, form_id: self.store.restore(notice_id, form_id, revision_id))

    def revisions(self) -> tuple[Revision, ...]:
        """Every kept change, as the store lists them, with everything typed so far among them."""
        self.flush()
        return self._saver.call(lambda: self.store.revisions(*self._key))

    def filing_at(self, revision_id: int) -> Filing:
        """The form as it stood after a revision."""
        return self._saver.call(lambda: self.store.filing_at(*self._key, revision_id))

    def _step(self, move: Callable[[str, str], Revision | None]) -> bool:
        if not self.flush():
            return False

        def work() -> tuple[Revision | None, Filing, bool, bool]:
            revision = move(*self._key)
            return (
                revision,
                self.store.filing(*self._key),
                self.store.can_undo(*self._key),
                self.store.can_redo(*self._key),
            )

        try:
            revision, filing, self._can_undo, self._can_redo = self._saver.call(work)
        except AnyueError as error:
            self.save_failed.emit(error)
            return False
        changed = self._take(filing)
        self._findings = None
        self._saved_at = datetime.datetime.now().astimezone()
        self.changed.emit(changed)
        self._check_now(stale=True)
        self.state_changed.emit()
        return revision is not None

    # Findings ---------------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings about what stands on the screen."""
        if self._findings is None:
            self._findings = check(self.form, self.filing)
        return self._findings

    @property
    def visible_findings(self) -> tuple[Finding, ...]:
        """The findings at blanks the user has touched, or all once a check was asked for."""
        if not self._revealed:  # nothing may be shown, so there is nothing to check yet
            return ()
        return tuple(finding for finding in self.findings if finding.field in self._revealed)

    def is_revealed(self, blank_id: str) -> bool:
        return blank_id in self._revealed

    @property
    def all_revealed(self) -> bool:
        return len(self._revealed) == len(self.form.blanks)

    def touch(self, blank_id: str) -> None:
        """The user has left a blank: from now on what is wrong with it may be shown.

        One that was only passed through, empty as it is, has not been touched: nobody is scolded for walking by.
        """
        is_touched = blank_id in self._edited or bool(self.filled(blank_id).text)
        if is_touched and blank_id not in self._revealed:
            self._revealed.add(blank_id)
            self._check_now()

    def ask(self) -> None:
        """The user asked for a check: everything may be shown."""
        self._revealed.update(blank.id for blank in self.form.blanks)
        self._check_now()

    def confirm(self, finding: Finding, reason: str) -> None:
        """Confirm a warning for the text that stands there now, with a reason that is kept."""
        one = Confirmation(finding.field, finding.code, reason.strip(), self.filled(finding.field).text)
        self._confirmations = (*self._without(finding), one)
        self._operations.append(PendingWrite(lambda: self.store.confirm(*self._key, one)))
        self._send()
        self._check_now(stale=True)

    def withdraw(self, finding: Finding) -> None:
        """Take a confirmation back."""
        self._confirmations = tuple(self._without(finding))
        self._operations.append(
            PendingWrite(lambda: self.store.withdraw_confirmation(*self._key, finding.field, finding.code))
        )
        self._send()
        self._check_now(stale=True)

    def _without(self, finding: Finding) -> Iterable[Confirmation]:
        return (one for one in self._confirmations if (one.field, one.code) != (finding.field, finding.code))

    def _stale(self) -> None:
        self._findings = None
        self._check_timer.start()

    def _check_now(self, stale: bool = False) -> None:
        self._check_timer.stop()
        if stale:
            self._findings = None
        self.findings_changed.emit()
