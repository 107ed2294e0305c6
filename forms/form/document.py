"""A document: a filing ready for every exporter, as the printed sheet and as the values behind it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from forms.form.check_code import check_code
from forms.form.checks import check, errors, printed, read_blank
from forms.form.filing import Filing
from forms.form.finding import Finding
from forms.form.form import Form
from forms.form.printing import PrintFacts, print_form
from forms.sheet.printed import PrintedSheet
from forms.values import Filled, Value


@dataclass(frozen=True)
class Document:
    """A form ready to leave the program.

    ``printed`` is what stands on paper. ``values`` holds the normal form of each blank that can be read, ``filled`` the
    texts as typed with their sources, ``texts`` the printed texts. ``unit`` is the name of the unit as the form gives it,
    ``date`` the day of the filing; both empty where the form does not say. ``blank_form`` is one to be filled in by hand.
    """

    form: Form
    printed: PrintedSheet
    texts: Mapping[str, str]
    values: Mapping[str, Value]
    filled: Mapping[str, Filled]
    unit: str = ""
    date: datetime.date | None = None
    blank_form: bool = False


def make_document(
    form: Form,
    filing: Filing,
    *,
    notice_title: str,
    period_first: datetime.date,
    draft: bool | None = None,
) -> tuple[Document, tuple[Finding, ...]]:
    """The document of a filing and the findings about it.

    ``draft`` forces the 草稿 mark on; left open, it is on exactly where errors remain. Files are dated by the filing, else
    by ``period_first``, the notice's first day, so that the same input gives the same bytes.
    """
    findings = check(form, filing)
    texts = {blank.id: text for blank in form.blanks if (text := printed(blank, filing.text(blank.id)))}
    values = {blank.id: read_blank(blank, filing.text(blank.id)).value for blank in form.blanks}
    unit = next((texts[blank.id] for blank in form.unit_blanks if blank.id in texts), "")
    date = _filing_date(form, values)
    facts = PrintFacts(
        made_on=date or period_first,
        subject=notice_title,
        author=unit,
        check_code=check_code(form, filing),
        draft=bool(draft) or bool(errors(findings)),
    )
    document = Document(
        form=form,
        printed=print_form(form, texts, facts),
        texts=texts,
        values=values,
        filled={blank.id: filing.filled[blank.id] for blank in form.blanks if blank.id in filing.filled},
        unit=unit,
        date=date,
    )
    return document, findings


def make_blank_document(form: Form, *, notice_title: str, period_first: datetime.date) -> Document:
    """The form with nothing filled in, to be filled in by hand: no values, no check code."""
    printed_sheet = print_form(form, {}, PrintFacts(period_first, notice_title))
    return Document(form, printed_sheet, {}, {}, {}, blank_form=True)


def _filing_date(form: Form, values: Mapping[str, Value]) -> datetime.date | None:
    dates = (values[blank.id] for blank in form.blanks if blank.filing_date)
    return next((date for date in dates if isinstance(date, datetime.date)), None)
