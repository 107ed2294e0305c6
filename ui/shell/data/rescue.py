"""The data folder goes away under the open window: the user is told at once, and can save everything elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from forms.errors import AnyueError
from forms.storage.access import DatabaseGone
from forms.storage.store import Store
from ui.widgets.errors import ask, offer, show_error, show_message

#: How often it is looked whether the folder is there, in milliseconds.
WATCH_EVERY: Final = 2000
_TITLE: Final = "数据文件夹不见了"
_SAVE: Final = "另存全部数据(&S)…"


class Rescue(QObject):
    """Watches the database of an open store; ``parent_window`` gives the window that a message belongs to."""

    def __init__(self, store: Store, parent_window: Callable[[], QWidget | None], parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._parent_window = parent_window
        self._is_told = False
        self._timer = QTimer(self, interval=WATCH_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tell it once where the database is gone; again when it has come back and goes once more."""
        try:
            self._store.check_place()
            self._is_told = False
        except DatabaseGone as gone:
            if not self._is_told:
                self._is_told = True
                if offer(self._parent_window(), _TITLE, gone.message, _SAVE, "以后再说"):
                    self.save_elsewhere()

    def close_store(self) -> bool:
        """Close the store; where it holds the only copy of the data, only once that is saved or given up.

        Whether nothing was given up.
        """
        self.stop()
        while True:
            try:
                self._store.close()
                return True
            except DatabaseGone as gone:
                saved = (
                    offer(self._parent_window(), _TITLE, gone.message, _SAVE, "退出")
                    and self.save_elsewhere()
                )
            if saved or ask(
                self._parent_window(),
                _TITLE,
                "现在退出，最近填写的内容会丢失。确定要退出吗？",
                "仍然退出(&X)",
                "不退出",
            ):
                self._store.abandon()
                return saved

    def save_elsewhere(self) -> bool:
        """Ask where to, and write all data there; whether that was done."""
        from forms.storage.archive.archive import SUFFIX, write_archive

        now = datetime.datetime.now().astimezone()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = Path(documents) / f"安月填报备份_{now:%Y-%m-%d_%H%M}{SUFFIX}"
        path, _filter = QFileDialog.getSaveFileName(
            self._parent_window(), "全部数据另存为一个文件", str(proposed), f"安月填报备份 (*{SUFFIX})"
        )
        if not path:
            return False
        target = Path(path if path.endswith(SUFFIX) else path + SUFFIX)
        try:
            left_out = write_archive(self._store, target, now=now)
        except AnyueError as error:
            show_error(self._parent_window(), "另存", error)
            return False
        words = f"全部数据已另存到：\n{target}\n重新打开程序后，在“设置”里选“从备份文件恢复”。"
        show_message(self._parent_window(), "已另存", "\n".join((words, *left_out)))
        return True
