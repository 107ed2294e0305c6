"""添加回执/备注: what came back or is to be remembered about a packet, with the pages or files that came."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from forms.packet import Packet
from forms.words import size_words, stamp_words
from ui.widgets.help import Topic, offer_help
from ui.widgets.parts import button, label, row


class NoteDialog(QDialog):
    """Asks for a text, files, or both; which dispatch they belong to is asked only where there are several."""

    def __init__(self, packet: Packet, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_help(self, Topic.RECORD)
        self._packet = packet
        self._folder = folder
        self.setWindowTitle("添加回执/备注")
        self.setMinimumWidth(520)
        self.dispatch_box = self._make_dispatch_box()
        self.text = QPlainTextEdit()
        self.text.setProperty("kind", "field")
        self.text.setAccessibleName("回执或备注内容")
        self.text.setPlaceholderText("例如：6月4日上午电话确认已收到，王科长，0512-68727809")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(90)
        self.text.textChanged.connect(self._refresh)
        self.files = QListWidget()
        self.files.setProperty("kind", "list")
        self.files.setAccessibleName("附件")
        self.files.setMinimumHeight(70)
        self.files.currentRowChanged.connect(lambda _row: self._refresh())
        self.add_button = button("添加附件(&A)…", self._choose_files)
        self.remove_button = button("移除附件(&R)", self._remove)
        self.save_button = button("保存(&S)", self.accept, "primary")
        self.save_button.setDefault(True)
        cancel = button("取消", self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label(packet.contents.what, "title"))
        layout.addWidget(self.dispatch_box)
        layout.addWidget(label("回执或备注", "section"))
        layout.addWidget(self.text, 2)
        layout.addWidget(label("附件：退回的页、回复的文件或截图，按原样保存", "muted"))
        layout.addWidget(self.files, 1)
        layout.addLayout(row(self.add_button, self.remove_button, None, self.save_button, cancel))
        self._refresh()
        self.text.setFocus()

    @property
    def note(self) -> str:
        return self.text.toPlainText().strip()

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(
            Path(self.files.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.files.count())
        )

    @property
    def dispatch_id(self) -> int:
        """The dispatch the note belongs to."""
        return self._packet.dispatches[self.dispatch_box.currentIndex()].id

    def add_files(self, paths: list[Path]) -> None:
        """List these too; one that is listed already is not listed again."""
        for path in paths:
            if path in self.paths:
                continue
            size = size_words(path.stat().st_size) if path.is_file() else ""
            item = QListWidgetItem(f"{path.name}　{size}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(str(path))
            self.files.addItem(item)
        self.files.setCurrentRow(self.files.count() - 1)
        self._refresh()

    def _make_dispatch_box(self) -> QComboBox:
        box = QComboBox()
        box.setProperty("kind", "field")
        box.setAccessibleName("哪一次报送")
        for dispatch in self._packet.dispatches:
            went = dispatch.facts
            words = (stamp_words(went.sent_at), went.channel.label, went.recipient)
            box.addItem("　".join(word for word in words if word))
        box.setCurrentIndex(box.count() - 1)
        box.setVisible(box.count() > 1)
        return box

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(self, "选择附件", str(self._folder))
        self.add_files([Path(path) for path in paths])

    def _remove(self) -> None:
        self.files.takeItem(self.files.currentRow())
        self._refresh()

    def _refresh(self) -> None:
        self.remove_button.setEnabled(self.files.currentRow() >= 0)
        self.save_button.setEnabled(bool(self.note or self.files.count()))
