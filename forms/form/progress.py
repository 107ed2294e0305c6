"""How far a form is, in numbers and in words: the one place that counts."""

from __future__ import annotations

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
        if self.filled and self.missing:
            parts.append(f"还差 {self.missing} 项必填")
        if self.errors:
            parts.append(f"{self.errors} 处错误")
        if self.warnings:
            parts.append(f"{self.warnings} 处疑问")
        return "，".join(parts)

    @property
    def is_clean(self) -> bool:
        """Whether nothing keeps the form from going: no errors, nothing missing, no open question."""
        return not (self.missing or self.errors or self.warnings)


def filled_in(form: Form, filing: Filing) -> int:
    """How many of the blanks of ``form.body`` hold something."""
    return sum(bool(filing.text(blank.id).strip()) for blank in form.body)


def form_progress(form: Form, filing: Filing, findings: tuple[Finding, ...] | None = None) -> FormProgress:
    """How far a filing is. ``findings`` are those about it, where they are known already."""
    found = check(form, filing) if findings is None else findings
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    missing = sum(finding.code == "required" for finding in errors)
    warnings = sum(finding.severity is Severity.WARNING and not finding.confirmed for finding in found)
    return FormProgress(len(form.body), filled_in(form, filing), missing, len(errors) - missing, warnings)


def has_open_numbers(form: Form, filing: Filing) -> bool:
    """Whether a number is neither filled in nor 0 nor “/”: such a form is not yet ready to be handed in."""
    return any(field_type(blank.type).is_number and not filing.text(blank.id) for blank in form.blanks)
