"""The history as a tree: the sittings, and in each what was changed then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from forms.form.form import Form
from forms.storage.revision import Revision
from forms.words import seconds_words
from ui.form.history.sittings import Sitting, when_words
from ui.form.revision_words import kind_words, labels_summary, revision_summary

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_HEADINGS: Final = ("时间", "做了什么", "改动")
#: The width of the columns before the last, in characters.
_CHARACTERS: Final = (23, 6)
_ROW_PADDING: Final = 10


class HistoryModel(QAbstractItemModel):
    """Sittings with their revisions, the newest first.

    The words of a row are made when it is drawn: of two thousand only those in sight cost anything.
    """

    def __init__(self, form: Form, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self._blank_id = ""
        self._today = datetime.date.min
        self.sittings: tuple[Sitting, ...] = ()

    def show(self, sittings: Sequence[Sitting], today: datetime.date, blank_id: str = "") -> None:
        """List these; where they were narrowed to one blank, its changes are told first."""
        self.beginResetModel()
        self.sittings = tuple(sittings)
        self._today, self._blank_id = today, blank_id
        self.endResetModel()

    def revision(self, index: _Index) -> Revision | None:
        """The revision of a row; of a sitting the last one; ``None`` for no row."""
        if not index.isValid():
            return None
        sitting = self._sitting(index)
        return sitting.last if self._is_sitting(index) else sitting.shown[index.row()]

    # An index carries 0 for a sitting, and for a revision the row of its sitting, counted from 1.

    def _is_sitting(self, index: _Index) -> bool:
        return index.internalId() == 0

    def _sitting(self, index: _Index) -> Sitting:
        return self.sittings[index.row() if self._is_sitting(index) else index.internalId() - 1]

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(_HEADINGS)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or self._is_sitting(index):
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self.sittings)
        return len(self._sitting(parent).shown) if self._is_sitting(parent) and parent.column() == 0 else 0

    def columnCount(self, _parent: _Index = _ROOT) -> int:
        return len(_HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADINGS[index.column()]}：{self._words(index)}"
        if role == Qt.ItemDataRole.FontRole and self._is_sitting(index):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _words(self, index: _Index) -> str:
        sitting = self._sitting(index)
        if self._is_sitting(index):
            return (
                when_words(sitting, self._today),
                f"{len(sitting.shown)} 次",
                labels_summary(self._form, sitting.blank_ids),
            )[index.column()]
        revision = sitting.shown[index.row()]
        return (
            seconds_words(revision.made_at),
            kind_words(revision.kind),
            revision_summary(self._form, revision, self._blank_id),
        )[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None


class HistoryTree(QTreeView):
    """The tree: arrow keys or a click on the mark fold and unfold a sitting, Enter and a double click do too."""

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self._history = model
        self.setModel(model)
        self.setProperty("kind", "words")
        self.setAccessibleName("历史版本")
        self.setAccessibleDescription("按右箭头展开一段，按左箭头收起。")
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(0, 0))
        header = self.header()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSectionsMovable(False)

    def show_all_or_newest(self, unfolded: bool) -> None:
        """Unfold everything, or only the newest sitting; its newest revision is selected."""
        if unfolded:
            self.expandAll()
        else:
            self.expand(self._history.index(0, 0))
        newest = self._history.index(0, 0, self._history.index(0, 0))
        if newest.isValid():
            self.setCurrentIndex(newest)
            self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The time and the kind are as wide as they need to be, as far as something is left for the change."""
        character = self.fontMetrics().horizontalAdvance("国")
        room = self.viewport().width()
        for column, (count, share) in enumerate(zip(_CHARACTERS, (0.42, 0.18), strict=True)):
            self.setColumnWidth(column, min(character * count, int(room * share)))
        super().resizeEvent(event)
