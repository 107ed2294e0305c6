"""On paper: the forms and PDF files as one PDF, to be printed in one go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from exporters.files.names import file_name
from exporters.handing_in.fax_way import paged_files
from exporters.handing_in.order import Order, Written, contents_of
from exporters.handing_in.parts import make_parts, new_files
from exporters.handing_in.way import Way
from exporters.pdfium.merging import merged
from exporters.pdfium.reading import SUFFIX, PdfSource
from exporters.registry import EXPORTERS
from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import NewFile
from forms.progress import Progress


class PaperWay(Way):
    """Everything printed at once."""

    id: ClassVar[str] = "print"
    label: ClassVar[str] = "打印"
    action: ClassVar[str] = "打印(&W)…"
    hint: ClassVar[str] = "把表和 PDF 材料一次打印出来，盖章后送去或寄去。"
    key: ClassVar[str] = "Y"
    channels: ClassVar[tuple[Channel, ...]] = (Channel.PAPER, Channel.FAX)
    proposed_for: ClassVar[tuple[Channel, ...]] = (Channel.PAPER,)
    only_paged: ClassVar[bool] = True
    prints: ClassVar[bool] = True

    def _write(self, order: Order, progress: Progress) -> Written:
        paged = tuple(exporter.suffix for exporter in EXPORTERS if exporter.paged)
        chosen = tuple((form, paged) for form in order.chosen_forms)
        parts = make_parts(replace(order, forms=chosen, further=paged_files(order)), (), progress)
        sources = [PdfSource(part.attachment.name, part.attachment.data) for part in parts]
        pages = merged(sources, partial(progress, len(parts), len(parts) + 1))
        sent = NewFile(file_name(order.stem, "打印件", suffix=SUFFIX), pages, FileRole.SENT)
        return Written(order, contents_of(order, self.cover_lines(order)), (sent, *new_files(parts)))
