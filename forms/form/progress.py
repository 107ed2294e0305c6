"""How far a form is, in numbers and in words: the one place that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.fields.registry import field_type
from forms.form.checks import check
from forms.form.filing import Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Form


@dataclass(frozen=True, slots=True)
class FormProgress:
    """``filled`` of ``total`` blanks; required ones still ``missing``; other ``errors``; unconfirmed ``warnings``.

    The blanks for stamp and signature at the foot are not among those counted; what is wrong with them is.
    """

    total: int
    filled: int
    missing: int
    errors: int
    warnings: int

    @property
    def label(self) -> str:
        """``11 项中已填 7 项，还差 3 项必填，1 处错误``."""
        if not self.filled:
            parts = [f"共 {self.total} 项，还没有填写"]
        elif self.filled == self.total and not self.missing:
            parts = [f"{self.total} 项全部填好"]
        else:
            parts = [f"{self.total} 项中已填 {self.filled} 项"]
        missing = self.missing if self.filled else 0
        return "，".join((*parts, *_problem_parts(missing, self.errors, self.warnings)))

    @property
    def is_clean(self) -> bool:
        """Whether nothing keeps the form from going: no errors, nothing missing, no open question."""
        return not (self.missing or self.errors or self.warnings)


def _problem_parts(missing: int, errors: int, warnings: int) -> tuple[str, ...]:
    counted = ((missing, "还差 {} 项必填"), (errors, "{} 处错误"), (warnings, "{} 处疑问"))
    return tuple(words.format(count) for count, words in counted if count)


def problem_words(findings: Iterable[Finding]) -> str:
    """``还差 3 项必填，1 处错误，1 处疑问``: what of ``findings`` is open, counted as :attr:`FormProgress.label` counts; empty
    where nothing is."""
    return "，".join(_problem_parts(*_counted(findings)))


def _counted(findings: Iterable[Finding]) -> tuple[int, int, int]:
    """What is missing, other errors, warnings that are not confirmed."""
    missing = errors = warnings = 0
    for finding in findings:
        if finding.severity is Severity.ERROR:
            is_missing = finding.code == "required"
            missing, errors = missing + is_missing, errors + (not is_missing)
        elif finding.severity is Severity.WARNING:
            warnings += not finding.confirmed
    return missing, errors, warnings


def filled_in(form: Form, filing: Filing) -> int:
    """How many of the blanks of ``form.body`` hold something."""
    return sum(bool(filing.text(blank.id).strip()) for blank in form.body)


def form_progress(form: Form, filing: Filing, findings: tuple[Finding, ...] | None = None) -> FormProgress:
    """How far a filing is. ``findings`` are those about it, where they are known already."""
    found = check(form, filing) if findings is None else findings
    return FormProgress(len(form.body), filled_in(form, filing), *_counted(found))


def has_open_numbers(form: Form, filing: Filing) -> bool:
    """Whether a number is neither filled in nor 0 nor “/”: such a form is not yet ready to be handed in."""
    return any(field_type(blank.type).is_number and not filing.text(blank.id) for blank in form.blanks)
