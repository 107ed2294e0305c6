"""The choices of a packet: which forms in which formats, and by which way."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from exporters.fax.pages import RESOLUTIONS
from exporters.handing_in.fax_way import COVER_SHEET, RESOLUTION
from exporters.handing_in.order import KEEP_POSITION, NO, YES
from exporters.handing_in.task import PacketForm
from exporters.handing_in.way import Way
from exporters.handing_in.ways import WAYS
from exporters.registry import EXPORTERS, Exporter
from forms.form.finding import Severity
from forms.form.progress import filled_in
from ui.widgets.parts import label, row


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
        for packet_form in forms:
            layout.addWidget(label(packet_form.form.name, "section"))
            layout.addWidget(label(_state_words(packet_form), "error" if packet_form.errors else "muted"))
            layout.addLayout(
                row(*(self._box(packet_form, exporter) for exporter in EXPORTERS), None, spacing=18)
            )

    def _box(self, packet_form: PacketForm, exporter: Exporter) -> QCheckBox:
        box = QCheckBox(exporter.name)
        box.setAccessibleName(f"{packet_form.form.name}：{exporter.name}")
        box.toggled.connect(lambda _on: self.changed.emit())
        self.boxes[packet_form.form.id, exporter.suffix] = box
        return box

    def set_way(self, way: Way) -> None:
        """Choose the formats that go this way; where only PDF can go, the others are switched off."""
        for (_form_id, suffix), box in self.boxes.items():
            box.setEnabled(way.carries(suffix))
            box.setChecked(suffix in way.formats)

    @property
    def chosen(self) -> tuple[tuple[PacketForm, tuple[str, ...]], ...]:
        """Every form with its formats, none where it does not go along."""
        return tuple(
            (
                packet_form,
                tuple(
                    exporter.suffix
                    for exporter in EXPORTERS
                    if self.boxes[packet_form.form.id, exporter.suffix].isChecked()
                ),
            )
            for packet_form in self._forms
        )


def _state_words(packet_form: PacketForm) -> str:
    form = packet_form.form
    parts = [f"已填 {filled_in(form, packet_form.filing)}/{len(form.body)}"]
    if packet_form.errors:
        parts.append(f"{len(packet_form.errors)} 处错误，会印上“草稿”")
    elif packet_form.doubts:
        parts.append(f"{len(packet_form.doubts)} 处疑问没有确认")
    elif any(finding.severity is Severity.WARNING for finding in packet_form.findings):
        parts.append("没有错误，疑问已确认")
    else:
        parts.append("没有错误")
    return "，".join(parts)


class WayChoice(QWidget):
    """The ways to go; under them what is done with what comes out, and what one way alone asks for."""

    changed = Signal()

    def __init__(self, proposed: Way, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        for number, way in enumerate(WAYS):
            choice = QRadioButton(f"{way.label}(&{way.key})")
            choice.setAccessibleName(way.label)
            choice.setChecked(way is proposed)
            choice.toggled.connect(lambda on: self._choose() if on else None)
            group.addButton(choice)
            self.buttons[way.id] = choice
            grid.addWidget(choice, *divmod(number, 3))
        grid.setColumnStretch(3, 1)
        self.hint = label("", "muted")
        self.resolution = QComboBox()
        self.resolution.setProperty("kind", "field")
        self.resolution.setAccessibleName("传真分辨率")
        for resolution in RESOLUTIONS.values():
            self.resolution.addItem(resolution.label, resolution.id)
        self.resolution.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.cover_sheet = QCheckBox("加封面(&G)")
        self.cover_sheet.setChecked(True)
        self.fax_row = QWidget()
        line = row(label("分辨率", wrap=False), self.resolution, self.cover_sheet, None, spacing=12)
        line.setContentsMargins(0, 0, 0, 0)
        self.fax_row.setLayout(line)
        self.keep_position = QCheckBox("保留照片和视频里的拍摄位置(&V)")
        self.keep_position.setToolTip("不选时，报送的照片和视频里没有拍摄位置；原文件不改动。")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self.hint)
        layout.addWidget(self.fax_row)
        layout.addWidget(self.keep_position)
        self._show()

    @property
    def way(self) -> Way:
        return next(way for way in WAYS if self.buttons[way.id].isChecked())

    @property
    def choices(self) -> dict[str, str]:
        """What the way alone asks for, by the names it knows."""
        return {
            RESOLUTION: str(self.resolution.currentData()),
            COVER_SHEET: YES if self.cover_sheet.isChecked() else NO,
            KEEP_POSITION: YES if self.keep_position.isChecked() else NO,
        }

    def _choose(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.hint.setText(self.way.hint)
        self.fax_row.setVisible(RESOLUTION in self.way.asks_for)
        self.keep_position.setVisible(not self.way.only_paged)
