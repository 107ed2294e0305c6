"""Opens files and folders with the desktop's own programs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from ui.widgets.errors import show_error


class Desktop:
    """What can open things; tests give their own."""

    def open(self, path: Path) -> bool:
        """Whether a program was found for ``path``."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_or_tell(desktop: Desktop, path: Path, parent: QWidget) -> None:
    """Open a file or folder; where nothing can, say where it is."""
    if desktop.open(path):
        return
    title = "打不开"
    words = "没有找到能打开它的程序。它的位置是：\n{0}"
    show_error(parent, title, words.format(path))
