"""The list of findings: its rows, and how each is drawn, in as many lines as its words need."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from forms.form.finding import Finding, Severity
from forms.form.progress import problem_words
from ui.widgets.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
_SIDE: Final = 12
_ABOVE: Final = 7
#: So many heights are remembered.
_KEPT: Final = 1000


class FindingRole(IntEnum):
    """What a row tells beside its words."""

    FINDING = Qt.ItemDataRole.UserRole + 1
    SEVERITY = Qt.ItemDataRole.UserRole + 2


class FindingsModel(QAbstractListModel):
    """Rows are headings (a :class:`Severity`, not selectable) and :class:`Finding`s in reading order.

    The notes, which may be as many as there are blanks, are folded under their heading until it is opened.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Finding | Severity] = []
        self._findings: tuple[Finding, ...] = ()
        self._shows_notes = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order they are listed, the folded ones too."""
        return tuple(
            finding for severity in Severity for finding in self._findings if finding.severity is severity
        )

    def show(self, findings: Sequence[Finding]) -> None:
        """List these; the model is reset only where they are others than before."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        self._list_rows()

    def show_notes(self, shown: bool) -> None:
        """Unfold or fold the notes."""
        if shown != self._shows_notes:
            self._shows_notes = shown
            self._list_rows()

    @property
    def shows_notes(self) -> bool:
        return self._shows_notes

    def _list_rows(self) -> None:
        self.beginResetModel()
        self._rows = []
        for severity in Severity:
            group = [finding for finding in self._findings if finding.severity is severity]
            if group:
                folded = severity is Severity.NOTE and not self._shows_notes
                self._rows += [severity] if folded else [severity, *group]
        self.endResetModel()

    @property
    def notes_row(self) -> int:
        """The row of the notes' heading, -1 where there are none."""
        return self._rows.index(Severity.NOTE) if Severity.NOTE in self._rows else -1

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
        open_ones = [
            finding
            for finding in self._findings
            if not finding.confirmed and finding.severity is not Severity.NOTE
        ]
        walk = open_ones or [finding for finding in self._findings if not finding.confirmed]
        places = {blank_id: place for place, blank_id in enumerate(order)}
        by_place = {places[finding.field]: finding for finding in reversed(walk)}
        if not by_place:
            return None
        here = places.get(field, -1)
        if step > 0:
            return by_place[min((place for place in by_place if place > here), default=min(by_place))]
        return by_place[max((place for place in by_place if place < here), default=max(by_place))]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()] in (Severity.ERROR, Severity.WARNING):
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
            return self._spoken(row) if isinstance(row, Finding) else self._spoken_heading(row)
        return None

    def _heading(self, severity: Severity) -> str:
        group = [finding for finding in self._findings if finding.severity is severity]
        if severity is not Severity.NOTE:
            return problem_words(group) or f"{severity.label}都已确认"
        words = f"{severity.label}　{len(group)}"
        return f"{words}　▾" if self._shows_notes else f"{words}　▸"

    def _spoken_heading(self, severity: Severity) -> str:
        words = self._heading(severity).rstrip("　▾▸")
        if severity is not Severity.NOTE:
            return words
        return f"{words}，按回车收起" if self._shows_notes else f"{words}，按回车展开"

    def _spoken(self, finding: Finding) -> str:
        offered = f"可以改为 {finding.suggestion}" if finding.suggestion else ""
        return f"{finding.severity.label}：{self._words(finding)}{offered}"

    def _words(self, finding: Finding) -> str:
        if finding.confirmed:
            return f"{finding.message}\n已确认：{finding.reason}"
        return finding.message


class FindingDelegate(QStyledItemDelegate):
    """For the list of findings."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        # Heights by words and width: a list of 69 is laid out anew after every blank that is left.
        self._heights: dict[tuple[str, int], int] = {}

    def _colour(self, severity: Severity) -> QColor:
        names = {
            Severity.ERROR: self.theme.error,
            Severity.WARNING: self.theme.warning,
            Severity.NOTE: self.theme.note,
        }
        return QColor(names[severity])

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        words = str(index.data())
        room = max(width - 2 * _SIDE, 60)
        key = (words, room)
        if key not in self._heights:
            if len(self._heights) > _KEPT:
                self._heights.clear()
            wide = QRect(0, 0, room, 10_000)
            self._heights[key] = QFontMetrics(option.font).boundingRect(wide, _WRAP, words).height()
        return QSize(room, self._heights[key] + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        finding = index.data(FindingRole.FINDING)
        colour = self._colour(index.data(FindingRole.SEVERITY))
        rect = option.rect
        room = rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        if isinstance(finding, Finding):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, QColor(self.theme.source_tint))
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(self.theme.accent))
            else:
                painter.fillRect(QRect(rect.left(), rect.top() + 5, 3, rect.height() - 10), colour)
            painter.setPen(QColor(self.theme.muted if finding.confirmed else self.theme.ink))
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, QColor(self.theme.source_tint))
            heading = QFont(option.font)
            heading.setBold(True)
            painter.setFont(heading)
            painter.setPen(colour)
        painter.drawText(room, _WRAP, str(index.data()))
        painter.restore()
