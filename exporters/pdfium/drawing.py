"""A page, or a band of it, as dots: what is asked for, and how the child draws it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from exporters.pdfium.document import Document

_WHITE: Final = (255, 255, 255, 255)
#: PDFium's word for a quarter turn against the clock.
_HEAD_AT_LEFT: Final = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of ``width`` × ``height`` dots, of which ``rows`` from ``top`` on are wanted.

    ``grey`` is a byte a dot, else four: blue, green, red and one that says nothing. ``turned`` puts the head at the left.
    """

    width: int
    height: int
    top: int
    rows: int
    grey: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """Rows of dots one after the other, ``stride`` bytes each."""

    width: int
    rows: int
    stride: int
    data: bytes


def arguments_of(drawing: Drawing) -> dict[str, Any]:
    """What :func:`draw_page` needs, for the request."""
    return asdict(drawing)


def draw_page(documents: dict[int, Document], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Draw on white what a printer would print; gives back the bytes of a row, and the rows."""
    from pypdfium2 import PdfBitmap, raw

    document = documents[arguments["document"]]
    wanted = Drawing(**arguments["drawing"])
    kind = raw.FPDFBitmap_Gray if wanted.grey else raw.FPDFBitmap_BGRx
    flags = raw.FPDF_ANNOT | raw.FPDF_PRINTING | (raw.FPDF_GRAYSCALE if wanted.grey else 0)
    turn = _HEAD_AT_LEFT if wanted.turned else 0
    where = (0, -wanted.top, wanted.width, wanted.height, turn)
    with document.page(arguments["page"]) as page:
        bitmap = PdfBitmap.new_native(wanted.width, wanted.rows, kind)
        try:
            bitmap.fill_rect(_WHITE, 0, 0, wanted.width, wanted.rows)
            raw.FPDF_RenderPageBitmap(bitmap, page, *where, flags)
            if document.opened.formenv:
                raw.FPDF_FFLDraw(document.opened.formenv, bitmap, page, *where, flags)
            return bitmap.stride, bytes(bitmap.buffer)
        finally:
            bitmap.close()
