"""By fax: the forms in heavier type and PDF files as a class F file, with a cover sheet in front."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from exporters.fax.cover import Cover, check_cover, cover_for
from exporters.fax.fax import Fax, make_fax
from exporters.fax.line_time import RATES, in_words, line_seconds
from exporters.fax.pages import FINE, RESOLUTIONS, Resolution
from exporters.fax.tiff import received_pages
from exporters.files.attachment import Attachment, distinct, read_attachment
from exporters.files.names import suggest_name
from exporters.files.writing import write_file
from exporters.handing_in.order import LARGEST_PACKET, YES, Order, Written, contents_of
from exporters.handing_in.parts import share
from exporters.handing_in.way import Way
from exporters.pdfium.reading import SUFFIX, PdfSource, is_pdf
from forms.channel import Channel
from forms.errors import InputError
from forms.file_role import FileRole
from forms.form.finding import Finding, Severity
from forms.packet import NewFile
from forms.progress import Progress

#: The choices this way asks for: the resolution's id, and whether there is a cover.
RESOLUTION = "resolution"
COVER_SHEET = "cover-sheet"


class FaxWay(Way):
    """A file that fax machines and servers take."""

    id: ClassVar[str] = "fax"
    label: ClassVar[str] = "传真文件"
    action: ClassVar[str] = "生成传真文件(&W)"
    hint: ClassVar[str] = "生成传真机和传真服务器能收的 .tiff 文件，前面加一页封面。只有 PDF 能传真。"
    key: ClassVar[str] = "T"
    channels: ClassVar[tuple[Channel, ...]] = (Channel.FAX,)
    proposed_for: ClassVar[tuple[Channel, ...]] = (Channel.FAX,)
    suffix: ClassVar[str | None] = ".tiff"
    only_paged: ClassVar[bool] = True
    needs_forms: ClassVar[bool] = True
    asks_for: ClassVar[frozenset[str]] = frozenset({"fax", RESOLUTION, COVER_SHEET})
    has_preview: ClassVar[bool] = True

    def remarks(self, order: Order) -> list[Finding]:
        found = []
        if not order.letter.fax:
            words = "没有收件传真号：通知里没有写，封面上会留空。请向对方问明。"
            found.append(Finding("", Severity.WARNING, "handing-in.no-fax-number", words))
        try:
            if _has_cover(order):
                check_cover(_cover(order))
        except InputError as error:
            found.append(Finding("", Severity.ERROR, "handing-in.wrong-cover", error.message))
        return found

    def describe(self, sent: bytes) -> str:
        pages = received_pages(sent)
        coded = [page.coded for page in pages]
        times = "，".join(f"传真速度 {rate} 约 {in_words(line_seconds(coded, rate))}" for rate in RATES)
        names = {known.dots_down: known.label for known in RESOLUTIONS.values()}
        return f"共 {len(pages)} 页，{names[pages[0].dots_down]}分辨率。占用线路：{times}。"

    def _write(self, order: Order, progress: Progress) -> Written:
        sources = _sources(order, progress)
        fax = _make(order, sources, progress)
        (target,) = self.targets(order)
        write_file(target, fax.data)
        files = (NewFile(target.name, fax.data, FileRole.SENT), *_kept(order, sources))
        lines = (*self.cover_lines(order), ("收件传真", order.letter.fax))
        return Written(order, contents_of(order, lines), files, (target,), advice_words(fax))


def preview_fax(order: Order, progress: Progress) -> Fax:
    """The fax as it would be written."""
    return _make(order, _sources(order, progress), progress)


def resolution_of(order: Order) -> Resolution:
    """The resolution the user chose."""
    return RESOLUTIONS.get(order.choices.get(RESOLUTION, ""), FINE)


def advice_words(fax: Fax) -> tuple[str, ...]:
    """What the legibility guard remarks, each with the file it is about."""
    return tuple(f"“{advice.file}”{advice.message}" for advice in fax.advice)


def _sources(order: Order, progress: Progress) -> list[PdfSource]:
    """The forms in heavier type, then the further files that are PDF."""
    from exporters.pdf.export import draw_pdf

    style = resolution_of(order).page_style
    chosen = order.chosen_forms
    sources = []
    for number, form in enumerate(chosen):
        data = draw_pdf(form.document.printed, partial(share, progress, number, len(chosen)), style)
        sources.append(PdfSource(suggest_name(form.document, SUFFIX), data))
    return sources + [PdfSource(pdf.name, pdf.data) for pdf in further_pdfs(order)]


def further_pdfs(order: Order) -> list[Attachment]:
    """The further files that have pages."""
    return [read_attachment(path, LARGEST_PACKET) for path in paged_files(order)]


def paged_files(order: Order) -> tuple[Path, ...]:
    """Where the further files that have pages lie."""
    return tuple(path for path in order.further if is_pdf(path))


def _make(order: Order, sources: list[PdfSource], progress: Progress) -> Fax:
    if not sources:
        raise InputError("没有能传真的内容：只有表和 PDF 文件能传真。请选一张表，或添加 PDF。")
    cover = _cover(order) if _has_cover(order) else None
    return make_fax(sources, resolution_of(order), cover, progress)


def _has_cover(order: Order) -> bool:
    return order.choices.get(COVER_SHEET, YES) == YES


def _cover(order: Order) -> Cover:
    task, letter = order.task, order.letter
    codes = tuple(form.check_code for form in order.chosen_forms)
    cover = cover_for(task.notice, task.obligation, task.profile, task.today, codes)
    return replace(
        cover,
        # Another recipient is not reached under the number of the first.
        to_phone=cover.to_phone if letter.recipient == cover.to else "",
        to=letter.recipient,
        to_fax=letter.fax,
        contact=letter.contact,
        subject=letter.subject,
        remark=task.correction,
    )


def _kept(order: Order, sources: list[PdfSource]) -> tuple[NewFile, ...]:
    forms = order.chosen_forms
    named = distinct([Attachment(source.name, source.data) for source in sources])
    roles = [(FileRole.FORM, form.form.id) for form in forms]
    roles += [(FileRole.FURTHER, "")] * (len(named) - len(forms))
    return tuple(
        NewFile(attachment.name, attachment.data, role, form_id)
        for attachment, (role, form_id) in zip(named, roles, strict=True)
    )
