"""What is said about a blank: to screen readers, in tool tips and in the status line."""

from __future__ import annotations

from forms.fields.registry import field_type
from forms.form.document import LIAISON_NAME, UNIT_NAME, asks_for
from forms.form.finding import Finding
from forms.form.form import Blank, Form
from forms.values import Filled, Source


def header_blanks(form: Form) -> tuple[Blank, ...]:
    """The places outside the form's frame, as blanks, so that the paper treats them alike.

    What the form itself has a blank for is not asked twice: it is not printed there either.
    """
    pen = "不填就留空，打印后手写。"
    entries = (
        ("@unit", UNIT_NAME, "text", "填报单位", "印在表格上方。" + pen),
        ("@filled_by", LIAISON_NAME, "person", "填报人", "印在表格上方。" + pen),
        (
            "@date",
            "",
            "date",
            "日期",
            "填写年月日，例如 2020年6月4日、2020-6-4 或 20200604；" + pen,
        ),
    )
    return tuple(
        Blank(one, kind, label, "", False, label, "", label, "", help=words)
        for one, entry, kind, label, words in entries
        if not (entry and asks_for(form, entry))
    )


def accessible_name(blank: Blank) -> str:
    """A blank's name for screen readers: label and unit, then the sentence it stands in."""
    name = f"{blank.label}（{blank.unit}）" if blank.unit else blank.label
    if blank.required:
        name = f"{name}，必填"
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
    return f"{filled.source.words}（{filled.note}）" if filled.note else filled.source.words


def origin_of(form: Form, blank: Blank) -> str:
    """In a form that is not official: where the blank's row was taken from."""
    return next((row.origin for row in form.sheet.rows if row.id == blank.row_id), "")


def tool_tip(form: Form, blank: Blank, filled: Filled, finding: Finding | None) -> str:
    """All there is to say about a blank, a line each: what is wrong, what may be typed, where it came from."""
    lines = [finding.message if finding else "", help_of(blank), source_of(filled), origin_of(form, blank)]
    return "\n".join(line for line in lines if line)


def status_line(form: Form, blank: Blank, filled: Filled) -> str:
    """The line under the paper for the blank with the focus."""
    label = f"{blank.label}（{blank.unit}）" if blank.unit else blank.label
    parts = [label, help_of(blank), source_of(filled), origin_of(form, blank)]
    return "　·　".join(part for part in parts if part)
