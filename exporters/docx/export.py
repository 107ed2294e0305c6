"""Word: the same table, to be edited, as the offices above ask for it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any, Final

from exporters.docx.look import HEI, SONG, TITLE, Look
from exporters.files.zip_file import same_bytes
from exporters.office.text import clean, with_check_code
from exporters.typesetting.bounds import refuse_endless
from forms.declared.resources import RESOURCES
from forms.form.document import Document
from forms.progress import Progress, no_progress
from forms.sheet.printed import DRAFT_LINE, PrintedRun, PrintedSheet, PrintedTable

#: The empty page: its margins, foot, watermark, language, and which fonts stand in where an office has not ours.
_TEMPLATE: Final = RESOURCES / "form.docx"

_PROGRAM: Final = "安月填报"

_DRAFT: Final = Look(HEI, 12, "center", bold=True, keep_with_next=True)
_CAPTION: Final = Look(HEI, 14, keep_with_next=True)
_TITLE: Final = Look(TITLE, 18, "center", before=6, after=10, keep_with_next=True)
_LINES: Final = Look(SONG, 10.5, before=6)

#: Word cuts a property of the core after this.
_PROPERTY_LENGTH: Final = 255


def export(document: Document, progress: Progress = no_progress) -> bytes:
    """The document as a Word file, the same bytes for the same document. Raises ``InputError`` for a text too long to print."""
    import docx

    from exporters.docx.page import set_up_page

    printed = document.printed
    refuse_endless(printed)
    total = printed.row_count + 1
    word = docx.Document(str(_TEMPLATE))
    width = set_up_page(printed, word.sections[0])
    body = word.element.body
    end = body.sectPr
    for part in _parts(printed, width, progress, total):
        end.addprevious(part)
    _set_properties(printed, word)
    buffer = io.BytesIO()
    word.save(buffer)
    progress(total, total)
    return same_bytes(buffer.getvalue(), printed.made_on)


def _parts(printed: PrintedSheet, width: int, progress: Progress, total: int) -> Iterator[Any]:
    """Everything below one another, each a table or a paragraph."""
    from exporters.docx.table import table
    from exporters.docx.xml import words

    yield from _head(printed)
    drawn = 0
    after_table = False
    for block in printed.blocks:
        if isinstance(block, PrintedTable):
            if after_table:
                # Word makes one of two tables that touch.
                yield words((), _LINES)
            yield table(block, width, progress, drawn, total)
            drawn += block.row_count
        else:
            yield from (words(line, _LINES) for line in with_check_code(block, printed.check_code))
        after_table = isinstance(block, PrintedTable)
    if after_table:
        yield words((), _LINES)


def _head(printed: PrintedSheet) -> list[Any]:
    from exporters.docx.xml import words

    parts = []
    if printed.draft:
        parts.append(words((PrintedRun(DRAFT_LINE),), _DRAFT))
    if printed.caption:
        parts.append(words((PrintedRun(printed.caption),), _CAPTION))
    return [*parts, words((PrintedRun(printed.title),), _TITLE)]


def _set_properties(printed: PrintedSheet, word: Any) -> None:
    moment = datetime.datetime.combine(printed.made_on, datetime.time())
    properties = word.core_properties
    properties.title = clean(printed.title)[:_PROPERTY_LENGTH]
    properties.author = clean(printed.author)[:_PROPERTY_LENGTH] or _PROGRAM
    properties.last_modified_by = _PROGRAM
    properties.comments = properties.keywords = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = moment
    properties.revision = 1
