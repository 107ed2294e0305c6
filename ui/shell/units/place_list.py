"""The units at the top of the navigation, and under the one in use its notices: one click goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from ui.shell.navigation import WIDTH
from ui.workspace import Workspace

#: So many rows are seen at once; more are scrolled.
_ROWS_SHOWN: Final = 6
_ROW_HEIGHT: Final = 32
_FOLDED_CHARACTERS: Final = 2


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A unit, or with a ``notice_id`` one of the notices of the unit in use."""

    unit_id: int
    name: str
    is_current: bool
    notice_id: str = ""


class PlaceList(QListWidget):
    """Hidden while there is nothing to choose from. Arrows move about in it, Enter, Space or a click goes there."""

    #: The ids of the unit and the notice to go to; the notice's is empty where the unit's last one is meant.
    chosen = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[PlaceEntry, ...] = ()
        self._is_folded = False
        self.setProperty("kind", "places")
        self.setAccessibleName("单位")
        self.setAccessibleDescription("按回车切换到选中的单位或通知")
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.itemClicked.connect(self._choose)

    @property
    def entries(self) -> tuple[PlaceEntry, ...]:
        return self._entries

    def show_entries(self, entries: tuple[PlaceEntry, ...]) -> None:
        """List these; the unit and notice in use are marked."""
        self._entries = entries
        self.clear()
        shown = folded_names(entries) if self._is_folded else [_indented(entry) for entry in entries]
        number = 0
        for entry, text in zip(entries, shown, strict=True):
            item = QListWidgetItem(text)
            kind = "通知" if entry.notice_id else "单位"
            tip = entry.name
            if not entry.notice_id:
                number += 1
                tip += f"（Alt+{number}）" if number < 10 else ""
            if entry.is_current:
                font = QFont(self.font())
                font.setBold(True)
                item.setFont(font)
            item.setToolTip(tip)
            now = "，正在使用" if entry.is_current else ""
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind}：{entry.name}{now}")
            self.addItem(item)
        current = [row for row, entry in enumerate(entries) if entry.is_current]
        self.setCurrentRow(current[-1] if current else 0)
        self.setVisible(len(entries) > 1)
        self.setFixedHeight(min(len(entries), _ROWS_SHOWN) * _ROW_HEIGHT + 14)

    def fold(self, folded: bool) -> None:
        """Show only as much of each name as tells it from the others; the tool tip has the whole."""
        if folded != self._is_folded:
            self._is_folded = folded
            self.show_entries(self._entries)

    def go_to_unit(self, number: int) -> None:
        """Go to the unit that is listed as this one, counted from 0; nothing happens where there is none."""
        units = [entry for entry in self._entries if not entry.notice_id]
        if number < len(units) and not units[number].is_current:
            self.chosen.emit(units[number].unit_id, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentItem():
            self._choose(self.currentItem())
            return
        super().keyPressEvent(event)

    def _choose(self, item: QListWidgetItem) -> None:
        entry = self._entries[self.row(item)]
        if not entry.is_current:
            self.chosen.emit(entry.unit_id, entry.notice_id)


def _indented(entry: PlaceEntry) -> str:
    return f"　{entry.name}" if entry.notice_id else entry.name


def folded_names(entries: Sequence[PlaceEntry]) -> list[str]:
    """Two characters of each name, from where the names of its kind begin to differ: 街道, 历史 for two of one street."""
    start = {
        is_notice: _alike([entry.name for entry in entries if bool(entry.notice_id) is is_notice])
        for is_notice in (False, True)
    }
    return [
        (entry.name[start[bool(entry.notice_id)] :] or entry.name)[:_FOLDED_CHARACTERS] for entry in entries
    ]


def _alike(names: Sequence[str]) -> int:
    """How many characters all names begin with alike."""
    count = 0
    for characters in zip(*names, strict=False):
        if len(set(characters)) > 1:
            break
        count += 1
    return count if len(names) > 1 else 0


def place_entries(workspace: Workspace) -> tuple[PlaceEntry, ...]:
    """The units to choose from; under the one in use its notices where it has several."""
    entries, here = [], workspace.unit.unit_id
    for unit in workspace.units():
        entries.append(PlaceEntry(unit.id, unit.label, unit.id == here))
        used = workspace.notices_in_use() if unit.id == here else ()
        for notice_id in used if len(used) > 1 else ():
            name = workspace.notice_name(notice_id)
            entries.append(PlaceEntry(here, name, notice_id == workspace.notice_id, notice_id))
    return tuple(entries)
