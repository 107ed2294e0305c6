"""The cover sheet of a fax: a form like any other, filled in from the notice, the unit's profile and the obligation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Final

from exporters.fax.pages import Resolution
from forms.declared.form_file import read_form
from forms.declared.resources import RESOURCES
from forms.declared.small_file import read_small_file
from forms.declared.toml_table import read_toml
from forms.declared.values_file import LARGEST_FILE, parse_json_object, parse_values
from forms.errors import InputError
from forms.fields.base import quoted
from forms.form.checks import check, printed, read_blank
from forms.form.filing import Filing
from forms.form.finding import Severity
from forms.form.form import Form
from forms.form.printing import PrintFacts, print_form
from forms.notice.contacts import contact_for
from forms.notice.notice import Notice, Obligation
from forms.profile_entries import (
    LIAISON_FAX,
    LIAISON_MOBILE,
    LIAISON_NAME,
    LIAISON_OFFICE_PHONE,
    UNIT_NAME,
)
from forms.values import Filled, Source

_FILE: Final = RESOURCES / "fax_cover.toml"
#: In VALUES.json the sender stands under ``from``, which is no name in Python.
_FROM: Final = "from"
_SIZES: Final = (16.0, 15.0, 14.0, 13.0, 12.0)


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover sheet, as typed; what is empty is left open for the pen.

    ``date`` is a text that a date field reads (``2020-06-28``). The number of pages is counted when the fax is made;
    where ``pages`` is given it must be that number, the cover counted.
    """

    to: str
    sender: str
    date: str
    subject: str
    to_fax: str = ""
    to_phone: str = ""
    contact: str = ""
    phone: str = ""
    fax: str = ""
    check_code: str = ""
    remark: str = ""
    pages: str = ""


@cache
def cover_form() -> Form:
    """The cover sheet's form (``resources/fax_cover.toml``)."""
    root = read_toml(_FILE)
    return read_form(root, "fax", "cover", None, root.integer("format")).form


def cover_for(
    notice: Notice,
    obligation: Obligation,
    profile: Mapping[str, str],
    date: datetime.date,
    check_codes: tuple[str, ...] = (),
) -> Cover:
    """The cover for what an obligation asks for; ``profile`` holds the unit's entries by id."""
    recipient = contact_for(notice, obligation)
    return Cover(
        to=obligation.recipient or recipient.office or notice.office,
        sender=profile.get(UNIT_NAME, ""),
        date=date.isoformat(),
        subject=f"报送{obligation.what}",
        to_fax=recipient.fax,
        to_phone=recipient.telephone,
        contact=profile.get(LIAISON_NAME, ""),
        phone=profile.get(LIAISON_OFFICE_PHONE, "") or profile.get(LIAISON_MOBILE, ""),
        fax=profile.get(LIAISON_FAX, ""),
        check_code="、".join(check_codes),
    )


def read_cover(path: Path) -> Cover:
    """The cover in ``{"values": {"to": "…", "from": "…", "date": "…", "subject": "…"}}``. Raises :class:`InputError`."""
    content = read_small_file(path, LARGEST_FILE, "传真封面的内容")
    _refuse_unknown(content, path.name)
    filled = parse_values(content, cover_form(), path.name).filled
    texts = {blank_id: value.text for blank_id, value in filled.items()}
    texts["sender"] = texts.pop(_FROM, "")
    cover = Cover(**{field.name: texts.get(field.name, "") for field in fields(Cover)})
    check_cover(cover)
    return cover


def _refuse_unknown(content: bytes, name: str) -> None:
    """Name the blanks there are: ``describe``, which the usual refusal points to, knows no cover."""
    values = parse_json_object(content, name).get("values")
    for blank_id in values if isinstance(values, dict) else ():
        if blank_id not in cover_form().by_id:
            known = "、".join(f"{blank.id}（{blank.label}）" for blank in cover_form().blanks)
            raise InputError(f"“{name}”里的{quoted(blank_id)}不是传真封面上的空。可用的有：{known}。")


def check_cover(cover: Cover) -> None:
    """Raise :class:`InputError` where something on the cover is missing or cannot be right."""
    _filing(cover, cover.pages or "1")


def cover_pdf(cover: Cover, pages: int, at: Resolution) -> bytes:
    """The cover sheet of a fax of ``pages`` pages, itself counted, as a PDF in the type that ``at`` asks for.

    Raises :class:`InputError` where something on it is missing or cannot be right.
    """
    from exporters.pdf.export import draw_pdf

    if cover.pages.strip() and cover.pages.strip() != str(pages):
        raise InputError(
            f"传真封面上写的是共{cover.pages.strip()}页，实际连封面共{pages}页。请改正，或不写页数，由程序来数。"
        )
    filing = _filing(cover, str(pages))
    form = cover_form()
    texts = {blank.id: text for blank in form.blanks if (text := printed(blank, filing.text(blank.id)))}
    facts = PrintFacts(made_on=_day(filing), subject=cover.subject, author=cover.sender)
    style = replace(at.page_style, body_sizes=_SIZES, title_sizes=(30.0, 24.0), note_size=12.0)
    return draw_pdf(print_form(form, texts, facts), style=style)


def _day(filing: Filing) -> datetime.date:
    """The day on the cover, by which the file is dated."""
    values = (
        read_blank(blank, filing.text(blank.id)).value for blank in cover_form().blanks if blank.filing_date
    )
    (day,) = (value for value in values if isinstance(value, datetime.date))
    return day


def _filing(cover: Cover, pages: str) -> Filing:
    texts = {**asdict(cover), "pages": pages}
    texts[_FROM] = texts.pop("sender")
    filled = {blank_id: Filled(text, Source.FILE) for blank_id, text in texts.items() if text.strip()}
    filing = Filing("fax", "cover", filled)
    for finding in check(cover_form(), filing):
        if finding.severity is Severity.ERROR:
            raise InputError(f"传真封面有误：{finding.message}")
    return filing
