"""The units of this computer under 设置: switched to, set aside, brought back, exported, added, imported."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.storage.office.units import Unit
from ui.widgets.parts import button, card, clear, label, row


class UnitsCard(QWidget):
    """Lists all units, those set aside last. ``current`` tells the id of the one in use."""

    switch_requested = Signal(int)
    set_aside_requested = Signal(int)
    bring_back_requested = Signal(int)
    export_requested = Signal(int)
    add_requested = Signal()
    import_requested = Signal()

    def __init__(
        self,
        units: Callable[[], tuple[Unit, ...]],
        current: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._units, self._current = units, current
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.add_button = button("添加单位(&N)…", self.add_requested.emit)
        self.import_button = button("导入单位(&I)…", self.import_requested.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(label(_WORDS, "muted"), self._lines, row(self.add_button, self.import_button, None))
        )
        self.refresh()

    def refresh(self) -> None:
        """List the units as they are now."""
        clear(self._lines)
        for unit in sorted(self._units(), key=lambda unit: unit.is_set_aside):
            self._lines.addLayout(self._line(unit))

    def _line(self, unit: Unit) -> QHBoxLayout:
        line = row()
        line.addWidget(label(unit.label, selectable=True), 1)
        if unit.is_set_aside:
            line.addWidget(label("已搁置", "muted", wrap=False))
            self._add(line, unit, "恢复", self.bring_back_requested)
        else:
            if unit.id == self._current():
                line.addWidget(label("正在使用", "mark", wrap=False))
            else:
                self._add(line, unit, "切换到此单位", self.switch_requested)
            self._add(line, unit, "搁置", self.set_aside_requested)
        self._add(line, unit, "导出此单位…", self.export_requested)
        return line

    def _add(self, line: QHBoxLayout, unit: Unit, text: str, signal: object) -> None:
        made = button(text, partial(signal.emit, unit.id), "link")  # type: ignore[attr-defined]
        made.setAccessibleName(f"{text}：{unit.label}")
        line.addWidget(made)


_WORDS = (
    "一台电脑可以给几个单位填报：资料、表、报送包和记录各是各的，互不相混。搁置的单位不再显示，内容都留着，随时可以恢复。"
    "改名请在“单位资料”里改单位名称；已经报送的记录保留当时的名称。"
)
