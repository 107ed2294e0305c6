"""Draws a finding in as many lines as its words need, with a bar in the colour of its weight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from forms.form.finding import Finding, Severity
from ui.form.findings_model import FindingRole
from ui.widgets.theme import Theme

_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
_SIDE: Final = 12
_ABOVE: Final = 7
#: So many heights are remembered.
_KEPT: Final = 1000


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

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
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

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
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
