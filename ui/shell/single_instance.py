"""Brings the window to the front when the program is started once more, told by a watched file."""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from forms.storage.instance import InstanceGuard


class FrontRequests(QObject):
    """Tells :attr:`requested` whenever another process asked the guard's owner to come to the front."""

    requested = Signal()

    def __init__(self, guard: InstanceGuard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher([str(guard.request_file)], self)
        self._watcher.fileChanged.connect(lambda _path: self.requested.emit())
