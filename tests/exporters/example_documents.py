"""Documents for the tests of all exporters: every form of every notice, filled in in several ways."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from forms.declared.catalogue import Catalogue
from forms.form.document import Document, make_blank_document, make_document
from forms.form.filing import Filing
from forms.form.form import Form
from forms.values import Filled

CATALOGUE = Catalogue()

#: (notice, form) of every form in the catalogue.
FORMS = tuple((notice, form) for notice in CATALOGUE.ids() for form in CATALOGUE.notice(notice).forms)

UNIT = "姑苏区平江街道社区卫生服务中心"
DATE = datetime.date(2020, 6, 3)
FOOT = {"lines.unit": UNIT, "lines.filled_by": "沈若兰", "lines.date": "2020-06-03"}

LONG = "线上启动会、悬挂横幅，" * 36
FORMULA = '=HYPERLINK("http://example.com","点我")'


def document_of(
    notice_id: str, form_id: str, filled: Mapping[str, Filled], foot: Mapping[str, str] = FOOT
) -> Document:
    """The form with ``filled`` in it, and at its foot the texts of ``foot`` by blank id."""
    notice = CATALOGUE.notice(notice_id)
    at_foot = {blank_id: Filled(text) for blank_id, text in foot.items()}
    filing = Filing(notice_id, form_id, {**at_foot, **filled})
    document, _ = make_document(
        CATALOGUE.form(notice_id, form_id),
        filing,
        notice_title=notice.title,
        period_first=notice.period.first,
    )
    return document


def example_document(notice_id: str, form_id: str) -> Document:
    return document_of(notice_id, form_id, _example(CATALOGUE.form(notice_id, form_id)))


def blank_document(notice_id: str, form_id: str) -> Document:
    notice = CATALOGUE.notice(notice_id)
    return make_blank_document(
        CATALOGUE.form(notice_id, form_id),
        notice_title=notice.title,
        period_first=notice.period.first,
    )


def marked_document(notice_id: str, form_id: str) -> Document:
    """Every blank holds a text that stands nowhere else; most are errors, so it is a draft."""
    form = CATALOGUE.form(notice_id, form_id)
    return document_of(
        notice_id, form_id, {blank.id: Filled(f"值{n:03}号") for n, blank in enumerate(form.blanks)}
    )


def wild_document(notice_id: str, form_id: str) -> Document:
    """A draft with everything that people paste: formulas, controls, rare characters, very long text."""
    form = CATALOGUE.form(notice_id, form_id)
    texts = (
        FORMULA,
        "约200\x01\x0b\ufffe",
        "𠮷田䶮",
        LONG,
        "'0512",
        '"甲"\n乙\r\n丙',
        "_x0041_ <b>&amp;</b>",
        "@SUM(1)",
    )
    filled = {blank.id: Filled(texts[n % len(texts)]) for n, blank in enumerate(form.blanks)}
    return document_of(notice_id, form_id, filled | {"lines.unit": Filled(UNIT * 8)})


def printed_words(form: Form) -> list[str]:
    """The printed words of the form's cells in reading order."""
    return ["".join(cell.text.split()) for cell in form.sheet.cells if cell.text.strip()]


def _example(form: Form) -> dict[str, Filled]:
    return {key: Filled(text) for key, text in form.example.items()}
