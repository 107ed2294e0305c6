"""PDF files for the tests of the fax: drawn by hand, of any page size, good and hostile."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from exporters.fax.pages import Resolution
from exporters.pdf.style import A4, FAX_STYLE_FINE, FAX_STYLE_STANDARD, PageStyle
from exporters.pdfium.reading import PdfSource
from forms.declared.catalogue import Catalogue
from forms.form.document import Document, make_document
from forms.form.filing import Filing
from forms.values import Filled

STYLES: dict[str, PageStyle] = {"fine": FAX_STYLE_FINE, "standard": FAX_STYLE_STANDARD}
LANDSCAPE = (A4[1], A4[0])
LETTER = (612.0, 792.0)


def drawn(*draw: Callable[[Any], None], size: tuple[float, float] = A4) -> PdfSource:
    """A PDF with a page for each function that draws one."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    for page in draw:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return PdfSource("样张.pdf", target.getvalue())


def frame(canvas: Any) -> None:
    """A frame at the very edge of the page, 10 points thick."""
    width, height = canvas._pagesize
    canvas.setLineWidth(10)
    canvas.rect(5, 5, width - 10, height - 10)


#: What stands at the foot of each page.
FOOT = {
    "lines.unit": "姑苏区平江街道社区卫生服务中心",
    "lines.filled_by": "沈若兰",
    "lines.date": "2020-06-28",
}


def head_mark(canvas: Any) -> None:
    """A black square in the upper left corner of the page."""
    _, height = canvas._pagesize
    canvas.rect(0, height - 50, 50, 50, stroke=0, fill=1)


def style_for(at: Resolution) -> PageStyle:
    return STYLES[at.id]


def statistics(values: Mapping[str, str] | None = None, draft: bool | None = None) -> Document:
    """姑苏's statistics table, filled in with its example or with ``values``."""
    catalogue = Catalogue()
    notice, form = catalogue.notice("gusu-2020"), catalogue.form("gusu-2020", "statistics")
    texts = FOOT | dict(form.example if values is None else values)
    filing = Filing(form.notice_id, form.id, {blank_id: Filled(text) for blank_id, text in texts.items()})
    document, _ = make_document(
        form,
        filing,
        notice_title=notice.title,
        period_first=notice.period.first,
        draft=draft,
    )
    return document
