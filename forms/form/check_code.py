"""The short code printed under a form, by which a page that was typed off a fax can be verified."""

from __future__ import annotations

from typing import Final

from forms.form.checks import printed
from forms.form.filing import Filing
from forms.form.form import Form

#: Letters and digits that are not mistaken for one another on a fax (no 0 O, 1 I L, 2 Z, 5 S, 8 B).
_ALPHABET: Final = "34679ACDEFGHJKMNPQRTUVWXY"
_LENGTH: Final = 8


def check_code(form: Form, filing: Filing) -> str:
    """Eight letters and digits in two groups (``4KDR-7XMH``) that change when any printed value changes.

    It depends on the notice, the form and the printed values alone, so that the same values typed in at another office
    give the same code. The lines for stamp and signature are not in it.
    """
    # Imported late: most starts of the window make no code.
    import hashlib
    import json

    values = {blank.id: text for blank in form.body if (text := printed(blank, filing.text(blank.id)))}
    content = json.dumps([form.notice_id, form.id, values], sort_keys=True)
    number = int.from_bytes(hashlib.sha256(content.encode()).digest(), "big")
    code = ""
    for _ in range(_LENGTH):
        number, remainder = divmod(number, len(_ALPHABET))
        code += _ALPHABET[remainder]
    return f"{code[:4]}-{code[4:]}"
