"""What is said about a blank: to screen readers, in tool tips and in the status line."""

from __future__ import annotations

from forms.fields.registry import field_type
from forms.form.finding import Finding
from forms.form.form import Blank, Form
from forms.values import Filled, Source


def accessible_name(blank: Blank) -> str:
    """A blank's name for screen readers: label and unit, then the sentence it stands in."""
    name = f"{blank.full_label}，必填" if blank.required else blank.full_label
    sentence = blank.sentence.replace("（　）", "（空）")
    return name if sentence in ("", blank.label) else f"{name}。所在的句子：{sentence}"


def help_of(blank: Blank) -> str:
    """What may be typed."""
    text = blank.help or field_type(blank.type).help
    if blank.choices:
        text = "可选：{}。".format("、".join(blank.choices))
    return text


def source_of(filled: Filled) -> str:
    """Where a text came from, empty for what was typed by hand or is not there."""
    if not filled.text or filled.source is Source.TYPED:
        return ""
    return f"{filled.source.label}（{filled.note}）" if filled.note else filled.source.label


def origin_of(form: Form, blank: Blank) -> str:
    """In a form that is not official: where the blank's row was taken from."""
    cell = form.cell_of.get(blank.id)
    if form.official or cell is None:
        return ""
    return next(row.origin for row in form.sheet.rows if any(known is cell for known in row.cells))


def tool_tip(form: Form, blank: Blank, filled: Filled, finding: Finding | None) -> str:
    """All there is to say about a blank, a line each: what is wrong, what may be typed, where it came from."""
    lines = [finding.message if finding else "", help_of(blank), source_of(filled), origin_of(form, blank)]
    return "\n".join(line for line in lines if line)


def status_line(form: Form, blank: Blank, filled: Filled) -> str:
    """The line under the paper for the blank with the focus."""
    parts = [blank.full_label, help_of(blank), source_of(filled), origin_of(form, blank)]
    return "　·　".join(part for part in parts if part)
