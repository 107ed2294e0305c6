"""Checks a filing: every blank by its field type, then the form's rules. The only place where findings are made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.fields.base import FieldError, FieldType, Remark, clean, quoted, says_later, says_none
from forms.fields.registry import field_type
from forms.form.expression import Number, evaluate
from forms.form.filing import Confirmation, Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Blank, Form
from forms.form.rule import Rule
from forms.values import NOT_APPLICABLE, Value

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_LABEL: Final = ".label"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a blank's text was read as: a value, or the error that says why it cannot be right."""

    text: str
    value: Value
    error: FieldError | None = None


def read_blank(blank: Blank, text: str) -> Reading:
    """The reading of ``text`` in ``blank``. Raises nothing: an error is part of the reading."""
    try:
        return Reading(text, field_type(blank.type).parse(text, blank.choices))
    except FieldError as error:
        return Reading(text, None, error)


def printed(blank: Blank, text: str) -> str:
    """What is printed for ``text`` in ``blank``: its normal form, or the cleaned text where it cannot be right."""
    reading = read_blank(blank, text)
    return clean(text) if reading.error else field_type(blank.type).format(reading.value)


def check(form: Form, filing: Filing) -> tuple[Finding, ...]:
    """All findings about a filing, in the form's reading order; at one blank errors come first.

    Warnings that were confirmed for the same text carry the reason.
    """
    readings = {blank.id: read_blank(blank, filing.text(blank.id)) for blank in form.blanks}
    findings = [finding for blank in form.blanks for finding in _check_blank(blank, readings[blank.id])]
    findings += [finding for rule in form.rules for finding in _check_rule(rule, form, readings)]
    order = {blank.id: position for position, blank in enumerate(form.blanks)}
    weight = {severity: position for position, severity in enumerate(Severity)}
    findings.sort(key=lambda finding: (order[finding.field], weight[finding.severity]))
    confirmed = {(known.field, known.code): known for known in filing.confirmations}
    return tuple(_with_reason(finding, confirmed, readings) for finding in findings)


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those of ``findings`` that keep a form from being final."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _with_reason(
    finding: Finding, confirmed: Mapping[tuple[str, str], Confirmation], readings: Mapping[str, Reading]
) -> Finding:
    known = confirmed.get((finding.field, finding.code))
    if (
        known is None
        or finding.severity is not Severity.WARNING
        or known.text != readings[finding.field].text
    ):
        return finding
    return Finding(finding.field, finding.severity, finding.code, finding.message, known.reason)


def _check_blank(blank: Blank, reading: Reading) -> list[Finding]:
    if reading.error is not None:
        message = f"{blank.label}：{reading.error.message}"
        return [Finding(blank.id, Severity.ERROR, reading.error.code, message)]
    if reading.value is None:
        if blank.required:
            return [Finding(blank.id, Severity.ERROR, "required", f"{blank.label}：必填，还没有填写。")]
        if blank.at_foot:
            return []
        hint = field_type(blank.type).empty_hint
        return [Finding(blank.id, Severity.NOTE, "empty", f"{blank.label}：还空着。{hint}")]
    kind = field_type(blank.type)
    if reading.value is NOT_APPLICABLE and blank.required and not kind.may_be_none:
        message = f"{blank.label}：这一项必填，不能填“/”。请填写实际内容。"
        return [Finding(blank.id, Severity.ERROR, "required", message)]
    remarks = [*kind.remarks(reading.text), *_remarks_on_required(blank, kind, reading)]
    return [
        Finding(
            blank.id,
            Severity.WARNING if remark.asks else Severity.NOTE,
            remark.code,
            f"{blank.label}：{remark.message}",
        )
        for remark in remarks
    ]


def _remarks_on_required(blank: Blank, kind: FieldType, reading: Reading) -> list[Remark]:
    """What there is to say where a required blank is answered with words that there is no answer, or none yet."""
    text = clean(reading.text)
    if not blank.required:
        return []
    if kind.may_be_none:
        if reading.value is NOT_APPLICABLE or says_none(kind.format(reading.value)):
            return [
                Remark("required-none", f"这一项必填，现在填的是{quoted(text)}，表示没有。有的话请补上。")
            ]
        return []
    if says_none(text) or says_later(text):
        message = f"这一项必填，现在填的是{quoted(text)}。请填写实际内容；确实如此请确认。"
        return [Remark("required-none", message, asks=True)]
    return []


def _check_rule(rule: Rule, form: Form, readings: Mapping[str, Reading]) -> list[Finding]:
    """The rule's finding, if any. A rule that speaks of a blank which cannot be read waits until it can."""
    numbers: dict[str, Number] = {}
    for name, blank_id in rule.names.items():
        reading = readings[blank_id]
        if reading.error is not None:
            return []
        filled = reading.value is not None and reading.value is not NOT_APPLICABLE
        numbers[name] = Number(reading.value if isinstance(reading.value, int) else 0, filled)
    if not evaluate(rule.when, numbers) or evaluate(rule.needs, numbers):
        return []
    return [Finding(rule.field, rule.severity, rule.code, _message(rule, form, readings))]


def _message(rule: Rule, form: Form, readings: Mapping[str, Reading]) -> str:
    def replace(placeholder: re.Match[str]) -> str:
        name = placeholder.group(1)
        if name == "sentence":
            return form.by_id[rule.field].sentence
        if name.endswith(_LABEL) and name.removesuffix(_LABEL) in rule.names:
            return form.by_id[rule.names[name.removesuffix(_LABEL)]].label
        if name not in rule.names:
            return placeholder.group()
        blank = form.by_id[rule.names[name]]
        return field_type(blank.type).format(readings[blank.id].value) or "　"

    return _PLACEHOLDER.sub(replace, rule.message)
