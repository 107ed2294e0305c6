"""工作台: which notice is in use, how far each form is, and what is due next."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from forms.form import Form
from forms.notice import Notice
from ui.due_dates import DueDate, due_dates
from ui.form_state import FormState
from ui.parts import button, card, clear, label, row, rule, scrolling_page
from ui.words import day_words, distance_words, span_words


class WorkbenchPage(QWidget):
    """The first page. ``state_of`` tells how far a form is, ``today`` what day it is."""

    #: The id of a form to go on with.
    form_requested = Signal(str)
    #: The user wants to see or change the notice.
    notices_requested = Signal()

    def __init__(
        self,
        notice: Callable[[], Notice],
        state_of: Callable[[Form], FormState],
        today: Callable[[], datetime.date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        self._state_of = state_of
        self._today = today
        area, self._contents = scrolling_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def refresh(self) -> None:
        """Show how things are now."""
        clear(self._contents)
        notice = self._notice()
        self._contents.addWidget(label(self.tr("工作台"), "page-title"))
        self._contents.addWidget(self._notice_card(notice))
        if notice.forms:
            self._contents.addSpacing(4)
            self._contents.addWidget(label(self.tr("要填的表"), "section"))
            for form in notice.forms.values():
                self._contents.addWidget(self._form_card(form))
        else:
            self._contents.addWidget(label(self.tr(_NO_FORMS), "notice"))
        self._contents.addSpacing(4)
        self._contents.addWidget(label(self.tr("接下来要报送"), "section"))
        self._contents.addWidget(self._due_card(notice))
        self._contents.addStretch(1)

    def focus_first(self) -> None:
        """The first form's button, which is what one comes here for."""
        for button_ in self.findChildren(QPushButton):
            if button_.objectName().startswith("open-") and not button_.isHidden():
                button_.setFocus()
                return

    def _notice_card(self, notice: Notice) -> QWidget:
        grid = _facts_grid(
            (
                (self.tr("发文机关"), notice.office),
                (self.tr("主题"), notice.theme),
                (self.tr("文号"), notice.number),
                (self.tr("时间"), span_words(notice.period.first, notice.period.last)),
            )
        )
        change = button(self.tr("查看或更换通知(&N)"), self.notices_requested.emit, "link")
        head = row()
        head.addWidget(label(notice.title, "title", selectable=True), 1)
        head.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        return card(head, grid)

    def _form_card(self, form: Form) -> QWidget:
        state = self._state_of(form)
        words = label(state.words, "muted")
        words.setAccessibleName(f"{form.name}：{state.words}")
        bar = QProgressBar()
        bar.setProperty("kind", "slim")
        bar.setRange(0, max(1, state.total))
        bar.setValue(state.filled)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("{0}填写进度").format(form.name))
        text = self.tr("继续填写") if state.filled else self.tr("开始填写")
        if state.filled == state.total:
            text = self.tr("查看")
        go_on = button(
            text, lambda: self.form_requested.emit(form.id), "" if state.filled == state.total else "primary"
        )
        go_on.setAccessibleName(f"{text}：{form.name}")
        go_on.setObjectName(f"open-{form.id}")
        mark = label(self.tr("官方原表") if form.official else self.tr("自拟表"), "mark", wrap=False)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(row(label(form.name, "title", wrap=False), mark, None))
        if not form.official and form.origin:
            left.addWidget(label(form.origin, "muted"))
        left.addWidget(words)
        left.addWidget(bar)
        line = row(spacing=24)
        line.addLayout(left, 1)
        line.addWidget(go_on, 0, Qt.AlignmentFlag.AlignVCenter)
        return card(line)

    def _due_card(self, notice: Notice) -> QWidget:
        today = self._today()
        dues = due_dates(notice, today)
        if not dues:
            return card(label(self.tr("这份通知没有写明要报送的事项。"), "muted"))
        frame = card()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        for number, due in enumerate(dues):
            if number:
                layout.addWidget(rule())
            layout.addLayout(self._due_row(due, today))
        return frame

    def _due_row(self, due: DueDate, today: datetime.date) -> QGridLayout:
        obligation = due.obligation
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, 190)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(day_words(due.day, today), "muted" if due.past else "section"), 0, 0)
        grid.addWidget(label(obligation.what, "muted" if due.past else "", selectable=True), 0, 1)
        distance = distance_words(due.day, today)
        if due.left > 1:
            distance += self.tr("，之后还有 {0} 次").format(due.left - 1)
        grid.addWidget(label(distance, "muted"), 1, 0)
        parts = [self.tr("原文：{0}").format(obligation.words)]
        if obligation.recipient:
            parts.append(self.tr("报至：{0}").format(obligation.recipient))
        if obligation.channels:
            parts.append(self.tr("方式：{0}").format("、".join(one.words for one in obligation.channels)))
        grid.addWidget(label("　".join(parts), "muted", selectable=True), 1, 1)
        return grid


_NO_FORMS = "这份通知没有要填的表，所以左边没有表的页面。要报送的事项见下面；内容详见“通知”页。"


def _facts_grid(facts: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    shown = [(name, value) for name, value in facts if value]
    for number, (name, value) in enumerate(shown):
        line, column = divmod(number, 2)
        grid.addWidget(label(name, "muted", wrap=False), line, 2 * column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, selectable=True), line, 2 * column + 1)
    return grid
