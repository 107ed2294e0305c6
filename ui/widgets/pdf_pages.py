"""The pages of a PDF as pictures, for the preview and the printer. PDFium draws one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Final

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from exporters.pdfium.reading import LOCK
from forms.errors import Cancelled

#: Rows of a page that are drawn at once, so that a page for a fine printer does not fill the memory.
_BAND: Final = 1024

_POINTS_PER_INCH: Final = 72.0


class PdfPages:
    """An open PDF. May be used from any thread; close it, or use it with ``with``."""

    def __init__(self, data: bytes) -> None:
        from pypdfium2 import PdfDocument

        self._closed = False
        with LOCK:
            self._document = PdfDocument(data)
            sizes = [self._document.get_page_size(number) for number in range(len(self._document))]
        #: The pages' widths and heights in points.
        self.sizes: tuple[QSizeF, ...] = tuple(QSizeF(width, height) for width, height in sizes)

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the PDF; a picture asked for later is refused as cancelled."""
        with LOCK:
            self._closed = True
            self._document.close()

    def pixels(self, number: int, dots_per_inch: float) -> tuple[int, int]:
        """The width and height of a page's picture."""
        size = self.sizes[number]
        scale = dots_per_inch / _POINTS_PER_INCH
        return max(1, round(size.width() * scale)), max(1, round(size.height() * scale))

    def picture(self, number: int, dots_per_inch: float) -> QImage:
        """A whole page."""
        width, height = self.pixels(number, dots_per_inch)
        return self._draw(number, width, height, 0, height)

    def bands(self, number: int, dots_per_inch: float) -> Iterator[tuple[int, QImage]]:
        """A page in bands from the top: the row each one begins at, and its picture."""
        width, height = self.pixels(number, dots_per_inch)
        for top in range(0, height, _BAND):
            yield top, self._draw(number, width, height, top, min(_BAND, height - top))

    def _draw(self, number: int, width: int, height: int, top: int, rows: int) -> QImage:
        from pypdfium2 import PdfBitmap, raw

        with LOCK:
            if self._closed:
                raise Cancelled("预览已经关闭。")
            page = self._document[number]
            bitmap = PdfBitmap.new_native(width, rows, raw.FPDFBitmap_BGRx)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
                flags = raw.FPDF_ANNOT | raw.FPDF_PRINTING
                raw.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, flags)
                view = QImage(bytes(bitmap.buffer), width, rows, bitmap.stride, QImage.Format.Format_RGB32)
                return view.copy()
            finally:
                bitmap.close()
                page.close()
