"""What is due, group by group: each date with its place, state and one button to the next step; repeated ones folded."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from forms.notice.due import DueItem, Group, State
from forms.storage.office.agenda import Agenda
from forms.words import day_words, distance_words, short_date_words
from ui.handing_in.next_step import NextStep, Step, state_words, working_day_words
from ui.widgets.parts import button, card, clear, label, row, rule

_DATE_WIDTH = 170

#: A group, and in it the unit, the notice and the obligation whose further dates are folded.
FoldKey = tuple[Group, int, str, str]


class DueGroups(QWidget):
    """All groups that hold something."""

    #: A :class:`NextStep` to take.
    step_requested = Signal(object)

    def __init__(self, unfolded: set[FoldKey], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unfolded = unfolded
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def show_agenda(self, agenda: Agenda, step_of: Callable[[DueItem], NextStep]) -> None:
        """Show what is due in place of what was shown."""
        clear(self._layout)
        due, self._agenda = agenda.due, agenda
        if not due.items:
            words = "正在使用的通知没有写明要报送的事项。" if agenda.places else _NOTHING_IN_USE
            self._layout.addWidget(card(label(words, "muted")))
        for group in Group:
            items = due.group(group)
            if items:
                title = label(f"{group.label}（{len(items)}）", "section")
                self._layout.addWidget(title)
                self._layout.addWidget(self._group_card(group, items, due.on, step_of))

    def _group_card(
        self,
        group: Group,
        items: tuple[DueItem, ...],
        today: datetime.date,
        step_of: Callable[[DueItem], NextStep],
    ) -> QFrame:
        frame = card()
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        by_obligation: dict[FoldKey, list[DueItem]] = {}
        for item in items:
            by_obligation.setdefault(_fold_key(group, item), []).append(item)
        for number, same in enumerate(by_obligation.values()):
            if number:
                layout.addWidget(rule())
            first, *rest = same
            layout.addLayout(self._item_row(first, group, today, step_of(first)))
            if rest:
                layout.addWidget(self._folded(rest, group, today, step_of))
        return frame

    def _folded(
        self,
        rest: list[DueItem],
        group: Group,
        today: datetime.date,
        step_of: Callable[[DueItem], NextStep],
    ) -> QWidget:
        """The other dates of the same obligation, behind one button."""
        fold_key = _fold_key(group, rest[0])
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        for item in rest:
            layout.addWidget(rule())
            layout.addLayout(self._item_row(item, group, today, step_of(item)))
        first, last = rest[0].occurrence.due, rest[-1].occurrence.due
        dates = f"{short_date_words(first)}"
        if len(rest) > 1:
            dates += f"{'、' if len(rest) == 2 else '至'}{short_date_words(last)}"
        closed = f"另有 {len(rest)} 次：{dates}　展开"
        toggle = button(closed, kind="link")
        toggle.setObjectName(f"fold-{group.value}-{rest[0].occurrence.obligation.id}")

        def show(unfolded: bool) -> None:
            body.setVisible(unfolded)
            toggle.setText("收起" if unfolded else closed)
            toggle.setAccessibleName(toggle.text())
            (self.unfolded.add if unfolded else self.unfolded.discard)(fold_key)

        toggle.clicked.connect(lambda _checked=False: show(body.isHidden()))
        show(fold_key in self.unfolded)
        outer = QWidget()
        whole = QVBoxLayout(outer)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row(toggle, None))
        whole.addWidget(body)
        return outer

    def _item_row(self, item: DueItem, group: Group, today: datetime.date, step: NextStep) -> QGridLayout:
        occurrence = item.occurrence
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, _DATE_WIDTH)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        holiday = working_day_words(item, today) if group is not Group.SETTLED else ""
        when = QVBoxLayout()
        when.setSpacing(2)
        when.addWidget(label(day_words(occurrence.due, today), "section", wrap=False))
        if group.is_open:
            kind = "error" if group is Group.OVERDUE else "muted"
            when.addWidget(label(distance_words(occurrence.due, today), kind, wrap=False))
        when.addStretch(1)
        grid.addLayout(when, 0, 0, 2, 1, top)
        what = label(occurrence.obligation.what, selectable=True)
        if place := self._place_words(item):
            name = label(place, "place", selectable=True)
            name.setAccessibleName(f"单位：{place}")
            both = QVBoxLayout()
            both.setSpacing(2)
            both.addWidget(name)
            both.addWidget(what)
            grid.addLayout(both, 0, 1)
        else:
            grid.addWidget(what, 0, 1)
        facts = QVBoxLayout()
        facts.setSpacing(2)
        facts.addWidget(self._state_label(item))
        facts.addWidget(label(_facts(item), "muted", selectable=True))
        if holiday:
            facts.addWidget(label(holiday, "error" if group is Group.OVERDUE else "muted", selectable=True))
        grid.addLayout(facts, 1, 1)
        grid.addLayout(self._buttons(item, group, step), 0, 2, 2, 1, top)
        return grid

    def _place_words(self, item: DueItem) -> str:
        """The item's unit and notice, where there are several."""
        return self._agenda.place_words(item.place) if item.place else ""

    @staticmethod
    def _state_label(item: DueItem) -> QWidget:
        changed = item.progress.state is State.CHANGED
        words = label(state_words(item), "error" if changed else "")
        words.setAccessibleName(f"{item.occurrence.obligation.what}：{words.text()}")
        return words

    def _buttons(self, item: DueItem, group: Group, step: NextStep) -> QVBoxLayout:
        urgent = group in (Group.OVERDUE, Group.THIS_WEEK) or step.step is Step.CORRECT
        go_on = self._button(step, item, "primary" if urgent else "")
        go_on.setObjectName(f"step-{step.key[0]}-{step.key[1]}")
        layout = QVBoxLayout()
        layout.setSpacing(2)
        layout.addWidget(go_on)
        if item.packet is None and item.progress.state is State.BEGUN:
            as_it_is = replace(step, step=Step.HAND_IN, form_id="")
            other = self._button(as_it_is, item, "link")
            other.setText("直接报送…")
            other.setObjectName(f"anyway-{step.key[0]}-{step.key[1]}")
            layout.addWidget(other)
        if group.is_open:
            settle = self._button(replace(step, step=Step.SETTLE, form_id=""), item, "link")
            settle.setObjectName(f"settle-{step.key[0]}-{step.key[1]}")
            layout.addWidget(settle)
        layout.addStretch(1)
        return layout

    def _button(self, step: NextStep, item: DueItem, kind: str) -> QPushButton:
        made = button(step.label, partial(self.step_requested.emit, step), kind)
        due = item.occurrence.due
        parts = (self._place_words(item), short_date_words(due), item.occurrence.obligation.what)
        made.setAccessibleName(f"{step.label}：{'，'.join(part for part in parts if part)}")
        made.setMinimumWidth(104)
        return made


def _fold_key(group: Group, item: DueItem) -> FoldKey:
    unit_id, notice_id = item.place.key if item.place else (0, "")
    return group, unit_id, notice_id, item.occurrence.obligation.id


def _facts(item: DueItem) -> str:
    """The notice's words, to whom and how."""
    obligation = item.occurrence.obligation
    parts = [f"原文：{obligation.words}"]
    if obligation.recipient:
        parts.append(f"报至：{obligation.recipient}")
    if obligation.channels:
        parts.append("方式：" + "、".join(channel.label for channel in obligation.channels))
    return "　".join(parts)


_NOTHING_IN_USE = "没有正在使用的通知，所以没有到期的事项。请在“通知”页选择要填报的通知。"
