"""Ties a paper to its session: typing goes in, texts, sources and findings come out."""

from __future__ import annotations

import datetime
from typing import Final

from PySide6.QtCore import QObject

from forms.fields.base import FieldError
from forms.fields.registry import field_type
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
        self._date_error: Finding | None = None
        self.show_all()
        paper.typed.connect(self._typed)
        paper.entered.connect(self._entered)
        paper.left.connect(self._left)
        session.changed.connect(self._changed)
        session.header_changed.connect(self._show_header)
        session.findings_changed.connect(self.mark)

    def show_all(self) -> None:
        """Show everything that stands on the form."""
        filled = dict(self._session.filing.filled)
        self._paper.show_filled(filled)
        self._show_header()
        self.mark()

    def mark(self) -> None:
        """Mark the blanks whose findings may be shown; notes are for the panel only."""
        worst: dict[str, Finding] = {}
        for finding in self._session.visible_findings:
            if finding.severity not in _SETTLED:
                worst.setdefault(finding.field, finding)
        if self._date_error is not None:
            worst["@date"] = self._date_error
        self._paper.show_findings(worst)

    def _show_header(self) -> None:
        filing = self._session.filing
        texts = {"@unit": filing.unit, "@filled_by": filing.filled_by, "@date": _written(filing.date)}
        self._paper.show_filled(
            {one: Filled(text) for one, text in texts.items() if one in self._paper.blanks}
        )

    def _typed(self, blank_id: str, text: str) -> None:
        if blank_id.startswith("@"):
            self._header_typed()
            return
        if not self._token.startswith(f"{blank_id}@"):
            self._token = self._session.new_token(blank_id)
        self._session.set_text(blank_id, text, self._token)
        self._paper.note_filled(blank_id, self._session.filled(blank_id))

    def _header_typed(self) -> None:
        filing, text = self._session.filing, self._paper.text
        unit = text("@unit").strip() if "@unit" in self._paper.blanks else filing.unit
        filled_by = text("@filled_by").strip() if "@filled_by" in self._paper.blanks else filing.filled_by
        date, _message = read_date(text("@date"))
        if text("@date").strip() and date is None:
            date = filing.date
        self._session.set_header(unit, filled_by, date)

    def _entered(self, blank_id: str) -> None:
        self._token = self._session.new_token(blank_id)

    def _left(self, blank_id: str) -> None:
        if blank_id == "@date":
            self._check_date()
        elif not blank_id.startswith("@"):
            self._session.touch(blank_id)
        self._session.save_soon()

    def _check_date(self) -> None:
        """A date that cannot be read stays on screen and is marked; one that can is shown in its usual form."""
        date, message = read_date(self._paper.text("@date"))
        self._date_error = Finding("@date", Severity.ERROR, "date", message) if message else None
        if date is not None:
            self._paper.show_filled({"@date": Filled(_written(date))})
        self.mark()

    def _changed(self, blank_ids: set[str]) -> None:
        """Undo, an older state or a prefill changed some blanks: show them, and lead to the first."""
        self._token = ""
        self._paper.show_filled({blank_id: self._session.filled(blank_id) for blank_id in blank_ids})
        ordered = [blank.id for blank in self._session.form.blanks if blank.id in blank_ids]
        if ordered and self._paper.focused_blank() not in blank_ids:
            self._paper.focus_blank(ordered[0])
        for blank_id in ordered:
            self._paper.show_end(blank_id)


def _written(date: datetime.date | None) -> str:
    return field_type("date").format(date) if date else ""


def read_date(text: str) -> tuple[datetime.date | None, str]:
    """The date a text says, and why it says none; an empty text says none and is right."""
    try:
        value = field_type("date").parse(text)
    except FieldError as error:
        return None, error.message
    if value is None or isinstance(value, datetime.date):
        return value, ""
    return None, "请填写日期，例如 2020年6月4日；不填就留空。"
