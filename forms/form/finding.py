"""What a check found: frozen findings with a field, a severity, a stable code and a Chinese message."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How much a finding weighs.

    An error puts 草稿 across each exported page; a warning may be confirmed with a reason; a note is advice.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        """The severity in the user's words."""
        return {"error": "错误", "warning": "疑问", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    ``field`` is a blank's id; ``reason`` is what the user gave when confirming a warning, else empty; ``suggestion`` is the
    one text that would be right in the blank, as a :class:`~forms.fields.base.FieldError` gives it, else empty.
    """

    field: str
    severity: Severity
    code: str
    message: str
    reason: str = ""
    suggestion: str = ""

    @property
    def confirmed(self) -> bool:
        return bool(self.reason)
