"""报送记录: every packet that went, the proof of it, and what has become of it since."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from forms.profile_entries import UNIT_NAME
from ui.record.actions import RecordActions
from ui.record.details import RecordDetails
from ui.record.model import RECIPIENT_COLUMN, SENDER_COLUMN, ListedFile, RecordModel
from ui.record.sent import Sent, forms_of, list_sent
from ui.record.tables import words_table
from ui.widgets.desktop import Desktop
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, card, label, row
from ui.widgets.theme import Theme
from ui.workspace import Workspace

_NARROW: Final = 840


class RecordPage(QWidget):
    """The packets of the notice in use above, or of all; the chosen one's details below."""

    #: The user wants to hand something in.
    workbench_requested = Signal()
    #: The id of a packet that is to be corrected.
    correction_requested = Signal(int)

    def __init__(
        self, workspace: Workspace, desktop: Desktop, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        about(self, Topic.RECORD)
        self._workspace = workspace
        self._unit_name = ""
        self.record_actions = RecordActions(self, workspace, desktop, self.refresh)
        self.model = RecordModel(theme, self)
        self.table = words_table(self.model, "报送记录", (1, RECIPIENT_COLUMN))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_chosen())
        self.details = RecordDetails()
        self.details.take_out_requested.connect(self._take_out)
        self.details.note_requested.connect(self._add_note)
        self.details.correction_requested.connect(self._correct)
        self.details.voiding_requested.connect(self._void)
        self.all_notices = QCheckBox("包括其他通知的(&Q)")
        self.all_notices.toggled.connect(lambda _on: self.refresh())
        self.export_button = button("导出记录(&E)…", lambda: self.record_actions.export(self.model.sent))
        self.workbench_button = button("去工作台(&W)", self.workbench_requested.emit, "primary")
        self._body = QStackedWidget()
        self._body.addWidget(self._make_empty())
        self._body.addWidget(self._make_record())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 22, 28, 20)
        outer.setSpacing(10)
        title = label("报送记录", "page-title", wrap=False)
        outer.addLayout(row(title, None, self.all_notices, self.export_button))
        outer.addWidget(self._body, 1)

    def _make_empty(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        self.empty_words = label(_NOTHING_YET)
        layout.addWidget(card(self.empty_words, row(self.workbench_button, None)))
        layout.addStretch(1)
        return page

    def _make_record(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(self.table)
        split.addWidget(self.details)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([240, 340])
        return split

    @property
    def is_empty(self) -> bool:
        """Whether nothing has gone yet."""
        return self._body.currentIndex() == 0

    def refresh(self) -> None:
        """List the packets as they are now; the chosen one stays chosen."""
        chosen = self.chosen()
        packets = self._workspace.unit.packets()
        self._unit_name = self._workspace.unit.profile().get(UNIT_NAME, "")
        notice_id = self._workspace.notice_id
        own = tuple(packet for packet in packets if packet.contents.notice_id == notice_id)
        self.all_notices.setVisible(bool(own) and len(own) < len(packets))
        shown = packets if self.all_notices.isChecked() or not own else own
        self.model.show(list_sent(shown, forms_of(self._workspace)))
        self._body.setCurrentIndex(1 if packets else 0)
        self.export_button.setVisible(bool(packets))
        self.select(chosen.packet.id if chosen else 0)

    def select(self, packet_id: int) -> None:
        """Choose a packet; the last sent one where it is not listed."""
        if self.model.sent:
            self.table.selectRow(max(0, self.model.row_of(packet_id)))
        self._show_chosen()

    def chosen(self) -> Sent | None:
        """The packet whose details are shown."""
        row = self.table.currentIndex().row()
        return self.model.sent[row] if 0 <= row < len(self.model.sent) else None

    def set_theme(self, theme: Theme) -> None:
        self.model.set_theme(theme)

    def focus_first(self) -> None:
        if self.is_empty:
            self.workbench_button.setFocus()
        else:
            self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the details below tell the recipient and the sender, so that the matter can be read."""
        super().resizeEvent(event)
        for column in (RECIPIENT_COLUMN, SENDER_COLUMN):
            self.table.setColumnHidden(column, event.size().width() < _NARROW)

    def _show_chosen(self) -> None:
        self.details.show_sent(self.chosen(), self._unit_name)

    def _take_out(self, files: tuple[ListedFile, ...]) -> None:
        chosen = self.chosen()
        if chosen is not None and files:
            self.record_actions.take_out(chosen, files)

    def _add_note(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.record_actions.add_note(chosen)

    def _void(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.record_actions.void(chosen)

    def _correct(self) -> None:
        chosen = self.chosen()
        if chosen is not None:
            self.correction_requested.emit(chosen.packet.id)


_NOTHING_YET = "还没有报送过。每报送一次，这里就记下时间、报送方式、接收单位和报送人，并原样保存报出去的文件，日后可以取出核对。"
