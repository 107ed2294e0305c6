"""Revisions in the user's words. Knows no widgets."""

from __future__ import annotations

from forms.form.differences import label_of
from forms.form.form import Form
from forms.storage.revision import Revision

#: A long text is shown up to here in a list.
_SHOWN = 40


def kind_words(kind: str) -> str:
    """What made a revision."""
    words = {
        "edit": "填写",
        "undo": "撤销",
        "redo": "重做",
        "restore": "恢复旧版本",
        "prefill": "从单位资料填入",
        "import": "导入文件",
        "carried-over": "由旧版本带来",
    }
    return words.get(kind, kind)


def text_words(text: str) -> str:
    """A text for a list, on one line and not too long; an empty one says so."""
    if not text:
        return "（空）"
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


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
