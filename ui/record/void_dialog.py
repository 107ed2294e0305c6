"""作废: why a record that was made by mistake does not count."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.parts import button, label, row


class VoidDialog(QDialog):
    """Asks for the reason; it cannot be accepted without one."""

    def __init__(self, packet_id: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("作废报送记录")
        self.setMinimumWidth(460)
        self.text = QLineEdit()
        self.text.setProperty("kind", "field")
        self.text.setAccessibleName("作废的原因")
        self.text.setPlaceholderText("例如：登记错了，实际没有送出")
        self.void_button = button("作废(&Z)", self.accept, "primary")
        self.void_button.setDefault(True)
        self.void_button.setEnabled(False)
        self.text.textChanged.connect(lambda _text: self.void_button.setEnabled(bool(self.reason)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label(f"第{packet_id}号　{what}", "title"))
        words = "记录和其中的文件都会留着，只是标明作废；这一项在工作台上重新列为待报。"
        layout.addWidget(label(words, "muted"))
        name = label("原因", wrap=False)
        name.setBuddy(self.text)
        layout.addWidget(name)
        layout.addWidget(self.text)
        layout.addLayout(row(None, self.void_button, button("取消", self.reject)))

    @property
    def reason(self) -> str:
        return self.text.text().strip()
