"""收件和联系: to whom, from whom, about what; for a mail also its text and how much the mailbox takes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from exporters.handing_in.letter import Letter
from exporters.handing_in.mail_way import LIMITS
from exporters.handing_in.way import Way
from exporters.mail.settings import mail_settings
from forms.words import MEGABYTE
from ui.widgets.parts import button, label, row, style_spin_box

#: What the fields are called, in the order they stand; a way asks for those in brackets by their names.
_FIELDS: Final = {
    "recipient": "收件单位(&U)",
    "email": "收件邮箱(&E)",
    "fax": "收件传真(&X)",
    "subject": "主题(&S)",
    "contact": "联系人(&L)",
}
_ALWAYS: Final = frozenset({"recipient", "subject", "contact"})
_TEXT: Final = "text"
MAILBOX: Final = "mailbox"
#: The lines of the text that are seen at once.
_LINES: Final = 7


class LetterFields(QWidget):
    """The words of the letter as they are proposed, to be changed. The text follows the other fields until it is edited."""

    changed = Signal()

    def __init__(self, letter: Letter, limit: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(8)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._lines: dict[str, QLineEdit] = {}
        self._proposed = ""
        for key, name in _FIELDS.items():
            self._add_line(key, name, getattr(letter, key))
        self._add_limit(limit)
        self._add_text()
        if letter.text:
            self._set_text(letter.text)

    def _add_line(self, key: str, name: str, text: str) -> None:
        line = QLineEdit(text)
        line.setProperty("kind", "field")
        line.setAccessibleName(name.partition("(")[0])
        line.setCursorPosition(0)
        line.textChanged.connect(lambda _text: self.changed.emit())
        self._lines[key] = line
        self.form.addRow(name, line)

    def _add_limit(self, limit: float | None) -> None:
        self.limit = QDoubleSpinBox()
        style_spin_box(self.limit)
        self.limit.setAccessibleName("一封邮件的上限，单位 MB")
        self.limit.setRange(*LIMITS)
        self.limit.setDecimals(1)
        self.limit.setSuffix(" MB")
        self.limit.setValue(limit or mail_settings().limits.mailbox / MEGABYTE)
        self.limit.setToolTip("对方邮箱一封邮件最多收多大。装不下时照片会缩小，或分成几封。")
        self.limit.valueChanged.connect(lambda _value: self.changed.emit())
        self.form.addRow("邮箱上限(&B)", self.limit)

    def _add_text(self) -> None:
        self.text = QPlainTextEdit()
        self.text.setProperty("kind", "field")
        self.text.setAccessibleName("正文")
        self.text.setTabChangesFocus(True)
        height = self.text.fontMetrics().lineSpacing() * _LINES + 2 * self.text.frameWidth() + 12
        self.text.setMinimumHeight(height)
        self.text.textChanged.connect(self._text_edited)
        self.propose_again = button("恢复建议的正文(&D)", self._propose_again, "link")
        self.text_hint = label(
            "附件清单、分封说明和校验码由程序加进去。校验码由表里的内容算出，两边一样就说明一个数也没错。",
            "muted",
        )
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        inner.addWidget(self.text)
        line = row()
        line.addWidget(self.text_hint, 1)
        line.addWidget(self.propose_again, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(line)
        self._text_area = QWidget()
        self._text_area.setLayout(inner)
        self.form.addRow("正文(&K)", self._text_area)
        name = self.form.labelForField(self._text_area)
        if isinstance(name, QLabel):
            name.setBuddy(self.text)
        self._show_whether_edited()

    def line(self, key: str) -> QLineEdit:
        """The field called ``recipient``, ``email``, ``fax``, ``subject`` or ``contact``."""
        return self._lines[key]

    def set_way(self, way: Way) -> None:
        """Show what this way needs."""
        for key, line in self._lines.items():
            self.form.setRowVisible(line, key in _ALWAYS or key in way.asks_for)
        self.form.setRowVisible(self.limit, MAILBOX in way.asks_for)
        self.form.setRowVisible(self._text_area, _TEXT in way.asks_for)

    def propose_text(self, text: str) -> None:
        """Show the text proposed for the other words, unless the user has written another."""
        if text == self._proposed:
            return
        is_edited, self._proposed = self.is_edited, text
        if not is_edited:
            self._set_text(text)
        self._show_whether_edited()

    @property
    def is_edited(self) -> bool:
        """Whether the text is no longer the one that was proposed."""
        return self.text.toPlainText().strip() != self._proposed.strip()

    def _set_text(self, text: str) -> None:
        self.text.blockSignals(True)
        self.text.setPlainText(text.rstrip("\n"))
        self.text.blockSignals(False)

    def _propose_again(self) -> None:
        self._set_text(self._proposed)
        self._show_whether_edited()
        self.changed.emit()

    def _text_edited(self) -> None:
        self._show_whether_edited()
        self.changed.emit()

    def _show_whether_edited(self) -> None:
        self.propose_again.setVisible(self.is_edited)
        hint = "附件清单、分封说明和校验码由程序加进去。"
        if self.is_edited:
            hint = "附件清单、分封说明和校验码由程序接在您写的正文后面；分成几封时，每封都用这段正文。"
        if not self.text.toPlainText().strip():
            hint = "正文空着时，用的是建议的正文。"
        self.text_hint.setText(hint)

    @property
    def letter(self) -> Letter:
        """The words as they stand; without a text where it is the proposed one."""
        words = {key: line.text().strip() for key, line in self._lines.items()}
        return Letter(**words, text=self.text.toPlainText() if self.is_edited else "")

    @property
    def mailbox(self) -> int:
        """The largest mail in bytes."""
        return round(self.limit.value() * MEGABYTE)
