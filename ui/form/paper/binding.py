"""Ties a paper to its session: typing goes in, texts, sources and findings come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QObject

from exporters.typesetting.bounds import MOST_CHARACTERS, MOST_LINES
from forms.form.finding import Finding, Severity
from forms.values import Filled
from ui.form.paper.paper import Paper
from ui.form.session import FormSession

_SETTLED: Final = (Severity.NOTE,)


class PaperBinding(QObject):
    """Keeps a :class:`Paper` and a :class:`FormSession` the same."""

    def __init__(self, session: FormSession, paper: Paper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._paper = paper
        self._token = ""
        self.show_all()
        paper.typed.connect(self._typed)
        paper.entered.connect(self._entered)
        paper.left.connect(self._left)
        paper.cells_pasted.connect(self._cells_pasted)
        paper.paste_cut.connect(self._paste_cut)
        session.changed.connect(self._changed)
        session.findings_changed.connect(self.mark)

    def show_all(self) -> None:
        """Show everything that stands on the form."""
        self._show(self._session.form.by_id)
        self.mark()

    def _show(self, blank_ids: Iterable[str]) -> None:
        self._paper.show_filled({blank_id: self._session.filled(blank_id) for blank_id in blank_ids})

    def mark(self) -> None:
        """Mark the blanks whose findings may be shown; notes are for the panel only."""
        worst: dict[str, Finding] = {}
        for finding in self._session.visible_findings:
            if finding.severity not in _SETTLED:
                worst.setdefault(finding.field, finding)
        self._paper.show_findings(worst)

    def _typed(self, blank_id: str, text: str) -> None:
        if not self._token.startswith(f"{blank_id}@"):
            self._token = self._session.new_token(blank_id)
        self._session.set_text(blank_id, text, self._token)
        self._paper.note_filled(blank_id, self._session.filled(blank_id))

    def _entered(self, blank_id: str) -> None:
        self._token = self._session.new_token(blank_id)

    def _left(self, blank_id: str) -> None:
        self._session.touch(blank_id)
        self._session.save_soon()

    def _cells_pasted(self, blank_id: str, cells: tuple[str, ...]) -> None:
        """Several cells were pasted: show where they would go, then fill them in, undone in one step."""
        from ui.form.paper.pasting import plan_paste
        from ui.form.paste_dialog import PasteDialog

        plan = plan_paste(self._session.form, blank_id, cells)
        dialog = PasteDialog(plan, self._session.filing.texts, self._paper)
        if dialog.exec():
            self._session.fill({blank.id: Filled(text) for blank, text in plan.values}, "edit")
            for blank, _text in plan.values:
                self._session.touch(blank.id)
            self._paper.focus_blank(plan.values[-1][0].id)
        dialog.deleteLater()

    def _paste_cut(self, blank_id: str) -> None:
        from ui.widgets.errors import show_message

        name = self._session.form.by_id[blank_id].label
        words = f"{name}：粘贴的内容太长，一处最多{MOST_CHARACTERS}个字、{MOST_LINES}行，后面的没有粘贴进来。"
        show_message(self._paper, "粘贴", words)

    def _changed(self, blank_ids: set[str]) -> None:
        """Undo, an older state or a prefill changed some blanks: show them, and lead to the first.

        What is kept of blanks that the form no longer has is not on the paper.
        """
        self._token = ""
        ordered = [blank_id for blank_id in self._session.form.by_id if blank_id in blank_ids]
        self._show(ordered)
        if ordered and self._paper.focused_blank() not in blank_ids:
            self._paper.focus_blank(ordered[0])
        for blank_id in ordered:
            self._paper.show_end(blank_id)
