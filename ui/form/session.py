"""One open form: its filing, autosave, undo and findings. Knows what is kept for the unit, and no widgets."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from forms.declared.profile import prefill
from forms.form.filing import Filing
from forms.form.finding import Finding
from forms.form.form import Form
from forms.form.progress import FormProgress, form_progress
from forms.notice.notice import Notice
from forms.storage.revision import Revision
from forms.storage.unit_store import UnitStore
from forms.values import Filled
from ui.form.open_filing import OpenFiling
from ui.form.save_queue import SaveQueue
from ui.form.saver import Saver, SaveState
from ui.form.shown_findings import ShownFindings
from ui.form.stored_filing import Move, StoredFiling

if TYPE_CHECKING:
    from forms.form.document import Document


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
    #: What can be undone or redone, or what waits to be saved, may have changed.
    state_changed = Signal()

    def __init__(
        self,
        unit: UnitStore,
        notice: Notice,
        form: Form,
        parent: QObject | None = None,
        *,
        saver: Saver | None = None,
    ) -> None:
        super().__init__(parent)
        self.unit = unit
        self.notice = notice
        self.form = form
        # None of these knows the session: it must end where it is dropped, never later on the thread that writes.
        self._stored = StoredFiling(unit, notice.id, form.id)
        self._open = OpenFiling(self._stored.read())
        self._found = ShownFindings(form, self._open, self)
        self._queue = SaveQueue(self._stored, self, saver)
        self._edited: set[str] = set()
        self._found.changed.connect(self.findings_changed)
        self._queue.saved.connect(self.saved)
        self._queue.failed.connect(self.save_failed)
        self._queue.changed.connect(self.state_changed)

    # What stands on the form ------------------------------------------------------------------------------------------

    @property
    def filing(self) -> Filing:
        """The form as it stands on the screen, saved or not."""
        return self._open.filing

    def filled(self, blank_id: str) -> Filled:
        """What stands in a blank."""
        return self._open.filled(blank_id)

    def document(self, draft: bool | None = None) -> tuple[Document, tuple[Finding, ...]]:
        """The document of what stands on the screen, for preview, print and export, and the findings about it."""
        from forms.form.document import make_document

        return make_document(
            self.form,
            self.filing,
            notice_title=self.notice.title,
            period_first=self.notice.period.first,
            draft=draft,
        )

    def progress(self) -> FormProgress:
        """How far the form is, as it stands on the screen."""
        return form_progress(self.form, self.filing, self.findings)

    # Typing and filling -----------------------------------------------------------------------------------------------

    @staticmethod
    def new_token(blank_id: str) -> str:
        """A token for one stay in a blank: all typed during it is undone in one step."""
        return f"{blank_id}@{time.time_ns()}"

    def set_text(self, blank_id: str, text: str, edit_token: str) -> None:
        """What was typed into a blank. Kept at once in memory and within a second on disk."""
        if text == self.filled(blank_id).text:
            return
        self._open.put(blank_id, Filled(text))
        self._edited.add(blank_id)
        self._queue.type(blank_id, Filled(text), edit_token)
        self._found.stale()
        self.edited.emit(blank_id)

    def fill(self, values: Mapping[str, Filled], kind: str) -> None:
        """Fill several blanks at once (``kind``: prefill, import); undone in one step."""
        changes = self._open.differing(values)
        if not changes:
            return
        for blank_id, filled in changes.items():
            self._open.put(blank_id, filled)
        self._queue.change(changes, kind)
        self._found.make_anew()
        self.changed.emit(set(changes))

    def fill_from_profile(self) -> int:
        """Put the unit's profile into what is still empty; return how many blanks were filled."""
        values = prefill(self.form, self.unit.profile(), self.filing.filled)
        self.fill(values, "prefill")
        return len(values)

    # Saving -----------------------------------------------------------------------------------------------------------

    @property
    def save_state(self) -> SaveState:
        return self._queue.state

    def keep_setting(self, key: str, value: str) -> None:
        """Keep a setting of the screen. That it could not be kept is no reason to disturb anyone."""
        store = self.unit.store
        self._queue.aside(lambda: store.set_setting(key, value))

    def save_soon(self) -> None:
        """A blank was left: what waits goes to the disk now, and nobody waits for it."""
        self._queue.send()

    def flush(self) -> bool:
        """Wait until everything is on disk; false where that failed (``save_failed`` then says why)."""
        return self._queue.flush()

    def retry(self) -> bool:
        """Try a failed write again now."""
        return self.flush()

    def close(self) -> bool:
        """Flush and end the writer thread. The session can still be used afterwards."""
        return self._queue.close()

    # Undo and revisions -----------------------------------------------------------------------------------------------

    def can_undo(self) -> bool:
        return self._queue.can_undo

    def can_redo(self) -> bool:
        return self._queue.can_redo

    def undo(self) -> bool:
        """Take the last change back; false where there is none or the store cannot keep it."""
        return self._step(self._stored.undo)

    def redo(self) -> bool:
        """Make the last change that was taken back again."""
        return self._step(self._stored.redo)

    def restore(self, revision_id: int) -> bool:
        """Bring back the form as it stood after a revision; can itself be undone."""
        return self._step(self._stored.restoring(revision_id))

    def revisions(self) -> tuple[Revision, ...]:
        """Every kept change, as the store lists them, with everything typed so far among them."""
        self.flush()
        return self._queue.call(self._stored.revisions)

    def filing_at(self, revision_id: int) -> Filing:
        """The form as it stood after a revision."""
        stored = self._stored
        return self._queue.call(lambda: stored.read_at(revision_id))

    def _step(self, move: Move) -> bool:
        moved = self._queue.step(self._stored.moving(move))
        if moved is None:
            return False
        revision, filing = moved
        changed = self._open.replace(filing)
        self._found.make_anew()
        self.changed.emit(changed)
        self.state_changed.emit()
        return revision is not None

    # Findings ---------------------------------------------------------------------------------------------------------

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings about what stands on the screen."""
        return self._found.all

    @property
    def visible_findings(self) -> tuple[Finding, ...]:
        """The findings at blanks the user has touched, or all once a check was asked for."""
        return self._found.visible

    @property
    def all_revealed(self) -> bool:
        return self._found.all_revealed

    def touch(self, blank_id: str) -> None:
        """The user has left a blank: from now on what is wrong with it may be shown.

        One that was only passed through, empty as it is, has not been touched: nobody is scolded for walking by.
        """
        is_touched = blank_id in self._edited or bool(self.filled(blank_id).text)
        if is_touched and not self._found.is_revealed(blank_id):
            self._found.reveal([blank_id])

    def show_known(self) -> None:
        """The form was opened again: what is wrong with what stands on it may be shown; empty blanks are left in peace."""
        self._found.reveal(blank_id for blank_id, filled in self.filing.filled.items() if filled.text)

    def ask(self) -> None:
        """The user asked for a check: everything may be shown."""
        self._found.reveal(self.form.by_id)

    def confirm(self, finding: Finding, reason: str) -> None:
        """Confirm a warning for the text that stands there now, with a reason that is kept."""
        confirmation = self._open.confirm(finding, reason)
        self._queue.run(self._stored.confirming(confirmation))
        self._found.make_anew()

    def withdraw(self, finding: Finding) -> None:
        """Take a confirmation back."""
        self._open.withdraw(finding)
        self._queue.run(self._stored.withdrawing(finding))
        self._found.make_anew()
