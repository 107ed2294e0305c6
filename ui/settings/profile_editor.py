"""The unit's profile as fields with their messages beside them; used at the first start and under 设置."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from forms.declared.profile import ProfileEntry, profile_entries
from forms.fields.base import FieldError
from forms.fields.registry import field_type
from ui.widgets.parts import label


class EntryField(QWidget):
    """One entry: its label, the field, and below it what is wrong."""

    #: The user has left the field with another text than before.
    finished = Signal()

    def __init__(self, entry: ProfileEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self._type = field_type(entry.type)
        self._editor: QLineEdit | QComboBox = self._combo() if entry.choices else self._line()
        self._editor.setProperty("kind", "field")
        self._editor.setAccessibleName(entry.label)
        self._editor.setAccessibleDescription(entry.help or self._type.help)
        self._message = label("", "error")
        self._message.setVisible(False)
        name = QLabel(f"{entry.label} *（必填）" if entry.required else entry.label)
        name.setBuddy(self._editor)
        self.setFocusProxy(self._editor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (name, self._editor, self._message):
            layout.addWidget(widget)
        layout.addStretch(1)

    @property
    def text(self) -> str:
        editor = self._editor
        return editor.currentText() if isinstance(editor, QComboBox) else editor.text()

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self._editor, QComboBox):
            self._editor.setCurrentIndex(max(0, self._editor.findText(text)))
        else:
            self._editor.setText(text)

    @property
    def message(self) -> str:
        """What is shown to be wrong; empty where nothing is."""
        return self._message.text() if not self._message.isHidden() else ""

    def normal_form(self) -> str | None:
        """The text as it is kept, or ``None`` where it cannot be right (or is missing)."""
        return self._judge()[0]

    def check(self) -> bool:
        """Show what is wrong, or nothing; a text that is right takes on its normal form."""
        normal, message = self._judge()
        if normal is not None and normal != self.text:
            self.text = normal
        if (self._message.text(), self._message.isHidden()) != (message, not message):
            self._message.setText(message)
            self._message.setVisible(bool(message))
            self._editor.setProperty("wrong", bool(message))
            self._editor.style().polish(self._editor)
            self._editor.setAccessibleDescription(message or self.entry.help or self._type.help)
        return normal is not None

    def _judge(self) -> tuple[str | None, str]:
        try:
            normal = self._type.format(self._type.parse(self.text, self.entry.choices))
        except FieldError as error:
            return None, error.message
        if self.entry.required and not normal:
            return None, f"请填写{self.entry.label}。"
        return normal, ""

    def _line(self) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self.entry.help)
        line.setToolTip(self.entry.help or self._type.help)
        line.editingFinished.connect(self._leave)
        self._left_with = ""
        return line

    def _combo(self) -> QComboBox:
        combo = QComboBox()
        combo.addItems(["", *self.entry.choices])
        combo.activated.connect(lambda _index: self._leave())
        self._left_with = ""
        return combo

    def _leave(self) -> None:
        if self.text == self._left_with:
            return
        self.check()
        self._left_with = self.text
        self.finished.emit()


class ProfileEditor(QWidget):
    """All entries: the unit's over the whole width, the liaison's two side by side."""

    #: A field was changed and left.
    edited = Signal()

    def __init__(self, entries: Callable[[], tuple[ProfileEntry, ...]] = profile_entries) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.fields: dict[str, EntryField] = {}
        line, column = 0, 0
        for entry in entries():
            field = EntryField(entry)
            field.finished.connect(self.edited)
            self.fields[entry.id] = field
            if entry.id.startswith("unit."):
                grid.addWidget(field, line, 0, 1, 2)
                line, column = line + 1, 0
            else:
                grid.addWidget(field, line, column)
                line, column = line + column, 1 - column

    def set_texts(self, texts: Mapping[str, str]) -> None:
        for entry_id, field in self.fields.items():
            field.text = texts.get(entry_id, "")
            if field.text:
                field.check()

    def check(self) -> bool:
        """Show what is wrong at every field; lead to the first one that is. True where nothing is."""
        wrong = [field for field in self.fields.values() if not field.check()]
        if wrong:
            wrong[0].setFocus()
        return not wrong

    def texts(self, before: Mapping[str, str] | None = None) -> dict[str, str]:
        """The texts to keep, in normal form. A field that is wrong keeps what it had ``before``."""
        kept = {}
        for entry_id, field in self.fields.items():
            normal = field.normal_form()
            if text := (before or {}).get(entry_id, "") if normal is None else normal:
                kept[entry_id] = text
        return kept
