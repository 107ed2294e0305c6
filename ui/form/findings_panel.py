"""Beside the paper: how far the form is, whether it is saved, what the check found, and the value that would be right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from forms.form.finding import Finding, Severity
from forms.form.progress import problem_words
from forms.words import clock_words
from ui.form.findings_list import FindingDelegate, FindingRole, FindingsModel
from ui.form.session import FormSession
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, label
from ui.widgets.theme import Theme

#: The key that takes the suggestion, in the user's words.
TAKE_KEY_WORDS: Final = "Alt+回车"
#: A button is as wide as so many signs of a suggestion.
_SHOWN: Final = 22


def short_text(text: str) -> str:
    """A text for a button, cut where it is long."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class FindingsList(QListView):
    """The list: Enter and a click lead to the blank, or unfold the notes."""

    chosen = Signal(object)
    notes_toggled = Signal()

    def __init__(self, model: FindingsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list")
        self.setAccessibleName("检查结果")
        self.setAccessibleDescription(f"按回车到达所选意见所在的空；有建议的按 {TAKE_KEY_WORDS} 采用。")
        self.setModel(model)
        self.setItemDelegate(FindingDelegate(theme, self))
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        finding = index.data(FindingRole.FINDING)
        if finding is not None:
            self.chosen.emit(finding)
        elif index.data(FindingRole.SEVERITY) == Severity.NOTE:
            self.notes_toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class FindingsPanel(QWidget):
    """State line, counts, 检查, the list, and the place to confirm a warning."""

    chosen = Signal(object)
    check_requested = Signal()
    #: The finding whose suggestion the user takes.
    suggestion_taken = Signal(object)

    def __init__(self, session: FormSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about(self, Topic.CHECK)
        self._session = session
        # Counted anew with the findings, not on every key.
        self._progress = session.progress()
        self.model = FindingsModel(self)
        self.state = label(kind="section")
        self.counts = label(kind="muted")
        self.check = button("检查(&J)", self.check_requested.emit, "primary", "检查全表（F7）")
        self.list = FindingsList(self.model, theme)
        self.hint = label(kind="muted")
        self.take = button("", self._take, "primary")
        self.reason = QLineEdit()
        self.confirm = button("确认属实", self._confirm_or_withdraw)
        self.confirmation = self._make_confirmation()
        self._lay_out()
        self.list.chosen.connect(self.chosen)
        self.list.notes_toggled.connect(self._toggle_notes)
        self.list.selectionModel().currentChanged.connect(self._show_confirmation)
        self.model.modelReset.connect(self._show_confirmation)
        session.findings_changed.connect(self.refresh)
        session.state_changed.connect(self._show_state)
        session.saved.connect(self._show_state)
        session.edited.connect(self._show_state)
        self.refresh()

    def _make_confirmation(self) -> QWidget:
        box = QWidget()
        self.reason.setProperty("kind", "field")
        self.reason.setPlaceholderText("如果属实，写明理由")
        self.reason.setAccessibleName("确认这条疑问的理由")
        self.reason.returnPressed.connect(self._confirm_or_withdraw)
        self.reason.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.reason, 1)
        layout.addWidget(self.confirm)
        return box

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addWidget(self.state)
        line = QHBoxLayout()
        line.addWidget(self.counts, 1)
        line.addWidget(self.check)
        layout.addLayout(line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.take)
        layout.addWidget(self.confirmation)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        delegate = self.list.itemDelegate()
        assert isinstance(delegate, FindingDelegate)
        delegate.theme = theme
        self.list.viewport().update()

    def refresh(self) -> None:
        """Show what may be shown now."""
        chosen = self.selected()
        self._progress = self._session.progress()
        self.model.show(self._session.visible_findings)
        if chosen is not None:
            self.select(chosen)
        self.counts.setText(problem_words(self._session.visible_findings))
        has_rows = self.model.rowCount() > 0
        self.list.setVisible(has_rows)
        self.hint.setVisible(not has_rows)
        asked = self._session.all_revealed
        self.hint.setText(
            "检查过了，没有问题。"
            if asked
            else "离开一个空以后，它的问题会列在这里。\n按“检查”（F7）检查全表，按 F8 逐条查看。"
        )
        self._show_state()
        self._show_confirmation()

    def _show_state(self, _any: object = None) -> None:
        self.state.setText(self.state_words())

    def state_words(self) -> str:
        """``已保存 10:32 · 还差 3 项``."""
        saving = self._session.save_state
        if saving.failure is not None:
            words = "没有保存成功"
        elif saving.waiting:
            words = "正在保存…"
        elif saving.saved_at is not None:
            words = f"已保存 {clock_words(saving.saved_at)}"
        else:
            words = "没有改动"
        form = self._progress
        if form.missing:
            return f"{words} · 还差 {form.missing} 项"
        return f"{words} · 已填 {form.filled}/{form.total}"

    def selected(self) -> Finding | None:
        """The finding that is selected in the list."""
        finding = self.list.currentIndex().data(FindingRole.FINDING)
        return finding if isinstance(finding, Finding) else None

    def select(self, finding: Finding) -> None:
        """Select a finding in the list; the notes are unfolded for one of them."""
        if finding.severity is Severity.NOTE:
            self.model.show_notes(True)
        row = self.model.row_of(finding)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))

    def select_near(self, row: int) -> None:
        """Select the finding at ``row``, or the nearest that there is."""
        rows = [
            place
            for place in range(self.model.rowCount())
            if self.model.index(place).data(FindingRole.FINDING) is not None
        ]
        if rows:
            self.list.setCurrentIndex(self.model.index(min(rows, key=lambda place: abs(place - row))))

    def _toggle_notes(self) -> None:
        self.model.show_notes(not self.model.shows_notes)
        self.list.setCurrentIndex(self.model.index(self.model.notes_row))

    def _take(self) -> None:
        finding = self.selected()
        if finding is not None:
            self.suggestion_taken.emit(finding)

    def _show_suggestion(self, finding: Finding | None) -> None:
        """A finding with one right value offers it."""
        suggestion = finding.suggestion if finding is not None else ""
        self.take.setVisible(bool(suggestion))
        if finding is None or not suggestion:
            return
        # A sign & would underline the letter behind it.
        self.take.setText(f"改为 {short_text(suggestion)}".replace("&", "&&"))
        self.take.setToolTip(f"改为 {suggestion}（{TAKE_KEY_WORDS}），可以撤销")
        label = self._session.form.by_id[finding.field].label
        self.take.setAccessibleName(f"把“{label}”改为 {suggestion}")
        self.take.setAccessibleDescription(f"也可以按 {TAKE_KEY_WORDS}，一步撤销。")

    def _show_confirmation(self, *_any: object) -> None:
        """A warning can be confirmed with a reason; a confirmed one can be withdrawn."""
        finding = self.selected()
        self._show_suggestion(finding)
        is_warning = finding is not None and finding.severity is Severity.WARNING
        self.confirmation.setVisible(is_warning)
        if finding is None or not is_warning:
            return
        self.reason.setVisible(not finding.confirmed)
        self.confirm.setText("撤回确认" if finding.confirmed else "确认属实")
        self.confirm.setEnabled(finding.confirmed or bool(self.reason.text().strip()))

    def _confirm_or_withdraw(self) -> None:
        finding = self.selected()
        if finding is None:
            return
        if finding.confirmed:
            self._session.withdraw(finding)
        elif self.reason.text().strip():
            reason = self.reason.text()
            self.reason.clear()
            self._session.confirm(finding, reason)
        # The field and the button are hidden or say something else now: the keyboard stays with the finding.
        self.list.setFocus()
