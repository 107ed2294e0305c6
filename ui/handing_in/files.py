"""The further files of a packet: added by button, key or dropping them, with their sizes, and taken out again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from exporters.handing_in.parts import size_of
from forms.words import size_words
from ui.widgets.parts import button, label, row

#: So many files are seen at once; more are scrolled.
_ROWS_SHOWN = 4


class PacketFiles(QWidget):
    """A list of files with 添加 and 移除. Each file stands in it once; folders are not taken."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setAcceptDrops(True)
        self.list = QListWidget()
        self.list.setProperty("kind", "list")
        self.list.setAccessibleName("其他文件")
        self.list.setAccessibleDescription("按 Delete 键移除选中的文件")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.itemSelectionChanged.connect(self._show_state)
        self.list.installEventFilter(self)
        self.hint = label("把文件拖到这里，或点“添加文件”。", "muted")
        self.total = label("", "muted", wrap=False)
        self.add_button = button("添加文件(&A)…", self._choose)
        self.remove_button = button("移除(&R)", self.remove_selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.hint)
        layout.addWidget(self.list)
        layout.addLayout(row(self.add_button, self.remove_button, None, self.total))
        self._show_state()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files in their order."""
        items = (self.list.item(number) for number in range(self.list.count()))
        return tuple(Path(item.data(Qt.ItemDataRole.UserRole)) for item in items)

    def add(self, paths: list[Path]) -> None:
        """Add files; what is there already or is no file is left out."""
        known = set(self.paths)
        for path in paths:
            if path in known or not path.is_file():
                continue
            known.add(path)
            item = QListWidgetItem(f"{path.name}　{size_words(size_of(path))}")
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            self.list.addItem(item)
        self._show_state()
        self.changed.emit()

    def remove_selected(self) -> None:
        """Take the selected files out of the packet; on the disk they stay."""
        rows = sorted((self.list.row(item) for item in self.list.selectedItems()), reverse=True)
        for number in rows:
            self.list.takeItem(number)
        if rows:
            self._show_state()
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = (
            event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        )
        if pressed in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_selected()
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _choose(self) -> None:
        title = "选择要一起报送的文件"
        names, _filter = QFileDialog.getOpenFileNames(self, title, str(self._folder))
        if names:
            self._folder = Path(names[0]).parent
            self.add([Path(name) for name in names])

    def _show_state(self) -> None:
        count = self.list.count()
        self.list.setVisible(count > 0)
        shown = min(max(count, 1), _ROWS_SHOWN)
        self.list.setFixedHeight(shown * max(24, self.list.sizeHintForRow(0)) + 14)
        self.remove_button.setVisible(count > 0)
        self.remove_button.setEnabled(bool(self.list.selectedItems()))
        size = sum(size_of(path) for path in self.paths)
        self.total.setText(f"{count} 个文件，共 {size_words(size)}" if count else "")
