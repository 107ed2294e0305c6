"""The pages of a PDF as pictures, for the preview and the printer; PDFium draws them in a process of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Final

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from exporters.pdfium.child import Heartbeat
from exporters.pdfium.drawing import Drawing
from exporters.pdfium.merging import MOST_PRINTED
from exporters.pdfium.reading import OpenPdf, PdfSource
from exporters.pdfium.session import SECONDS, Session, no_heartbeat

#: Rows of a page that are drawn at once, so that a page for a fine printer does not fill the memory.
_BAND: Final = 1024

_POINTS_PER_INCH: Final = 72.0


class PdfPages:
    """An open PDF. May be used from any thread; close it, or use it with ``with``.

    ``name`` is what a refusal calls it. The ``heartbeat`` is called while one waits for a page, and may raise to stop.
    Raises ``InputError`` where the file, or later a page, cannot be drawn in time.
    """

    def __init__(self, data: bytes, name: str = "预览", heartbeat: Heartbeat = no_heartbeat) -> None:
        self._session = Session(heartbeat)
        try:
            self._pdf = OpenPdf(PdfSource(name, data), self._session, MOST_PRINTED)
        except BaseException:
            self._session.close()
            raise
        #: The pages' widths and heights in points.
        self.sizes: tuple[QSizeF, ...] = tuple(QSizeF(width, height) for width, height in self._pdf.sizes)

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def stop(self) -> None:
        """Give up what is being drawn, without waiting for it; nothing is drawn any more."""
        self._session.stop()

    def close(self) -> None:
        """Close the PDF; a picture that is being drawn, or asked for later, is refused as cancelled."""
        self._session.close()

    def pixels(self, number: int, dots_per_inch: float) -> tuple[int, int]:
        """The width and height of a page's picture."""
        size = self.sizes[number]
        scale = dots_per_inch / _POINTS_PER_INCH
        return max(1, round(size.width() * scale)), max(1, round(size.height() * scale))

    def picture(self, number: int, dots_per_inch: float, heartbeat: Heartbeat = no_heartbeat) -> QImage:
        """A whole page."""
        width, height = self.pixels(number, dots_per_inch)
        return self._draw(number, Drawing(width, height, 0, height), SECONDS, heartbeat)

    def bands(self, number: int, dots_per_inch: float) -> Iterator[tuple[int, QImage]]:
        """A page in bands from the top: the row each one begins at, and its picture."""
        width, height = self.pixels(number, dots_per_inch)
        left = SECONDS
        for top in range(0, height, _BAND):
            begun = time.monotonic()
            band = self._draw(
                number, Drawing(width, height, top, min(_BAND, height - top)), left, no_heartbeat
            )
            left -= time.monotonic() - begun
            yield top, band

    def _draw(self, number: int, drawing: Drawing, seconds: float, heartbeat: Heartbeat) -> QImage:
        dots = self._pdf.draw(number, drawing, seconds, heartbeat)
        view = QImage(dots.data, dots.width, dots.rows, dots.stride, QImage.Format.Format_RGB32)
        return view.copy()
