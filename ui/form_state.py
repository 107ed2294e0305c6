"""How far a form is, in numbers and in words. Knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from forms.checks import check
from forms.filing import Filing
from forms.finding import Finding, Severity
from forms.form import Form


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
            parts = [_tr("共 {0} 项，还没有填写").format(self.total)]
        elif self.filled == self.total:
            parts = [_tr("{0} 项全部填好").format(self.total)]
        else:
            parts = [_tr("{0} 项中已填 {1} 项").format(self.total, self.filled)]
        if self.filled and self.missing:
            parts.append(_tr("还差 {0} 项必填").format(self.missing))
        if self.errors:
            parts.append(_tr("{0} 处错误").format(self.errors))
        if self.warnings:
            parts.append(_tr("{0} 处疑问").format(self.warnings))
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


def _tr(text: str) -> str:
    return QCoreApplication.translate("form_state", text)
