"""Several PDF files as one, page after page; put together in the child process."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from exporters.pdfium.child import ChildDied, ChildTooSlow, Heartbeat
from exporters.pdfium.reading import OpenPdf, PdfSource
from exporters.pdfium.session import Session, no_heartbeat
from forms.errors import InputError

if TYPE_CHECKING:
    from exporters.pdfium.document import Document

#: The most pages of one file that is printed with others.
MOST_PRINTED: Final = 2000


def merged(sources: Sequence[PdfSource], heartbeat: Heartbeat = no_heartbeat) -> bytes:
    """All pages in one PDF; a single file as it is. Raises :class:`InputError` where one cannot be opened."""
    if len(sources) == 1:
        return sources[0].data
    with Session(heartbeat) as session:
        try:
            return _put_together(sources, session)
        except (ChildTooSlow, ChildDied) as error:
            raise InputError(
                f"{_culprit(sources, session)}不能合在一起打印：内容太大、太复杂，或已损坏。请去掉它，或另外打印。"
            ) from error


def _put_together(sources: Sequence[PdfSource], session: Session) -> bytes:
    numbers = [OpenPdf(source, session, MOST_PRINTED).number for source in sources]
    return session.ask(merge_documents, {"documents": numbers})[1]


def _culprit(sources: Sequence[PdfSource], session: Session) -> str:
    """The file that fails alone, else all of them."""
    for source in sources:
        try:
            _put_together([source], session)
        except (ChildTooSlow, ChildDied):
            return f"“{source.name}”"
    return "、".join(f"“{source.name}”" for source in sources)


def merge_documents(
    documents: dict[int, Document], arguments: dict[str, Any], data: bytes
) -> tuple[Any, bytes]:
    """The pages of the open files named in ``documents``, in order; gives back the bytes of a PDF."""
    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    try:
        for number in arguments["documents"]:
            whole.import_pages(documents[number].opened)
        target = io.BytesIO()
        whole.save(target)
    finally:
        whole.close()
    return None, target.getvalue()
