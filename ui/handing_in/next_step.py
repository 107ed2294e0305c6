"""The one next step of something that is due, and its state in the user's words. Knows no widgets."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from forms.form.checks import check, errors
from forms.form.filing import Filing
from forms.form.form import Form
from forms.form.progress import has_open_numbers
from forms.notice.due import DueItem, State
from forms.words import day_words, short_moment_words


class Step(enum.Enum):
    """What can be done next."""

    FILL = "fill"
    CHECK = "check"
    HAND_IN = "hand-in"
    CONFIRM = "confirm"
    RECORD = "record"
    CORRECT = "correct"
    SETTLE = "settle"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step with the occurrence it is for; ``form_id`` the form to go to, ``packet_id`` the packet that went.

    ``place`` are the ids of the unit and the notice it is due in.
    """

    step: Step
    key: tuple[str, int]
    form_id: str = ""
    packet_id: int = 0
    place: tuple[int, str] = (0, "")

    @property
    def label(self) -> str:
        """What stands on its button."""
        return {
            Step.FILL: "去填写",
            Step.CHECK: "去检查",
            Step.HAND_IN: "报送…",
            Step.CONFIRM: "送出了吗…",
            Step.RECORD: "查看记录",
            Step.CORRECT: "更正…",
            Step.SETTLE: "不用再报…",
            Step.REOPEN: "重新打开",
        }[self.step]


def next_step(item: DueItem, forms: Mapping[str, tuple[Form, Filing]]) -> NextStep:
    """What to do next about ``item``; ``forms`` are the notice's, each as it is filled in."""
    place = item.place.key if item.place else (0, "")
    return replace(_next_step(item, forms), place=place)


def _next_step(item: DueItem, forms: Mapping[str, tuple[Form, Filing]]) -> NextStep:
    key = item.occurrence.key
    if item.packet is not None:
        step = Step.CORRECT if item.progress.state is State.CHANGED else Step.RECORD
        return NextStep(step, key, packet_id=item.packet.id)
    if item.settlement is not None:
        return NextStep(Step.REOPEN, key)
    asked = item.occurrence.obligation.forms
    if not asked or item.progress.state is State.CHECKED:
        return NextStep(Step.HAND_IN, key)
    for form_id in asked:
        form, filing = forms[form_id]
        if errors(check(form, filing)) or has_open_numbers(form, filing):
            return NextStep(Step.FILL, key, form_id)
    return NextStep(Step.CHECK, key, next(form_id for form_id in asked if _has_doubts(*forms[form_id])))


def _has_doubts(form: Form, filing: Filing) -> bool:
    from forms.form.finding import Severity

    return any(
        finding.severity is Severity.WARNING and not finding.confirmed for finding in check(form, filing)
    )


def state_words(item: DueItem) -> str:
    """How far it is: 未开始, 已填 3/11, 已检查, 已报送 with the time, 报送后有改动, or why it needs no packet."""
    progress = item.progress
    if item.packet is not None:
        dispatches = item.packet.dispatches
        sent_at = dispatches[-1].facts.sent_at if dispatches else item.packet.frozen_at
        went = f"已报送 {short_moment_words(sent_at)}"
        if dispatches:
            went += f"　{dispatches[-1].facts.channel.label}"
        return went + ("　报送后有改动" if progress.state is State.CHANGED else "")
    if item.settlement is not None:
        return f"{item.settlement.words}（{short_moment_words(item.settlement.made_at)} 注明）"
    if not item.occurrence.obligation.forms:
        return "还没有报送"
    if progress.state is State.CHECKED:
        return "已填好，已检查，可以报送"
    if progress.state is State.NOT_BEGUN:
        return f"未开始，共 {progress.blanks} 项"
    return f"已填 {progress.filled}/{progress.blanks}"


def working_day_words(item: DueItem, today: datetime.date) -> str:
    """The last working day where the date itself is none; and where the calendar does not know the year, that."""
    occurrence = item.occurrence
    parts = []
    if occurrence.last_working_day != occurrence.due:
        parts.append(f"逢休息日，之前最后一个工作日是{day_words(occurrence.last_working_day, today)}")
    if not occurrence.known_year:
        parts.append(f"{occurrence.due.year}年的放假安排还不知道，只按周末推算")
    return "；".join(parts)
