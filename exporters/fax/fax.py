"""Makes a fax of PDF files: the class F file, what it costs on the line, and what the pages would lose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporters.fax.cover import Cover, cover_pdf
from exporters.fax.guard import Advice, advice
from exporters.fax.line_time import line_seconds
from exporters.fax.pages import FINE, Resolution, fax_page
from exporters.fax.tiff import CodedPage, code_page, coded_bytes, tiff_file
from exporters.pdfium.reading import MOST_PAGES, OpenPdf, PdfSource
from exporters.pdfium.session import Session
from forms.errors import InputError
from forms.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Fax:
    """A fax ready to go: ``data`` is the whole TIFF file, ``coded`` the bytes of each page that go over the line."""

    data: bytes
    resolution: Resolution
    coded: tuple[int, ...]
    advice: tuple[Advice, ...]

    @property
    def pages(self) -> int:
        return len(self.coded)

    def seconds(self, rate: int) -> int:
        """Estimated seconds on the line at ``rate`` bit/s."""
        return line_seconds(self.coded, rate)


def make_fax(
    sources: Sequence[PdfSource],
    at: Resolution = FINE,
    cover: Cover | None = None,
    progress: Progress = no_progress,
) -> Fax:
    """The pages of all ``sources`` in order, a ``cover`` in front; the same bytes for the same input.

    Raises :class:`InputError` where a file cannot be sent, and lets ``Cancelled`` through from ``progress``.
    """
    if not sources:
        raise InputError("没有要传真的文件。请至少给出一个 PDF。")
    coded: list[CodedPage] = []
    remarks: list[Advice] = []
    total = 1

    def heartbeat() -> None:
        progress(len(coded), total)

    with Session(heartbeat) as session:
        files = [OpenPdf(source, session) for source in sources]
        total = sum(len(file.sizes) for file in files) + (cover is not None)
        if total > MOST_PAGES:
            raise InputError(f"一共有{total}页，一次传真最多{MOST_PAGES}页。请分几次发。")
        if cover is not None:
            first = PdfSource("封面", cover_pdf(cover, total, at))
            files.insert(0, OpenPdf(first, session))
        for file in files:
            for number in range(len(file.sizes)):
                coded.append(code_page(fax_page(file, number, at)))
                remarks += advice(file, number, at)
                progress(len(coded), total)
    return Fax(tiff_file(coded, at), at, coded_bytes(coded), tuple(remarks))
