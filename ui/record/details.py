"""What 报送记录 shows of one packet: its files, what differs from now, and how it went."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLayout, QTabWidget, QVBoxLayout, QWidget

from forms.words import day_words, stamp_words
from ui.record.model import DifferencesModel, FilesModel, HistoryModel, ListedFile
from ui.record.sent import Sent, compare_words, went_at
from ui.record.tables import chosen_rows, words_table, wrap_rows
from ui.widgets.parts import add_all, button, label, row, without_key

FILES_TAB, DIFFERENCES_TAB, HISTORY_TAB = range(3)


class RecordDetails(QWidget):
    """Shows the packet it is given; what the user wants to do with it is told by signal."""

    #: The files to take out.
    take_out_requested = Signal(tuple)
    note_requested = Signal()
    correction_requested = Signal()
    #: The record was made by mistake, or it was right after all.
    voiding_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sent: Sent | None = None
        self.files = FilesModel(self)
        self.differences = DifferencesModel(self)
        self.history = HistoryModel(self)
        self.title = label("", "title")
        self.facts = label("", "muted", selectable=True)
        self.compare = label("", "muted")
        self.note_button = button("添加回执/备注(&N)…", self.note_requested.emit)
        self.correct_button = button(
            "更正(&G)…",
            self.correction_requested.emit,
            help_text="按现在的内容再报送一次，并注明是对这一次的更正",
        )
        self.void_button = button("作废(&Z)…", self.voiding_requested.emit, "link")
        self.tabs = QTabWidget()
        self.tabs.setProperty("kind", "plain")
        self.tabs.setAccessibleName("报送详情")
        self.tabs.addTab(self._files_tab(), "")
        self.tabs.addTab(self._differences_tab(), "")
        self.tabs.addTab(self._history_tab(), "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        head = row()
        head.addWidget(self.title, 1)
        head.addWidget(self.note_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.correct_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.void_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        layout.addWidget(self.facts)
        self.voided = label("", "notice", selectable=True)
        layout.addWidget(self.voided)
        layout.addWidget(self.tabs, 1)

    def show_sent(self, sent: Sent | None, unit: str = "") -> None:
        """Show this packet; with ``None`` nothing is chosen. ``unit`` is what the unit is called now."""
        another = self._sent is None or sent is None or self._sent.packet.id != sent.packet.id
        self._sent = sent
        self.setEnabled(sent is not None)
        if sent is None:
            return
        title = f"第{sent.packet.id}号　{sent.packet.contents.what}"
        self.title.setText(title)
        self.facts.setText(self._facts(sent, unit))
        self._show_voiding(sent)
        self.compare.setText(compare_words(sent))
        self.files.show(sent)
        self.differences.show(sent)
        self.history.show(sent)
        self.difference_table.setVisible(bool(sent.differences))
        notes = sum(len(dispatch.receipts) for dispatch in sent.packet.dispatches)
        counts = (len(self.files.files), len(sent.differences or ()), notes)
        names = ("文件", "与现在的不同", "经过和回执")
        for tab, (name, count) in enumerate(zip(names, counts, strict=True)):
            self.tabs.setTabText(tab, f"{name}（{count}）" if count else name)
        if another:
            self.tabs.setCurrentIndex(FILES_TAB)
        self._selection_changed()

    def _show_voiding(self, sent: Sent) -> None:
        voiding = sent.packet.voiding
        self.voided.setVisible(voiding is not None)
        self.correct_button.setVisible(voiding is None)
        if voiding is not None:
            when = stamp_words(voiding.made_at.astimezone())
            self.voided.setText(f"这条记录已作废（{when}）：{voiding.reason}　作废的记录不算报送过。")
        text = "作废(&Z)…" if voiding is None else "取消作废(&Z)"
        self.void_button.setText(text)
        self.void_button.setAccessibleName(without_key(text))

    def _facts(self, sent: Sent, unit: str) -> str:
        """The notice, the due date, the unit's name of that time, what it corrects and what corrects it."""
        contents = sent.packet.contents
        parts = [contents.notice_title, f"截止 {day_words(contents.due)}"]
        if contents.unit and contents.unit != unit:
            parts.append(f"当时的单位名称：{contents.unit}")
        if sent.first is not None:
            words = "更正第{0}号（{1} 报送）"
            parts.append(words.format(sent.first.id, stamp_words(went_at(sent.first))))
        if sent.next is not None:
            words = "已由第{0}号更正（{1} 报送）"
            parts.append(words.format(sent.next.id, stamp_words(went_at(sent.next))))
        return "　".join(part for part in parts if part)

    # Tabs -------------------------------------------------------------------------------------------------------------

    def _files_tab(self) -> QWidget:
        self.file_table = words_table(self.files, "报送的文件", (0,))
        self.file_table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.file_table.selectionModel().selectionChanged.connect(
            lambda _now, _before: self._selection_changed()
        )
        self.file_table.installEventFilter(self)
        self.take_all_button = button(
            "取出全部文件(&T)…", lambda: self.take_out_requested.emit(self.files.files)
        )
        self.take_chosen_button = button(
            "取出选中的(&S)…", lambda: self.take_out_requested.emit(self._chosen())
        )
        self.copy_button = button(
            "复制文件校验值(&H)",
            self.copy_fingerprints,
            help_text="没有选中文件时复制全部（Ctrl+C）",
        )
        tools = row(self.take_all_button, self.take_chosen_button, None, self.copy_button)
        return _tab(self.file_table, tools)

    def _differences_tab(self) -> QWidget:
        self.difference_table = words_table(self.differences, "与现在的不同", (0, 1, 2))
        wrap_rows(self.difference_table)
        return _tab(self.compare, self.difference_table)

    def _history_tab(self) -> QWidget:
        self.history_table = words_table(self.history, "经过和回执", (2, 3))
        wrap_rows(self.history_table)
        return _tab(self.history_table)

    def _chosen(self) -> tuple[ListedFile, ...]:
        return tuple(self.files.files[row] for row in chosen_rows(self.file_table))

    def _selection_changed(self) -> None:
        self.take_chosen_button.setEnabled(bool(self._chosen()))
        self.take_all_button.setEnabled(bool(self.files.files))
        self.copy_button.setEnabled(bool(self.files.files))

    def copy_fingerprints(self) -> None:
        """Put the whole fingerprints of the chosen files, or of all, on the clipboard."""
        rows = chosen_rows(self.file_table) or list(range(len(self.files.files)))
        QGuiApplication.clipboard().setText(self.files.fingerprints(rows))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Copy):
                self.copy_fingerprints()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen():
                self.take_out_requested.emit(self._chosen())
                return True
        return super().eventFilter(watched, event)


def _tab(*contents: QWidget | QLayout) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 8, 0, 0)
    layout.setSpacing(8)
    add_all(layout, *contents)
    return page
