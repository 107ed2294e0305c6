"""工作台: what is overdue, due this week, coming and done in all units; how far each form of the unit in use is."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from forms.form.form import Form
from forms.form.progress import FormProgress
from forms.notice.due import DueItem
from forms.notice.notice import Notice
from forms.storage.office.agenda import Agenda, Passed
from forms.words import day_words, span_words
from ui.handing_in.next_step import NextStep
from ui.handing_in.workbench_due import DueGroups
from ui.handing_in.workbench_years import YearCard
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, card, clear, label, row, scrolling_page


class WorkbenchPage(QWidget):
    """The first page. ``state_of`` tells how far a form is, ``agenda`` what is due, ``step_of`` what to do next about it."""

    #: The id of a form to go on with.
    form_requested = Signal(str)
    #: The user wants to see or change the notice.
    notices_requested = Signal()

    #: A :class:`ui.handing_in.next_step.NextStep` to take.
    step_requested = Signal(object)
    calendar_requested = Signal()
    #: A :class:`forms.notice.due.Place` whose notice is to be put to rest.
    rest_requested = Signal(object)
    #: A :class:`forms.storage.office.agenda.Passed` whose successor is to be used.
    successor_requested = Signal(object)

    def __init__(
        self,
        notice: Callable[[], Notice],
        state_of: Callable[[Form], FormProgress],
        agenda: Callable[[], Agenda],
        step_of: Callable[[DueItem], NextStep],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        about(self, Topic.WORKBENCH)
        self._notice = notice
        self._state_of = state_of
        self._agenda = agenda
        self._postponed: set[tuple[int, str]] = set()
        self._step_of = step_of
        self._groups: DueGroups | None = None
        area, self._contents = scrolling_page()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def refresh(self) -> None:
        """Show how things are now."""
        unfolded = self._groups.unfolded if self._groups else set()
        clear(self._contents)
        notice, agenda = self._notice(), self._agenda()
        self._contents.addLayout(self._head(agenda.due.on))
        for problem in agenda.problems:
            self._contents.addWidget(label(problem, "notice", selectable=True))
        for passed in agenda.passed:
            if passed.place.key not in self._postponed:
                self._contents.addWidget(self._year_card(passed, agenda))
        self._contents.addWidget(self._notice_card(notice))
        self._groups = DueGroups(unfolded)
        self._groups.step_requested.connect(self.step_requested)
        self._groups.show_agenda(agenda, self._step_of)
        self._contents.addWidget(self._groups)
        if notice.forms:
            self._contents.addSpacing(4)
            of_unit = f"（{notice.name}）" if len(agenda.places) > 1 else ""
            self._contents.addWidget(label(f"要填的表{of_unit}", "section"))
            for form in notice.forms.values():
                self._contents.addWidget(self._form_card(form))
        else:
            self._contents.addWidget(label(_NO_FORMS, "notice"))
        self._contents.addStretch(1)

    def _head(self, today: datetime.date) -> QHBoxLayout:
        calendar = button(
            "导出日历(&I)…",
            self.calendar_requested.emit,
            help_text="把所有到期日写成日历文件（.ics），可导入手机或电脑的日历，到期前提醒。",
        )
        calendar.setObjectName("calendar")
        title = label("工作台", "page-title", wrap=False)
        day = label(f"今天是{day_words(today)}", "muted", wrap=False)
        line = row(title, day, None, calendar, spacing=14)
        line.setAlignment(day, Qt.AlignmentFlag.AlignBottom)
        return line

    def focus_first(self) -> None:
        """The next step of what is due first, which is what one comes here for; else the first form."""
        buttons = [found for found in self.findChildren(QPushButton) if found.isVisibleTo(self)]
        for kind in ("step-", "open-"):
            for step_button in buttons:
                if step_button.objectName().startswith(kind):
                    step_button.setFocus()
                    return

    def _year_card(self, passed: Passed, agenda: Agenda) -> YearCard:
        card = YearCard(passed, agenda.place_words(passed.place))
        card.rest_requested.connect(lambda: self.rest_requested.emit(passed.place))
        card.successor_requested.connect(lambda: self.successor_requested.emit(passed))
        card.postponed.connect(lambda: self._postpone(passed.place.key))
        return card

    def _postpone(self, place: tuple[int, str]) -> None:
        """Ask again at the next start."""
        self._postponed.add(place)
        self.refresh()
        self.focus_first()

    def _notice_card(self, notice: Notice) -> QWidget:
        change = button("查看或更换通知(&N)", self.notices_requested.emit, "link")
        head = row()
        head.addWidget(label(notice.title, "section", selectable=True), 1)
        head.addWidget(change, 0, Qt.AlignmentFlag.AlignTop)
        facts = (
            notice.office,
            notice.number,
            f"主题“{notice.theme}”" if notice.theme else "",
            span_words(notice.period.first, notice.period.last),
        )
        return card(head, label("　".join(fact for fact in facts if fact), "muted", selectable=True))

    def _form_card(self, form: Form) -> QWidget:
        state = self._state_of(form)
        words = label(state.label, "muted")
        words.setAccessibleName(f"{form.name}：{state.label}")
        bar = QProgressBar()
        bar.setProperty("kind", "slim")
        bar.setRange(0, max(1, state.total))
        bar.setValue(state.filled)
        bar.setTextVisible(False)
        bar.setAccessibleName(f"{form.name}填写进度")
        text = "继续填写" if state.filled else "开始填写"
        if state.filled == state.total:
            text = "查看"
        go_on = button(text, lambda: self.form_requested.emit(form.id))
        go_on.setAccessibleName(f"{text}：{form.name}")
        go_on.setObjectName(f"open-{form.id}")
        mark = label("官方原表" if form.official else "参考表", "mark", wrap=False)
        if not form.official:
            mark.setToolTip("通知里没有这张表的原文，表由程序按通知内容整理，请以上级下发的附件为准。")
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


_NO_FORMS = "这份通知没有要填的表，所以左边没有表的页面。要报送的事项见上面；内容详见“通知”页。"
