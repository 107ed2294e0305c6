"""Word: the same table, to be edited, as the offices above ask for it."""

from __future__ import annotations

import datetime
import io
from typing import Any, Final

from exporters.files.zip_bytes import same_bytes
from exporters.xlsx.words import DRAFT_LINE, InkRun, clean, outside_words
from forms.form.document import Document
from forms.progress import Progress, no_progress

_PROGRAM: Final = "安月填报"

#: Word cuts a property of the core after this.
_PROPERTY_LENGTH: Final = 255


def export(document: Document, progress: Progress = no_progress) -> bytes:
    """The document as a Word file, the same bytes for the same document."""
    import docx

    from exporters.docx.page import set_up_page
    from exporters.docx.styles import set_styles
    from exporters.docx.table import table

    total = len(document.form.sheet.rows) + 1
    word = docx.Document()
    set_styles(word)
    width = set_up_page(document, word.sections[0])
    body = word.element.body
    end = body.sectPr
    for part in (*_above(document), table(document, width, progress, total), *_below(document)):
        end.addprevious(part)
    _set_properties(document, word)
    buffer = io.BytesIO()
    word.save(buffer)
    progress(total, total)
    return same_bytes(buffer.getvalue(), document.made_on)


def _above(document: Document) -> list[Any]:
    from exporters.docx.xml import HEI, TITLE, Look, words

    sheet = document.form.sheet
    parts = []
    if document.draft:
        look = Look(HEI, 12, "center", bold=True, keep_with_next=True)
        parts.append(words((InkRun(DRAFT_LINE),), look))
    if sheet.caption:
        parts.append(words((InkRun(clean(sheet.caption)),), Look(HEI, 14, keep_with_next=True)))
    title = Look(TITLE, 18, "center", before=6, after=10, keep_with_next=True)
    return [*parts, words((InkRun(clean(sheet.title)),), title)]


def _below(document: Document) -> list[Any]:
    from exporters.docx.xml import SONG, Look, words

    look = Look(SONG, 10.5, before=6)
    notes = [words((InkRun(clean(note)),), look) for note in document.form.sheet.notes]
    return [*notes, *(words(line, look) for line in outside_words(document))]


def _set_properties(document: Document, word: Any) -> None:
    moment = datetime.datetime.combine(document.made_on, datetime.time())
    properties = word.core_properties
    properties.title = clean(document.form.sheet.title)[:_PROPERTY_LENGTH]
    properties.author = clean(document.unit)[:_PROPERTY_LENGTH] or _PROGRAM
    properties.last_modified_by = _PROGRAM
    properties.comments = properties.keywords = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = moment
    properties.revision = 1
