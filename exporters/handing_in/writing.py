"""Makes and writes what an order asks for, in a worker thread, and says what to freeze. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from exporters.fax.cover import Cover, cover_for
from exporters.fax.fax import Fax, make_fax
from exporters.fax.resolution import STANDARD
from exporters.files.attachment import Attachment, distinct, read_attachment, size_words
from exporters.files.folder import WORDS_FILE, check_folder, folder_beside, words_to_copy, write_folder
from exporters.files.packet_zip import pack
from exporters.files.writing import file_name, suggest_name, write_file
from exporters.handing_in.plan import LARGEST_PACKET, CoverWords, Order, PacketForm, Task, Way, size_of
from exporters.mail.draft import Address, Draft, write_draft
from exporters.mail.mails import make_mails
from exporters.mail.settings import mail_settings
from exporters.mail.text import MailFacts, mail_subject
from exporters.pdfium.reading import PdfSource
from exporters.registry import export
from forms.errors import InputError
from forms.packet import Contents, FileRole, NewFile, freeze_form
from forms.progress import Progress

#: A mailbox that no packet fills: for ways without a limit.
_NO_LIMIT = 2 * LARGEST_PACKET


@dataclass(frozen=True)
class Written:
    """What was made: ``paths`` to open, ``files`` to freeze byte for byte, and remarks in the user's words."""

    order: Order
    contents: Contents
    files: tuple[NewFile, ...]
    paths: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    fax: Fax | None = None
    pages: bytes = b""


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the packet and what it is in it."""

    attachment: Attachment
    role: FileRole
    form_id: str = ""


def default_cover(task: Task) -> CoverWords:
    """The cover's words from the notice, the unit and its profile."""
    subject = mail_subject(_facts(task))
    return CoverWords(
        recipient=task.obligation.recipient or task.contact.office or task.notice.office,
        contact=task.profile.get("liaison.name", ""),
        subject=f"更正：{subject}" if task.corrects else subject,
        email=task.contact.email,
        fax=task.contact.fax,
    )


def carry_out(order: Order, progress: Progress) -> Written:
    """Make everything, then write it. Raises ``forms.errors.AnyueError``; a stop leaves nothing."""
    maker: dict[Way, Callable[[Order, Progress], Written]] = {
        Way.MAIL: _mail,
        Way.FAX: _fax,
        Way.PRINT: _print,
        Way.ZIP: _zip,
        Way.FOLDER: _folder,
    }
    return maker[order.way](order, progress)


def make_fax_only(order: Order, progress: Progress) -> Fax:
    """The fax as it would be written, for its preview."""
    return _make_fax(order, _fax_sources(order, progress), progress)


def _contents(order: Order) -> Contents:
    task = order.task
    return Contents(
        notice_id=task.notice.id,
        notice_title=task.notice.title,
        obligation_id=task.obligation.id,
        what=task.obligation.what,
        number=task.occurrence.number,
        due=task.occurrence.due,
        forms=tuple(freeze_form(one.form, one.filing) for one, formats in order.forms if formats),
        cover=order.cover.pairs(order.way),
        corrects=task.corrects.id if task.corrects else None,
    )


def _parts(order: Order, progress: Progress) -> list[_Part]:
    """The forms in their formats, then the further files, under names that are safe and distinct."""
    wanted = [(one, suffix) for one, formats in order.forms for suffix in formats]
    steps = max(1, len(wanted) + len(order.further))
    parts = []
    for number, (one, suffix) in enumerate(wanted):
        data = export(one.document, suffix, partial(_share, progress, number, steps))
        parts.append(_Part(Attachment(suggest_name(one.document, suffix), data), FileRole.FORM, one.form.id))
    if sum(size_of(path) for path in order.further) > LARGEST_PACKET:
        raise InputError(f"添加的文件一共超过{size_words(LARGEST_PACKET)}。请去掉一些，或直接拷到 U 盘送去。")
    largest = mail_settings().limits.largest_file if order.way is Way.MAIL else LARGEST_PACKET
    for number, path in enumerate(order.further, len(wanted)):
        _share(progress, number, steps, 0, 1)
        parts.append(_Part(read_attachment(path, largest), FileRole.FURTHER))
    if not parts:
        raise InputError("还没有选要报送的表或文件。请至少选一个。")
    # The text to copy and what is sent lie beside them, and nothing else may take their names.
    taken = (WORDS_FILE, *(path.name for path in order.targets))
    names = distinct([part.attachment for part in parts], taken)
    return [replace(part, attachment=named) for part, named in zip(parts, names, strict=True)]


def _share(progress: Progress, number: int, steps: int, done: int, total: int) -> None:
    """Progress of one step out of many."""
    progress(number * 100 + 100 * done // max(1, total), steps * 100)


def _new_files(parts: list[_Part]) -> tuple[NewFile, ...]:
    return tuple(
        NewFile(part.attachment.name, part.attachment.data, part.role, part.form_id) for part in parts
    )


def _kept_attachments(parts: list[_Part], attachments: list[Attachment]) -> tuple[NewFile, ...]:
    """The attachments as they went, which are the parts but for photos that were made smaller."""
    by_data = {part.attachment.data: part for part in parts}
    kept = []
    for one in attachments:
        part = by_data.get(one.data)
        role, form_id = (part.role, part.form_id) if part else (FileRole.FURTHER, "")
        kept.append(NewFile(one.name, one.data, role, form_id))
    return tuple(kept)


# The ways -------------------------------------------------------------------------------------------------------------


def _facts(task: Task, cover: CoverWords | None = None) -> MailFacts:
    unit = dict(task.profile)
    if cover is not None:
        unit["liaison.name"] = cover.contact
    codes = tuple((one.form.name, one.document.printed.check_code) for one in task.forms)
    return MailFacts(task.notice, task.obligation, unit, codes, task.occasion)


def _drafts(
    order: Order, parts: list[_Part], progress: Progress, mailbox: int | None, scale: bool
) -> tuple[tuple[Draft, ...], tuple[str, ...]]:
    """The mails with the user's own words in place of the suggested ones, and what is to be said about them."""
    facts = _facts(order.task, order.cover)
    mails = make_mails(facts, [part.attachment for part in parts], mailbox, scale, progress)
    drafts = tuple(
        _with_words(draft, order, number, len(mails.drafts)) for number, draft in enumerate(mails.drafts, 1)
    )
    said = tuple(
        one.message for one in mails.findings if one.code != "mail.no_address" or not order.cover.email
    )
    return drafts, said


def _with_words(draft: Draft, order: Order, part: int, parts: int) -> Draft:
    cover, task = order.cover, order.task
    subject = cover.subject if parts == 1 else f"{cover.subject}（第{part}封 共{parts}封）"
    suggested = task.obligation.recipient or ""
    text = draft.text
    if suggested and cover.recipient and text.startswith(f"{suggested}："):
        text = cover.recipient + text.removeprefix(suggested)
    if task.correction_words:
        text = text.replace("\n\n", f"\n\n　　{task.correction_words}\n\n", 1)
    to = (Address(cover.email, cover.recipient),) if cover.email else ()
    return replace(draft, subject=subject, text=text, to=to)


def _mail(order: Order, progress: Progress) -> Written:
    parts = _parts(order, progress)
    drafts, said = _drafts(order, parts, progress, None, True)
    (target,) = order.targets
    targets = [
        target if len(drafts) == 1 else target.with_name(f"{target.stem}-第{number}封.eml")
        for number in range(1, len(drafts) + 1)
    ]
    files: list[NewFile] = []
    for path, draft in zip(targets, drafts, strict=True):
        check_folder(folder_beside(path), {WORDS_FILE, *(one.name for one in draft.attachments)})
        files.append(NewFile(path.name, write_draft(draft), FileRole.SENT))
    for path, file, draft in zip(targets, files, drafts, strict=True):
        assert isinstance(file.content, bytes)
        write_file(path, file.content)
        write_folder(folder_beside(path), draft)
    attachments = [one for draft in drafts for one in draft.attachments]
    kept = (*files, *_kept_attachments(parts, attachments))
    paths = (*targets, *(folder_beside(path) for path in targets))
    return Written(order, _contents(order), kept, paths, said)


def _fax_sources(order: Order, progress: Progress) -> list[PdfSource]:
    """The forms in heavier type, then the further files that are PDF."""
    from exporters.pdf.export import draw_pdf
    from exporters.pdf.style import FAX_STYLE_FINE, FAX_STYLE_STANDARD

    style = FAX_STYLE_STANDARD if order.resolution is STANDARD else FAX_STYLE_FINE
    chosen = [one for one, formats in order.forms if formats]
    sources = []
    for number, one in enumerate(chosen):
        data = draw_pdf(one.document.printed, partial(_share, progress, number, len(chosen)), style)
        sources.append(PdfSource(suggest_name(one.document, ".pdf"), data))
    return sources + _further_pdfs(order)


def _further_pdfs(order: Order) -> list[PdfSource]:
    found = [read_attachment(path, LARGEST_PACKET) for path in order.further if path.suffix.lower() == ".pdf"]
    return [PdfSource(one.name, one.data) for one in found]


def _make_fax(order: Order, sources: list[PdfSource], progress: Progress) -> Fax:
    if not sources:
        raise InputError("没有能传真的内容：只有表和 PDF 文件能传真。请选一张表，或添加 PDF。")
    return make_fax(
        sources, order.resolution, _cover_sheet(order) if order.with_cover_sheet else None, progress
    )


def _cover_sheet(order: Order) -> Cover:
    task, words = order.task, order.cover
    codes = tuple(one.document.printed.check_code for one, formats in order.forms if formats)
    cover = cover_for(task.notice, task.obligation, task.profile, task.today, codes)
    return replace(
        cover,
        to=words.recipient,
        to_fax=words.fax,
        contact=words.contact,
        subject=words.subject,
        remark=task.correction_words,
    )


def _source_files(order: Order, sources: list[PdfSource]) -> tuple[NewFile, ...]:
    forms: list[PacketForm] = [one for one, formats in order.forms if formats]
    named = distinct([Attachment(one.name, one.data) for one in sources])
    return tuple(
        NewFile(
            one.name,
            one.data,
            FileRole.FORM if number < len(forms) else FileRole.FURTHER,
            forms[number].form.id if number < len(forms) else "",
        )
        for number, one in enumerate(named)
    )


def _fax(order: Order, progress: Progress) -> Written:
    sources = _fax_sources(order, progress)
    fax = _make_fax(order, sources, progress)
    (target,) = order.targets
    write_file(target, fax.data)
    files = (NewFile(target.name, fax.data, FileRole.SENT), *_source_files(order, sources))
    said = advice_words(fax)
    return Written(order, _contents(order), files, (target,), said, fax)


def advice_words(fax: Fax) -> tuple[str, ...]:
    """What the legibility guard remarks, each with the file it is about."""
    return tuple(f"“{one.file}”{one.message}" for one in fax.advice)


def _print(order: Order, progress: Progress) -> Written:
    chosen = tuple((one, (".pdf",)) for one, formats in order.forms if formats)
    further = tuple(path for path in order.further if path.suffix.lower() == ".pdf")
    parts = _parts(replace(order, forms=chosen, further=further), progress)
    pages = _merged([PdfSource(part.attachment.name, part.attachment.data) for part in parts])
    sent = NewFile(file_name(order.stem, "打印件", suffix=".pdf"), pages, FileRole.SENT)
    return Written(order, _contents(order), (sent, *_new_files(parts)), pages=pages)


def _merged(sources: list[PdfSource]) -> bytes:
    """All pages in one PDF, so that they are printed in one go; a single file as it is."""
    if len(sources) == 1:
        return sources[0].data
    import io

    from pypdfium2 import PdfDocument, PdfiumError

    from exporters.pdfium.lock import LOCK

    with LOCK:
        whole = PdfDocument.new()
        try:
            for source in sources:
                try:
                    one = PdfDocument(source.data)
                except PdfiumError as error:
                    raise InputError(f"“{source.name}”打不开，不能打印。请去掉它，或另外打印。") from error
                whole.import_pages(one)
                one.close()
            target = io.BytesIO()
            whole.save(target)
        finally:
            whole.close()
    return target.getvalue()


def _zip(order: Order, progress: Progress) -> Written:
    parts = _parts(order, progress)
    (target,) = order.targets
    data = pack([part.attachment for part in parts], order.task.today)
    write_file(target, data)
    files = (NewFile(target.name, data, FileRole.SENT), *_new_files(parts))
    return Written(order, _contents(order), files, (target,))


def _folder(order: Order, progress: Progress) -> Written:
    parts = _parts(order, progress)
    (draft,), _said = _drafts(order, parts, progress, _NO_LIMIT, False)
    (target,) = order.targets
    write_folder(target, draft)
    words = NewFile(WORDS_FILE, words_to_copy(draft), FileRole.COVER)
    return Written(order, _contents(order), (*_new_files(parts), words), (target,))
