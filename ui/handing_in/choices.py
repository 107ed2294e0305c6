"""The choices of a packet: which forms in which formats, by which way, and the words of its cover."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from exporters.fax.resolution import FINE, RESOLUTIONS, Resolution
from exporters.handing_in.plan import CoverWords, PacketForm, Task, Way
from forms.form.finding import Severity
from ui.widgets.parts import label, row

_FORMATS = ((".pdf", "PDF"), (".xlsx", "Excel"), (".docx", "Word"))


class FormChoices(QWidget):
    """A line for each form: its name, how far it is, and the formats it goes in."""

    changed = Signal()

    def __init__(self, forms: tuple[PacketForm, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = forms
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for one in forms:
            layout.addWidget(label(one.form.name, "section"))
            layout.addWidget(label(_state_words(one), "error" if one.errors else "muted"))
            layout.addLayout(
                row(*(self._box(one, suffix, name) for suffix, name in _FORMATS), None, spacing=18)
            )

    def _box(self, one: PacketForm, suffix: str, name: str) -> QCheckBox:
        box = QCheckBox(name)
        box.setAccessibleName(f"{one.form.name}：{name}")
        box.toggled.connect(lambda _on: self.changed.emit())
        self.boxes[one.form.id, suffix] = box
        return box

    def set_way(self, way: Way) -> None:
        """Choose the formats that go this way; where only PDF can go, the others are switched off."""
        for (_form_id, suffix), box in self.boxes.items():
            box.setEnabled(suffix == ".pdf" or not way.only_pdf)
            box.setChecked(suffix in way.formats)

    @property
    def chosen(self) -> tuple[tuple[PacketForm, tuple[str, ...]], ...]:
        """Every form with its formats, none where it does not go along."""
        return tuple(
            (one, tuple(suffix for suffix, _ in _FORMATS if self.boxes[one.form.id, suffix].isChecked()))
            for one in self._forms
        )


def _state_words(one: PacketForm) -> str:
    blanks = one.form.blanks
    filled = sum(bool(one.filing.text(blank.id)) for blank in blanks)
    parts = [f"已填 {filled}/{len(blanks)}"]
    if one.errors:
        parts.append(f"{len(one.errors)} 处错误，会印上“草稿”")
    elif one.doubts:
        parts.append(f"{len(one.doubts)} 处疑问没有确认")
    elif any(finding.severity is Severity.WARNING for finding in one.findings):
        parts.append("没有错误，疑问已确认")
    else:
        parts.append("没有错误")
    return "，".join(parts)


class WayChoice(QWidget):
    """The ways to go; under them what is done with what comes out, and for a fax its resolution."""

    changed = Signal()

    def __init__(self, way: Way, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Way, QRadioButton] = {}
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for number, (one, key) in enumerate(zip(Way, "MTYZJ", strict=True)):
            choice = QRadioButton(f"{one.words}(&{key})")
            choice.setAccessibleName(one.words)
            choice.setChecked(one is way)
            choice.toggled.connect(lambda on: self._choose() if on else None)
            group.addButton(choice)
            self.buttons[one] = choice
            grid.addWidget(choice, *divmod(number, 3))
        grid.setColumnStretch(3, 1)
        self.hint = label("", "muted")
        self.resolution = QComboBox()
        self.resolution.setProperty("kind", "field")
        self.resolution.setAccessibleName("传真分辨率")
        for one in RESOLUTIONS.values():
            self.resolution.addItem(one.words, one.id)
        self.resolution.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.cover_sheet = QCheckBox("加封面(&G)")
        self.cover_sheet.setChecked(True)
        self.fax_row = QWidget()
        line = row(label("分辨率", wrap=False), self.resolution, self.cover_sheet, None, spacing=12)
        line.setContentsMargins(0, 0, 0, 0)
        self.fax_row.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self.hint)
        layout.addWidget(self.fax_row)
        self._show()

    @property
    def way(self) -> Way:
        return next(way for way, choice in self.buttons.items() if choice.isChecked())

    @property
    def chosen_resolution(self) -> Resolution:
        return RESOLUTIONS.get(self.resolution.currentData(), FINE)

    def _choose(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.hint.setText(self.way.hint)
        self.fax_row.setVisible(self.way is Way.FAX)


@dataclass(frozen=True)
class _Field:
    name: str
    text: str
    way: Way | None = None


class CoverFields(QWidget):
    """To whom, from whom, about what: the cover of a fax, the head of a mail, the words beside a folder."""

    changed = Signal()

    def __init__(self, words: CoverWords, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setHorizontalSpacing(14)
        self.form.setVerticalSpacing(8)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self._lines: dict[str, tuple[QLineEdit, Way | None]] = {}
        for key, field in {
            "recipient": _Field("收件单位(&U)", words.recipient),
            "email": _Field("收件邮箱(&E)", words.email, Way.MAIL),
            "fax": _Field("收件传真(&X)", words.fax, Way.FAX),
            "subject": _Field("主题(&S)", words.subject),
            "contact": _Field("联系人(&L)", words.contact),
        }.items():
            self._add(key, field)

    def _add(self, key: str, field: _Field) -> None:
        line = QLineEdit(field.text)
        line.setProperty("kind", "field")
        line.setAccessibleName(field.name.partition("(")[0])
        line.setCursorPosition(0)
        line.textChanged.connect(lambda _text: self.changed.emit())
        self._lines[key] = (line, field.way)
        self.form.addRow(field.name, line)

    def line(self, key: str) -> QLineEdit:
        """The field called ``recipient``, ``email``, ``fax``, ``subject`` or ``contact``."""
        return self._lines[key][0]

    def set_way(self, way: Way) -> None:
        """Show what this way needs."""
        for line, of in self._lines.values():
            self.form.setRowVisible(line, of is None or of is way)

    @property
    def words(self) -> CoverWords:
        return CoverWords(**{key: line.text().strip() for key, (line, _) in self._lines.items()})
