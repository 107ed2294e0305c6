"""不用再报: why something due needs no packet, in usual words or the user's own."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QDialog, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from forms.notice.settlement import USUAL_WORDS
from ui.widgets.parts import button, label, row


class SettleDialog(QDialog):
    """Asks for the words; it cannot be accepted without any."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("不用再报")
        self.setMinimumWidth(460)
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label(what, "title"))
        words = "注明原因后，这一项不再列为待报，随时可以重新打开。它不会进入报送记录。"
        layout.addWidget(label(words, "muted"))
        for number, usual in enumerate(USUAL_WORDS, start=1):
            choice = QRadioButton(f"{usual}(&{number})")
            choice.setAccessibleName(usual)
            choice.setChecked(number == 1)
            self._group.addButton(choice, number)
            layout.addWidget(choice)
        own = QRadioButton("其他原因(&O)：")
        own.setAccessibleName("其他原因")
        self._group.addButton(own, 0)
        self.text = QLineEdit()
        self.text.setProperty("kind", "field")
        self.text.setAccessibleName("其他原因的内容")
        self.text.setPlaceholderText("例如：已由街道统一报送")
        self.text.textEdited.connect(lambda _text: own.setChecked(True))
        own.clicked.connect(lambda _on: self.text.setFocus())
        line = row(own)
        line.addWidget(self.text, 1)
        layout.addLayout(line)
        self.save_button = button("注明(&S)", self.accept, "primary")
        self.save_button.setDefault(True)
        layout.addLayout(row(None, self.save_button, button("取消", self.reject)))
        self._group.idToggled.connect(lambda _id, _on: self._refresh())
        self.text.textChanged.connect(lambda _text: self._refresh())
        self._refresh()

    @property
    def words(self) -> str:
        """The words chosen or typed; empty where none are."""
        chosen = self._group.checkedId()
        return USUAL_WORDS[chosen - 1] if chosen > 0 else self.text.text().strip()

    def _refresh(self) -> None:
        self.save_button.setEnabled(bool(self.words))
