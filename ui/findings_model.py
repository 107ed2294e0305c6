"""The findings as a list: errors, warnings and notes, each group under its own heading."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from forms.finding import Finding, Severity

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class FindingRole(IntEnum):
    """What a row tells beside its words."""

    FINDING = Qt.ItemDataRole.UserRole + 1
    SEVERITY = Qt.ItemDataRole.UserRole + 2


class FindingsModel(QAbstractListModel):
    """Rows are headings (a :class:`Severity`, not selectable) and :class:`Finding`s in reading order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Finding | Severity] = []
        self._findings: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order they are listed."""
        return tuple(row for row in self._rows if isinstance(row, Finding))

    def show(self, findings: Sequence[Finding]) -> None:
        """List these; the model is reset only where they are others than before."""
        if tuple(findings) == self._findings:
            return
        self.beginResetModel()
        self._findings = tuple(findings)
        self._rows = []
        for severity in Severity:
            group = [finding for finding in findings if finding.severity is severity]
            if group:
                self._rows += [severity, *group]
        self.endResetModel()

    def count(self, severity: Severity) -> int:
        """How many of one severity; confirmed warnings are settled and not counted."""
        return sum(finding.severity is severity and not finding.confirmed for finding in self._findings)

    def row_of(self, finding: Finding) -> int:
        """The row of a finding about the same blank with the same code, -1 where there is none."""
        for row, entry in enumerate(self._rows):
            if isinstance(entry, Finding) and (entry.field, entry.code) == (finding.field, finding.code):
                return row
        return -1

    def next_finding(self, field: str, step: int, order: Sequence[str]) -> Finding | None:
        """The finding after (``step`` 1) or before (-1) a blank in reading order, round and round; notes come along only
        where there is nothing worse."""
        open_ones = [one for one in self._findings if not one.confirmed and one.severity is not Severity.NOTE]
        walk = open_ones or [one for one in self._findings if not one.confirmed]
        places = {blank_id: place for place, blank_id in enumerate(order)}
        by_place = {places[one.field]: one for one in reversed(walk)}
        if not by_place:
            return None
        here = places.get(field, -1)
        if step > 0:
            return by_place[min((place for place in by_place if place > here), default=min(by_place))]
        return by_place[max((place for place in by_place if place < here), default=max(by_place))]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Severity):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        severity = row.severity if isinstance(row, Finding) else row
        if role == FindingRole.FINDING:
            return row if isinstance(row, Finding) else None
        if role == FindingRole.SEVERITY:
            return severity
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(row) if isinstance(row, Finding) else self._heading(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{severity.words}：{self._words(row)}" if isinstance(row, Finding) else self._heading(row)
        return None

    def _heading(self, severity: Severity) -> str:
        return f"{severity.words}　{sum(one.severity is severity for one in self._findings)}"

    def _words(self, finding: Finding) -> str:
        if finding.confirmed:
            return self.tr("{0}\n已确认：{1}").format(finding.message, finding.reason)
        return finding.message
