"""Whole-data backup and restore as the user asks for them under 设置."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from forms.errors import AnyueError, InputError
from forms.storage.archive.archive import SUFFIX, read_manifest, write_archive
from forms.storage.archive.unit_archive import is_unit_archive
from forms.words import moment_words
from ui.widgets.errors import ask, show_error, show_message
from ui.workspace import Workspace


class DataActions(QObject):
    """Asks which file; the backup is written here, a restore is left to whoever can close the store."""

    #: An archive the user has agreed to restore.
    restore_confirmed = Signal(object)

    def __init__(self, window: QWidget, workspace: Workspace, flush: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._flush = flush

    def back_up(self) -> None:
        """Ask where to, and write all data there."""
        self._flush()
        name = f"安月填报备份_{self._workspace.today().isoformat()}" + SUFFIX
        path, _filter = QFileDialog.getSaveFileName(
            self._window,
            "全部数据备份为一个文件",
            str(self._workspace.export_folder() / name),
            f"安月填报备份 (*{SUFFIX})",
        )
        if path:
            self.back_up_to(Path(path if path.endswith(SUFFIX) else path + SUFFIX))

    def back_up_to(self, path: Path) -> None:
        """Write all data to ``path`` in the background and say so."""
        store = self._workspace.store
        now = datetime.datetime.now().astimezone()
        words = f"全部数据已备份到：\n{path}\n换电脑时，在新电脑的“设置”里选“从备份文件恢复”。"
        self._workspace.jobs.run(
            lambda progress: write_archive(store, path, now=now, progress=progress),
            lambda left_out: show_message(self._window, "备份完成", "\n".join((words, *left_out))),
            lambda error: show_error(self._window, "备份", error),
            title="正在备份…",
            parent=self._window,
        )

    def restore(self) -> None:
        """Ask which file, and once more whether to replace everything."""
        path, _filter = QFileDialog.getOpenFileName(
            self._window,
            "从备份文件恢复",
            str(self._workspace.export_folder()),
            f"安月填报备份 (*{SUFFIX})",
        )
        if path:
            self.restore_from(Path(path))

    def restore_from(self, path: Path) -> None:
        """Ask whether to replace everything by what ``path`` holds."""
        try:
            if is_unit_archive(path):
                raise InputError(
                    f"“{path.name}”里只有一个单位。请在“设置”的“这台电脑上的单位”里选“导入单位”。"
                )
            manifest = read_manifest(path)
        except AnyueError as error:
            show_error(self._window, "恢复", error)
            return
        words = (
            f"备份文件“{path.name}”（{moment_words(manifest.made_at)} 备份）中的内容将替换现在的全部数据。"
            "现在的数据会先自动另存一份。要恢复吗？"
        )
        if ask(self._window, "恢复", words, "恢复(&R)"):
            self.restore_confirmed.emit(path)
