"""One filing in the store, by itself. Handed to the thread that writes, which must never hold an object of Qt's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.form.filing import Confirmation, Filing
from forms.form.finding import Finding
from forms.storage.revision import Revision
from forms.storage.unit_store import UnitStore
from forms.values import Filled

#: A move along the steps that were kept, or back to one: the revision it made, ``None`` where there is none.
Move = Callable[[], Revision | None]


@dataclass(frozen=True, slots=True)
class StoredFiling:
    """The filing of one form in ``unit``. Every method may raise ``forms.errors.AnyueError``."""

    unit: UnitStore
    notice_id: str
    form_id: str

    def read(self) -> Filing:
        """The filing as it is kept."""
        return self.unit.filing(self.notice_id, self.form_id)

    def read_at(self, revision_id: int) -> Filing:
        """The filing as it was after a revision."""
        return self.unit.filing_at(self.notice_id, self.form_id, revision_id)

    def revisions(self) -> tuple[Revision, ...]:
        """Every kept change."""
        return self.unit.revisions(self.notice_id, self.form_id)

    def write(self, changes: Mapping[str, Filled], kind: str, token: str) -> None:
        """Keep changes of blanks; those of one ``token`` are one step."""
        self.unit.write(self.notice_id, self.form_id, changes, kind=kind, edit=token)

    def steps(self) -> tuple[bool, bool]:
        """Whether there is something to undo, and something to redo."""
        return (
            self.unit.can_undo(self.notice_id, self.form_id),
            self.unit.can_redo(self.notice_id, self.form_id),
        )

    def undo(self) -> Revision | None:
        return self.unit.undo(self.notice_id, self.form_id)

    def redo(self) -> Revision | None:
        return self.unit.redo(self.notice_id, self.form_id)

    def restoring(self, revision_id: int) -> Move:
        """The move that brings back the state after a revision."""
        return lambda: self.unit.restore(self.notice_id, self.form_id, revision_id)

    def moving(self, move: Move) -> Callable[[], tuple[Revision | None, Filing]]:
        """``move``, and what stands there after it."""
        return lambda: (move(), self.read())

    def confirming(self, confirmation: Confirmation) -> Callable[[], None]:
        """The write that keeps a confirmation."""
        return lambda: self.unit.confirm(self.notice_id, self.form_id, confirmation)

    def withdrawing(self, finding: Finding) -> Callable[[], None]:
        """The write that takes the confirmation of a warning back."""
        return lambda: self.unit.withdraw_confirmation(
            self.notice_id, self.form_id, finding.field, finding.code
        )
