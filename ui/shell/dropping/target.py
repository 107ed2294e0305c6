"""The whole window takes files that are dropped on it, whatever lies under the mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)

Take = Callable[[list[Path]], object]


def local_files(mime: QMimeData | None) -> list[Path]:
    """The files on this computer that are dragged or copied; none of the web."""
    urls = mime.urls() if mime is not None and mime.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile() and url.toLocalFile()]


class DropTarget(QObject):
    """Takes files for ``window``.

    It listens to the system's window below the widgets: a field would take a file for a text, its address.
    """

    def __init__(self, window: QWidget, take: Take) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.winId()  # makes the system's window
        below = window.windowHandle()
        assert below is not None
        below.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        files = local_files(event.mimeData())
        if not files or QApplication.activeModalWidget() is not None:
            return False
        # Never a move: the file manager would remove the file.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            # The program that drags waits until this returns.
            QTimer.singleShot(0, self, partial(self._take, files))
        return True


def take_pasted_files(widget: QWidget, take: Take) -> None:
    """Ctrl+V in ``widget``, where nothing is typed, takes files that were copied in a file manager."""

    def paste() -> None:
        if files := local_files(QGuiApplication.clipboard().mimeData()):
            take(files)

    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(paste)
