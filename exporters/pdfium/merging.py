"""Several PDF files as one, page after page."""

from __future__ import annotations

import io
from collections.abc import Sequence

from exporters.pdfium.reading import LOCK, PdfSource
from forms.errors import InputError


def merged(sources: Sequence[PdfSource]) -> bytes:
    """All pages in one PDF; a single file as it is. Raises :class:`InputError` where one cannot be opened."""
    if len(sources) == 1:
        return sources[0].data
    from pypdfium2 import PdfDocument, PdfiumError

    with LOCK:
        whole = PdfDocument.new()
        try:
            for source in sources:
                try:
                    part = PdfDocument(source.data)
                except PdfiumError as error:
                    raise InputError(f"“{source.name}”打不开，不能打印。请去掉它，或另外打印。") from error
                whole.import_pages(part)
                part.close()
            target = io.BytesIO()
            whole.save(target)
        finally:
            whole.close()
    return target.getvalue()
