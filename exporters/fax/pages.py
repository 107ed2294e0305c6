"""The pages of a PDF as a fax machine sends them: one bit a dot, black on white by threshold, never dithered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exporters.fax.resolution import CONTENT_WIDTH, WIDTH, Placement, Resolution, place
from exporters.pdfium.reading import OpenPdf

if TYPE_CHECKING:
    from PIL.Image import Image

#: Greys darker than this (255 is white) become black: a stroke that covers a fifth of a dot is still printed.
THRESHOLD: Final = 200

_PAPER: Final = 255
_WHITE: Final = (255, 255, 255, 255)
#: PDFium's word for a quarter turn against the clock.
_HEAD_AT_LEFT: Final = 3


def fax_page(pdf: OpenPdf, number: int, at: Resolution) -> Image:
    """Page ``number`` (from 0) as a picture of mode ``1``, 1728 dots wide and as high as ``at`` says."""
    from PIL import Image

    placement = place(pdf.sizes[number], at)
    grey = _draw(pdf, number, placement)
    page = Image.new("1", (WIDTH, at.lines), _PAPER)
    black_or_white = grey.point([0] * THRESHOLD + [255] * (256 - THRESHOLD), mode="1")
    page.paste(black_or_white, ((WIDTH - CONTENT_WIDTH) // 2 + placement.x, placement.y))
    return page


def _draw(pdf: OpenPdf, number: int, placement: Placement) -> Image:
    """The page in 256 greys, in just the dots it will have: the two resolutions differ across and down."""
    from PIL import Image
    from pypdfium2 import PdfBitmap, raw

    width, height = placement.width, placement.height
    with pdf.page(number) as page:
        bitmap = PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        try:
            bitmap.fill_rect(_WHITE, 0, 0, width, height)
            where = (0, 0, width, height, _HEAD_AT_LEFT if placement.turned else 0)
            flags = raw.FPDF_ANNOT | raw.FPDF_PRINTING | raw.FPDF_GRAYSCALE
            raw.FPDF_RenderPageBitmap(bitmap, page, *where, flags)
            if pdf.form_fields:
                raw.FPDF_FFLDraw(pdf.form_fields, bitmap, page, *where, flags)
            stride: Any = bitmap.stride
            return Image.frombytes("L", (width, height), bytes(bitmap.buffer), "raw", "L", stride)
        finally:
            bitmap.close()
