"""Paints the pages of the exported PDF on a printer: what is printed is what the PDF shows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMarginsF, QRect, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from forms.errors import EnvironmentFailure
from forms.progress import Progress
from ui.widgets.pdf_pages import PdfPages

#: Finer than this makes no difference on paper, only larger jobs.
FINEST: Final = 600

_FAILED: Final = (
    "打印没有完成：打印机没有响应，或拒绝了任务。请检查打印机后再试，也可以导出 PDF 后从别处打印。"
)


def prepare_printer(printer: QPrinter, pages: PdfPages) -> None:
    """Set the paper of a printer to the first page's, without margins of Qt's own: the form has its own."""
    size = pages.sizes[0]
    landscape = size.width() > size.height()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))


def page_numbers(printer: QPrinter, count: int) -> list[int]:
    """The pages to print, from 0, as chosen in the print dialog; in reverse where the printer is set so."""
    numbers = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        numbers = [number for number in numbers if printer.fromPage() <= number + 1 <= printer.toPage()]
    elif not printer.pageRanges().isEmpty():
        numbers = [number for number in numbers if printer.pageRanges().contains(number + 1)]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        numbers.reverse()
    return numbers


def print_pages(printer: QPrinter, data: bytes, progress: Progress) -> int:
    """Print the PDF ``data``; return how many pages were sent.

    Runs in any thread. Raises ``EnvironmentFailure`` where the printer refuses, ``InputError`` where a page cannot be
    drawn in time, ``Cancelled`` from ``progress``; the printer's job is then given up.
    """
    step = (0, 1)

    def heartbeat() -> None:
        progress(*step)

    with PdfPages(data, printer.docName() or "打印件", heartbeat) as pages:
        numbers = page_numbers(printer, len(pages.sizes))
        if not numbers:
            raise EnvironmentFailure("所选的页码范围内没有页。请重新选择要打印的页。")
        copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
        order = (
            numbers * copies
            if printer.collateCopies()
            else [number for number in numbers for _ in range(copies)]
        )
        painter = QPainter()
        if not painter.begin(printer):
            raise EnvironmentFailure(_FAILED)
        try:
            for place, number in enumerate(order):
                step = (place, len(order))
                progress(*step)
                if place and not printer.newPage():
                    raise EnvironmentFailure(_FAILED)
                _paint(painter, printer, pages, number)
            progress(len(order), len(order))
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
    return len(order)


def _paint(painter: QPainter, printer: QPrinter, pages: PdfPages, number: int) -> None:
    """One page, centred, as large as the paper is but never distorted."""
    fineness = min(printer.resolution(), FINEST)
    width, height = pages.pixels(number, fineness)
    paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
    scale = min(paper.width() / width, paper.height() / height)
    left = (paper.width() - width * scale) / 2
    above = (paper.height() - height * scale) / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for top, band in pages.bands(number, fineness):
        target = QRectF(left, above + top * scale, width * scale, band.height() * scale)
        painter.drawImage(target, band, QRectF(QRect(0, 0, band.width(), band.height())))
