"""What the command ``mail`` does: files in, drafts and folders out, and on standard error what was done."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exporters.files.attachment import MEGABYTE, Attachment, distinct, read_attachment
from exporters.files.folder import WORDS_FILE, check_folder, folder_beside, write_folder
from exporters.files.writing import write_file
from exporters.mail.draft import Draft, write_draft
from exporters.mail.mails import make_mails
from exporters.mail.settings import mail_settings
from exporters.mail.text import MailFacts
from exporters.registry import is_readable_back
from forms.declared.catalogue import Catalogue
from forms.declared.profile_file import read_profile
from forms.errors import AnyueError, InputError, one_line
from forms.form.filing import Filing
from forms.form.form import Form
from forms.notice.notice import Notice, Obligation

#: What may be asked for as a mailbox's limit, in megabytes.
_LIMITS: Final = (0.1, 1000.0)

#: The form that carries the unit's entries where a notice has none of its own.
_USUAL_FORM: Final = ("gusu-2020", "liaison")


@dataclass(frozen=True, slots=True)
class MailOrder:
    """What the command was asked to do. ``limit`` in megabytes, ``None`` for the usual one."""

    notice_id: str
    obligation_id: str
    files: tuple[Path, ...]
    output: Path
    unit: Path | None = None
    limit: float | None = None
    folder: bool = True


def write_mails(catalogue: Catalogue, order: MailOrder) -> None:
    """Write the draft or drafts. Raises :class:`AnyueError`; nothing is written where the input is wrong."""
    if order.output.suffix.lower() != ".eml":
        raise InputError(f"邮件草稿的文件名要以 .eml 结尾，现在写的是“{order.output.name}”。请改正后再试。")
    mailbox = None if order.limit is None else _bytes(order.limit)
    notice = catalogue.notice(order.notice_id)
    obligation = _obligation(notice, order.obligation_id)
    unit = read_profile(order.unit, _liaison_form(catalogue, notice)) if order.unit else {}
    attachments = _read_files(order.files, order.output)
    facts = MailFacts(notice, obligation, unit, _check_codes(catalogue, attachments))
    mails = make_mails(facts, attachments, mailbox)
    targets = _targets(order.output, len(mails.drafts))
    _refuse_left_over(order.output, targets)
    if order.folder:
        for target, draft in zip(targets, mails.drafts, strict=True):
            check_folder(folder_beside(target), _names(draft))
    for target, draft in zip(targets, mails.drafts, strict=True):
        write_file(target, write_draft(draft))
        if order.folder:
            write_folder(folder_beside(target), draft)
    for finding in mails.findings:
        print(one_line(f"{finding.severity.words}  {finding.message}"), file=sys.stderr)
    if len(targets) > 1:
        names = "、".join(target.name for target in targets)
        print(one_line(f"已写出{len(targets)}封：{names}。"), file=sys.stderr)


def _bytes(limit: float) -> int:
    if not _LIMITS[0] <= limit <= _LIMITS[1]:
        raise InputError(f"--limit 是一封邮件的上限，单位 MB，应在{_LIMITS[0]:g}至{_LIMITS[1]:g}之间。")
    return int(limit * MEGABYTE)


def _obligation(notice: Notice, obligation_id: str) -> Obligation:
    for obligation in notice.obligations:
        if obligation.id == obligation_id:
            return obligation
    known = "、".join(f"{one.id}（{one.what}）" for one in notice.obligations) or "无"
    raise InputError(f"通知“{notice.id}”没有编号为“{obligation_id}”的报送事项。它的报送事项：{known}。")


def _liaison_form(catalogue: Catalogue, notice: Notice) -> Form | None:
    form = notice.forms.get("liaison")
    if form is None and _USUAL_FORM[0] in catalogue.ids():
        return catalogue.form(*_USUAL_FORM)
    return form


def _read_files(files: Sequence[Path], output: Path) -> tuple[Attachment, ...]:
    largest = mail_settings().limits.largest_file
    total = 0
    attachments = []
    for path in files:
        if path.resolve() == output.resolve():
            raise InputError(f"“{path.name}”既是附件又是要写的邮件。请把邮件写到别的文件。")
        attachment = read_attachment(path, largest)
        attachments.append(attachment)
        total += len(attachment.data)
        if total > 2 * largest:
            raise InputError("要报送的文件太多太大，不适合用邮件发送。请改用 QQ 中转站、网盘或 U 盘送达。")
    return tuple(attachments)


def _check_codes(catalogue: Catalogue, attachments: Sequence[Attachment]) -> tuple[tuple[str, str], ...]:
    """The check codes of the forms among the attachments that this program wrote as Excel files."""
    from forms.form.check_code import check_code

    codes: list[tuple[str, str]] = []
    for attachment in attachments:
        if not is_readable_back(attachment.name):
            continue
        from exporters.xlsx.reader import read_xlsx

        try:
            found = read_xlsx(attachment.data)
            form = catalogue.form(found.notice_id, found.form_id)
        except AnyueError:
            continue
        # Where numbers were changed in Excel, the code printed on the form is no longer theirs.
        if found.filled and not found.changed and not found.changed_on_form:
            code = check_code(form, Filing(form.notice_id, form.id, dict(found.filled)))
            if (form.name, code) not in codes:
                codes.append((form.name, code))
    return tuple(codes)


def _targets(output: Path, count: int) -> tuple[Path, ...]:
    if count == 1:
        return (output,)
    return tuple(output.with_name(f"{output.stem}-第{part}封{output.suffix}") for part in range(1, count + 1))


def _refuse_left_over(output: Path, targets: Sequence[Path]) -> None:
    """A draft of an earlier run that this one does not write again would go out by mistake."""
    part = re.compile(re.escape(output.stem) + r"-第\d+封" + re.escape(output.suffix))
    try:
        found = {path.name for path in output.parent.iterdir()}
    except OSError:
        # What is wrong with the folder is told by whoever writes into it.
        return
    written = {target.name for target in targets}
    left = sorted(name for name in found - written if name == output.name or part.fullmatch(name))
    if left:
        shown = "、".join(left[:3]) + ("等" if len(left) > 3 else "")
        raise InputError(
            f"旁边还有上次写的草稿（{shown}），这次不会重写，容易误发。请先移走它，或把邮件存到别处。"
        )


def _names(draft: Draft) -> set[str]:
    return {WORDS_FILE, *(one.name for one in distinct(draft.attachments, taken=(WORDS_FILE,)))}
