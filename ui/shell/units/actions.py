"""What 设置 does with units: set aside, bring back, export one to a file, import one from a file."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from exporters.files.names import file_name
from forms.errors import AnyueError
from forms.storage.archive.unit_archive import (
    SUFFIX,
    Imported,
    import_unit,
    unit_name_in,
    write_unit_archive,
)
from ui.widgets.errors import ask, show_error, show_message
from ui.workspace import Workspace

_FILTER = f"安月填报单位文件 (*{SUFFIX})"


class UnitActions(QObject):
    """Works for ``window``; what is typed is kept by ``flush`` before anything is written to a file."""

    #: A unit was added, set aside or brought back.
    changed = Signal()
    #: The id of a unit that was imported, to go to.
    imported = Signal(int)

    def __init__(self, window: QWidget, workspace: Workspace, flush: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._workspace, self._flush = window, workspace, flush

    def set_aside(self, unit_id: int, aside: bool) -> None:
        """Hide a unit with all it has, or bring it back."""
        try:
            if self._flush():
                self._workspace.store.set_unit_aside(unit_id, aside)
        except AnyueError as error:
            show_error(self._window, "搁置单位", error)
            return
        self.changed.emit()

    def export(self, unit_id: int) -> None:
        """Ask where to, and write the unit there."""
        unit = next(unit for unit in self._workspace.store.listed_units() if unit.id == unit_id)
        day = self._workspace.today().isoformat()
        start = self._workspace.export_folder() / file_name(
            unit.name or "单位", "单位数据", day, suffix=SUFFIX
        )
        path, _filter = QFileDialog.getSaveFileName(self._window, "导出此单位", str(start), _FILTER)
        if path:
            self.export_to(unit_id, Path(path if path.endswith(SUFFIX) else path + SUFFIX))

    def export_to(self, unit_id: int, path: Path) -> None:
        """Write the unit in the background and say so."""
        if not self._flush():
            return
        now = _now()
        words = f"这个单位的全部内容已导出到：\n{path}\n在另一台电脑的“设置”里选“导入单位”，会作为新的单位加进去。"
        self._workspace.jobs.run(
            lambda progress: write_unit_archive(
                self._workspace.store, unit_id, path, now=now, progress=progress
            ),
            lambda left_out: show_message(self._window, "导出此单位", "\n".join((words, *left_out))),
            lambda error: show_error(self._window, "导出此单位", error),
            title="正在导出…",
            parent=self._window,
        )

    def import_(self) -> None:
        """Ask for a file, and add the unit in it."""
        start = str(self._workspace.export_folder())
        path, _filter = QFileDialog.getOpenFileName(self._window, "导入单位", start, _FILTER)
        if path:
            self.import_from(Path(path))

    def import_from(self, path: Path) -> None:
        """Say which unit it is, ask where one is called the same, and add it."""
        try:
            name = unit_name_in(self._workspace.store, path, now=_now())
        except AnyueError as error:
            show_error(self._window, "导入单位", error)
            return
        words = f"将把“{name}”作为新的单位加进来，现有的单位不受影响。"
        if name in [unit.label for unit in self._workspace.store.listed_units()]:
            words = f"已经有一个叫“{name}”的单位。导入后会有两个同名的单位，现有的不会被改动。"
        if ask(self._window, "导入单位", f"{words}要导入吗？", "导入(&I)"):
            self._workspace.jobs.run(
                partial(self._import, path),
                self._imported,
                lambda error: show_error(self._window, "导入单位", error),
                title="正在导入…",
                parent=self._window,
            )

    def _import(self, path: Path, progress: Callable[[int, int], None]) -> Imported:
        return import_unit(self._workspace.store, path, now=_now(), progress=progress)

    def _imported(self, imported: Imported) -> None:
        self._workspace.read_notices_again()
        self.imported.emit(imported.unit_id)
        show_message(self._window, "导入单位", "\n".join((f"已导入“{imported.name}”。", *imported.remarks)))


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
