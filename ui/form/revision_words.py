"""Revisions in the user's words, and what is different between two states of a form. Knows no widgets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from forms.form.filing import Filing
from forms.form.form import Form
from forms.storage.revision import Revision
from forms.values import EMPTY

#: A long text is shown up to here in a list.
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """One blank in two states."""

    blank_id: str
    label: str
    before: str
    after: str


def kind_words(kind: str) -> str:
    """What made a revision."""
    words = {
        "edit": "填写",
        "undo": "撤销",
        "redo": "重做",
        "restore": "恢复旧版本",
        "prefill": "从单位资料填入",
        "import": "读入文件",
    }
    return words.get(kind, kind)


def moment_words(moment: datetime.datetime, now: datetime.datetime) -> str:
    """When, in local time: today only the clock, else the day too."""
    local, today = moment.astimezone(), now.astimezone().date()
    clock = local.strftime("%H:%M:%S")
    if local.date() == today:
        return f"今天 {clock}"
    if local.date() == today - datetime.timedelta(days=1):
        return f"昨天 {clock}"
    return f"{local.year}年{local.month}月{local.day}日 {clock}"


def text_words(text: str) -> str:
    """A text for a list, on one line and not too long; an empty one says so."""
    if not text:
        return "（空）"
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def label_of(form: Form, blank_id: str) -> str:
    """A blank's label with its unit; its id where the form no longer has it."""
    blank = form.by_id.get(blank_id)
    if blank is None:
        return blank_id
    return f"{blank.label}（{blank.unit}）" if blank.unit else blank.label


def revision_summary(form: Form, revision: Revision) -> str:
    """What a revision changed, in one line."""
    if not revision.changes:
        return ""
    first = revision.changes[0]
    line = (
        f"{label_of(form, first.blank_id)}：{text_words(first.before.text)} → {text_words(first.after.text)}"
    )
    more = len(revision.changes) - 1
    return f"{line}，等 {more + 1} 项" if more else line


def differences(form: Form, before: Filing, after: Filing) -> tuple[Difference, ...]:
    """The blanks that hold another text in ``after`` than in ``before``, in reading order."""
    return tuple(
        Difference(blank.id, label_of(form, blank.id), before.text(blank.id), after.text(blank.id))
        for blank in form.blanks
        if before.filled.get(blank.id, EMPTY).text != after.filled.get(blank.id, EMPTY).text
    )
