"""The list of pages at the left of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from ui.widgets.theme import AFTER_PAINT, Theme

#: How wide the column at the left of the window is.
WIDTH: Final = 178
#: Folded: an icon with the first characters of its title below.
_FOLDED_WIDTH: Final = 72
_FOLDED_CHARACTERS: Final = 2
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: a ``key`` to know it by, its ``title``, the name of its icon."""

    key: str
    title: str
    icon: str


class NavigationModel(QAbstractTableModel):
    """One row a page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[PageEntry, ...] = ()
        self._icons: dict[str, QIcon] = {}
        self._is_folded = False

    def set_entries(self, entries: tuple[PageEntry, ...]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def fold(self, folded: bool) -> None:
        """Shorten the titles, or show them whole again."""
        self.beginResetModel()
        self._is_folded = folded
        self.endResetModel()

    def draw_icons(self, theme: Theme) -> None:
        """Draw the icons in a theme's colour."""
        from ui.widgets.icons import icon

        self._icons = {name: icon(name, theme.ink) for name in {entry.icon for entry in self._entries}}
        if self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, 0))

    @property
    def entries(self) -> tuple[PageEntry, ...]:
        return self._entries

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title[:_FOLDED_CHARACTERS] if self._is_folded else entry.title
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons.get(entry.icon)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}（Ctrl+{index.row() + 1}）" if index.row() < 9 else entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.title
        return None


class Navigation(QListView):
    """Choosing a row shows its page; Enter or the right arrow moves on into it."""

    #: The key of the page to show.
    chosen = Signal(str)
    #: The user wants to go on inside the page.
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme_to_draw: Theme | None = None
        self.is_folded = False
        self._model = NavigationModel(self)
        self.setModel(self._model)
        self.setProperty("kind", "navigation")
        self.setAccessibleName("页面")
        self.setFixedWidth(WIDTH)
        self.setIconSize(QSize(20, 20))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.activated.connect(lambda _index: self.entered.emit())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(entry.key for entry in self._model.entries)

    def fold(self, folded: bool) -> None:
        """Show icons with the beginnings of the titles, or the whole titles."""
        if folded == self.is_folded:
            return
        shown = self.currentIndex().row()
        self.is_folded = folded
        self.setFixedWidth(_FOLDED_WIDTH if folded else WIDTH)
        # The style sheet leaves less room beside the words then.
        self.setProperty("folded", folded)
        self.style().polish(self)
        self._model.fold(folded)
        if shown >= 0:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self._model.index(shown, 0))
            self.selectionModel().blockSignals(False)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        if self.is_folded:
            option.decorationPosition = QStyleOptionViewItem.Position.Top
            option.displayAlignment = Qt.AlignmentFlag.AlignCenter

    def set_entries(self, entries: tuple[PageEntry, ...], theme: Theme) -> None:
        self._model.set_entries(entries)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme_to_draw = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._theme_to_draw is not None:
            # After the first paint: loading the reader of SVG files would hold the window up.
            QTimer.singleShot(AFTER_PAINT, self, self._draw_icons)

    def _draw_icons(self) -> None:
        if self._theme_to_draw is not None:
            self._model.draw_icons(self._theme_to_draw)
            self._theme_to_draw = None

    def show_key(self, key: str) -> None:
        """Mark the row of a page, which tells :attr:`chosen` where it was another before."""
        if key in self.keys:
            self.setCurrentIndex(self._model.index(self.keys.index(key), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Right:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self._model.entries[now.row()].key)
