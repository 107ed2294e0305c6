"""Changes of many blanks at once: empty all, or put 0 into every number that is still empty."""

from __future__ import annotations

from forms.fields.registry import field_type
from forms.form.filing import Filing
from forms.form.form import Form
from forms.values import EMPTY, Filled


def clearing(form: Form, filing: Filing) -> dict[str, Filled]:
    """What empties the whole form: an empty text for each blank that has one."""
    return {blank.id: EMPTY for blank in form.blanks if filing.text(blank.id)}


def zeros(form: Form, filing: Filing) -> dict[str, Filled]:
    """A 0 for each number of the body that is still empty: nothing of the kind took place."""
    return {
        blank.id: Filled("0")
        for blank in form.body
        if field_type(blank.type).is_number and not filing.text(blank.id).strip()
    }
