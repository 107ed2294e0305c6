"""A document: a form with what is printed in each blank, ready for every exporter. Plain data, no decisions left."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.form.check_code import check_code
from forms.form.checks import check, errors, printed, read_blank
from forms.form.filing import Filing
from forms.form.finding import Finding
from forms.form.form import Form
from forms.sheet.markup import Paragraph, Words
from forms.sheet.sheet import EMPTY_BLANK
from forms.values import Filled, Value

#: The profile's entries that are also printed outside the frame of forms that do not ask for them.
UNIT_NAME: Final = "unit.name"
LIAISON_NAME: Final = "liaison.name"


@dataclass(frozen=True)
class Document:
    """A form ready to be printed.

    ``texts`` holds the printed text of each blank that has one, ``values`` the normal form of each blank that can be read,
    ``filled`` the texts as typed with their sources. ``draft`` puts 草稿 across each page. ``blank_form`` is a form to be
    filled in by hand: no values, no check code. ``unit``, ``filled_by`` and ``date`` stand outside the frame; what is empty
    is left open for the pen or the stamp, and so is what the form itself has a blank for: nothing is printed twice.
    ``made_on`` goes into files' metadata: the filing's date, else the notice's first day, so that the same input gives the
    same bytes.
    """

    form: Form
    notice_title: str
    office: str
    texts: Mapping[str, str]
    values: Mapping[str, Value]
    filled: Mapping[str, Filled]
    unit: str
    filled_by: str
    date: datetime.date | None
    made_on: datetime.date
    check_code: str
    draft: bool
    blank_form: bool

    def text_of(self, blank_id: str) -> str:
        """What is printed in a blank: its text, or room to write by hand."""
        return self.texts.get(blank_id) or EMPTY_BLANK

    def printed_paragraphs(
        self, paragraphs: tuple[Paragraph, ...]
    ) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The paragraphs of a cell as (text, blank id) runs; the blank id is empty for printed words."""
        return tuple(
            tuple(
                (run.text, "") if isinstance(run, Words) else (self.text_of(run.blank_id), run.blank_id)
                for run in paragraph
            )
            for paragraph in paragraphs
        )


def make_document(
    form: Form,
    filing: Filing,
    *,
    notice_title: str,
    office: str,
    period_first: datetime.date,
    draft: bool | None = None,
) -> tuple[Document, tuple[Finding, ...]]:
    """The document of a filing and the findings about it.

    ``draft`` forces the 草稿 mark on; left open, it is on exactly where errors remain.
    """
    findings = check(form, filing)
    texts = {blank.id: text for blank in form.blanks if (text := printed(blank, filing.text(blank.id)))}
    document = Document(
        form=form,
        notice_title=notice_title,
        office=office,
        texts=texts,
        values={blank.id: read_blank(blank, filing.text(blank.id)).value for blank in form.blanks},
        filled={blank.id: filing.filled[blank.id] for blank in form.blanks if blank.id in filing.filled},
        unit="" if asks_for(form, UNIT_NAME) else filing.unit,
        filled_by="" if asks_for(form, LIAISON_NAME) else filing.filled_by,
        date=filing.date,
        made_on=filing.date or period_first,
        check_code=check_code(form, filing),
        draft=bool(draft) or bool(errors(findings)),
        blank_form=False,
    )
    return document, findings


def make_blank_document(
    form: Form, *, notice_title: str, office: str, period_first: datetime.date
) -> Document:
    """The form with nothing filled in, to be filled in by hand."""
    return Document(
        form=form,
        notice_title=notice_title,
        office=office,
        texts={},
        values={},
        filled={},
        unit="",
        filled_by="",
        date=None,
        made_on=period_first,
        check_code="",
        draft=False,
        blank_form=True,
    )


def asks_for(form: Form, entry: str) -> bool:
    """Whether the form has a blank of its own for an entry of the unit's profile."""
    return any(blank.prefill == entry for blank in form.blanks)
