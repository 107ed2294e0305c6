"""A rule: a relation between blanks, as declared in a form's TOML and bound to the blanks it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.form.finding import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """Whenever ``when`` holds, ``needs`` must hold too; else the finding ``message`` is shown at the blank ``field``.

    ``when`` and ``needs`` are expressions of :mod:`forms.form.expression`. ``names`` binds each name in them to a blank's id: a
    rule declared for each sentence is bound once for every sentence that has the blanks it names.
    ``{name}`` in ``message`` is a blank's printed value, ``{name.label}`` its label, ``{sentence}`` the sentence.
    """

    code: str
    severity: Severity
    when: str
    needs: str
    names: Mapping[str, str]
    field: str
    message: str
