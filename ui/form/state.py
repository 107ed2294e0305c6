"""How far a form is, in numbers and in words. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from forms.form.checks import check
from forms.form.filing import Filing
from forms.form.finding import Finding, Severity
from forms.form.form import Form


@dataclass(frozen=True, slots=True)
class FormState:
    """``filled`` of ``total`` blanks; required ones still ``missing``; other ``errors``; unconfirmed ``warnings``."""

    total: int
    filled: int
    missing: int
    errors: int
    warnings: int

    @property
    def words(self) -> str:
        """``11 项中已填 7 项，还差 3 项必填，1 处错误``."""
        if not self.filled:
            parts = [f"共 {self.total} 项，还没有填写"]
        elif self.filled == self.total:
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


def form_state(form: Form, filing: Filing) -> FormState:
    """The state of a filing."""
    filled = sum(1 for blank in form.blanks if filing.text(blank.id).strip())
    return state_of(len(form.blanks), filled, check(form, filing))


def state_of(total: int, filled: int, findings: tuple[Finding, ...]) -> FormState:
    """The state of a form whose findings are already known."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    missing = sum(1 for finding in errors if finding.code == "required")
    warnings = sum(
        1 for finding in findings if finding.severity is Severity.WARNING and not finding.confirmed
    )
    return FormState(total, filled, missing, len(errors) - missing, warnings)
