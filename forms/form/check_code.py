"""The short code printed under a form, by which a page that was typed off a fax can be verified.

There are two, told apart by their form: ``4KD-R7X-MH3`` is made since 0.3.0, ``4KDR-7XMH`` was made before. What was
exported or sent with an old code keeps it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from forms.form.checks import printed
from forms.form.filing import Filing
from forms.form.form import Form
from forms.tidy_text import tidy

#: Letters and digits that are not mistaken for one another on a fax (no 0 O, 1 I L, 2 Z, 5 S, 8 B).
_ALPHABET: Final = "34679ACDEFGHJKMNPQRTUVWXY"
_LENGTH: Final = 9
_FIRST_LENGTH: Final = 8
_FIRST_FORM: Final = re.compile(f"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")

#: Signs that look alike on paper, or that keyboards give for one another, each with the one that stands for all of them.
_ALIKE: Final = {
    ord(sign): kept
    for kept, signs in {
        "-": "‐‑‒–—―−﹣ー─－⸺",
        "(": "[{【〔〖〈《「『⟨",
        ")": "]}】〕〗〉》」』⟩",
        '"': "“”„‟〝〞＂'‘’‚‛`´′″＇",
        ".": "。｡．·•‧∙・･⋅․…⋯",
        ",": "、，､;；",
        ":": "：∶",
        "~": "～〜∼",
        "0": "o",
        "1": "il|",
        "×": "x✕＊*",
        "〇": "○◯",
    }.items()
    for sign in signs
}


def check_code(form: Form, filing: Filing) -> str:
    """Nine letters and digits in three groups that change when a printed value changes so that a reader could see it.

    It depends on the notice, the form and the printed values alone, so that the same values typed in at another office
    give the same code. The lines for stamp and signature are not in it.
    """
    return code_of(form.notice_id, form.id, _body(form, filing))


def code_of(notice_id: str, form_id: str, texts: Mapping[str, str]) -> str:
    """The code of printed texts by blank id, of which empty ones are left out."""
    values = {blank_id: readable(text) for blank_id, text in texts.items() if text}
    code = _code([2, notice_id, form_id, values], _LENGTH)
    return f"{code[:3]}-{code[3:6]}-{code[6:]}"


def first_code_of(notice_id: str, form_id: str, texts: Mapping[str, str]) -> str:
    """The code that was made of the same before 0.3.0: of every sign, also of those that nobody can tell apart."""
    code = _code(
        [notice_id, form_id, {blank_id: text for blank_id, text in texts.items() if text}], _FIRST_LENGTH
    )
    return f"{code[:4]}-{code[4:]}"


def verifies(code: str, form: Form, filing: Filing) -> bool:
    """Whether ``code``, of either form, is that of a filing."""
    if _FIRST_FORM.fullmatch(code):
        return code == first_code_of(form.notice_id, form.id, _body(form, filing))
    return code == check_code(form, filing)


def readable(text: str) -> str:
    """What a reader of a fax can tell apart in a printed text: no spaces, widths, capitals, nor which dash or bracket."""
    even = unicodedata.normalize("NFKC", tidy(text)).casefold().translate(_ALIKE)
    return re.sub(r"\.{2,}", "..", re.sub(r"-{2,}", "-", "".join(even.split())))


def _body(form: Form, filing: Filing) -> dict[str, str]:
    return {blank.id: printed(blank, filing.text(blank.id)) for blank in form.body}


def _code(content: list[object], length: int) -> str:
    # Imported late: most starts of the window make no code.
    import hashlib
    import json

    number = int.from_bytes(hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest(), "big")
    code = ""
    for _ in range(length):
        number, remainder = divmod(number, len(_ALPHABET))
        code += _ALPHABET[remainder]
    return code
