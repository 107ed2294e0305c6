"""The command ``mail``: files to hand in as a draft that a mail program opens, with a folder beside it."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forms.declared.catalogue import Catalogue
from forms.errors import AnyueError, InputError
from forms.form.form import Form
from forms.notice.notice import Notice, Obligation
from ui.command_line.arguments import add_notice_argument
from ui.command_line.output import DONE, tell

if TYPE_CHECKING:
    from exporters.files.attachment import Attachment
    from exporters.handing_in.letter import Letter

#: A longer file is no text of a mail, in bytes.
_LARGEST_TEXT: Final = 100_000

#: A moment to the minute, by this computer's clock.
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``mail NOTICE OBLIGATION FILE… -o FILE.eml [--unit VALUES.json] [--to …] [--limit MB] …``."""
    add_notice_argument(parser)
    parser.add_argument(
        "obligation",
        metavar="OBLIGATION",
        help="报送事项的编号，例如 summary-and-statistics；用 due NOTICE 查看",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="要报送的文件")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE.eml",
        required=True,
        help="写到哪个文件；一封装不下时写成 FILE-第1封.eml 等",
    )
    parser.add_argument(
        "--unit",
        metavar="VALUES.json",
        help='单位资料：{"unit.name": "单位名称", "liaison.name": "联络员", "liaison.office_phone": "电话", …}，'
        '或联络员推荐表的内容 {"values": {…}}',
    )
    parser.add_argument("--to", metavar="ADDRESS", help="收件邮箱（不写时取通知里收件单位的邮箱）")
    parser.add_argument("--recipient", metavar="OFFICE", help="收件单位，写在称呼里（不写时取通知里的）")
    parser.add_argument("--subject", metavar="SUBJECT", help="主题（不写时由程序拟定）")
    parser.add_argument(
        "--text",
        metavar="FILE.txt",
        help="正文（UTF-8 文字文件，不写时由程序拟定）；附件清单和校验码接在后面",
    )
    parser.add_argument(
        "--due", metavar="YYYY-MM-DD", help="要报送多次的，写明是哪一天到期的那一次；用 due NOTICE 查看"
    )
    parser.add_argument(
        "--corrects", metavar="YYYY-MM-DDTHH:MM", help="作为更正件：写明所替代的材料是什么时候报送的"
    )
    parser.add_argument("--limit", metavar="MB", type=float, help="一封邮件的上限，单位 MB（不写为 20）")
    parser.add_argument(
        "--keep-position", action="store_true", help="保留照片和视频里的拍摄位置（不写时去掉）"
    )
    parser.add_argument("--no-folder", action="store_true", help="不写旁边的附件文件夹")


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Write the draft or drafts and, beside each, its folder; say on standard error what was done."""
    from exporters.handing_in.letter import Matter, mail_facts, proposed_letter
    from exporters.handing_in.mail_way import mailbox_of, write_drafts
    from exporters.mail.mails import make_mails
    from forms.declared.profile_file import read_profile

    output = Path(options.output)
    if output.suffix.lower() != ".eml":
        raise InputError(f"邮件草稿的文件名要以 .eml 结尾，现在写的是“{output.name}”。请改正后再试。")
    mailbox = None if options.limit is None else mailbox_of(options.limit)
    notice = catalogue.notice(options.notice)
    obligation = _obligation(notice, options.obligation)
    profile = {} if options.unit is None else read_profile(Path(options.unit), _forms(catalogue, notice))
    attachments = _read_files([Path(file) for file in options.files])
    matter = Matter(
        notice,
        obligation,
        profile,
        occasion="" if options.due is None else _occasion(obligation, options.due),
        correction="" if options.corrects is None else _correction(options.corrects),
        codes=_check_codes(catalogue, attachments),
    )
    letter = _with_own_words(proposed_letter(matter), options)
    mails = make_mails(mail_facts(matter, letter), attachments, mailbox, keep_position=options.keep_position)
    named = (*options.files, options.unit, options.text, catalogue.file_of(options.notice))
    inputs = [Path(file) for file in named if file is not None]
    written = write_drafts(mails.drafts, output, inputs, with_folders=not options.no_folder)
    for finding in mails.findings:
        tell(f"{finding.severity.label}  {finding.message}")
    if len(written.files) > 1:
        names = "、".join(file.name for file in written.files)
        tell(f"已生成{len(written.files)}封：{names}。")
    return DONE


def _with_own_words(letter: Letter, options: argparse.Namespace) -> Letter:
    """The letter with the words that were given in place of the proposed ones."""
    from exporters.mail.draft import is_address
    from forms.fields.base import quoted

    own = {"email": options.to, "recipient": options.recipient, "subject": options.subject}
    if options.to is not None and not is_address(options.to):
        raise InputError(
            f"收件邮箱{quoted(options.to)}写法有误，应写成 anquan@example.com 这样。请改正后再试。"
        )
    if options.text is not None:
        own["text"] = _read_text(Path(options.text))
    return replace(letter, **{key: words for key, words in own.items() if words is not None})


def _read_text(path: Path) -> str:
    from forms.declared.small_file import read_small_file

    try:
        text = read_small_file(path, _LARGEST_TEXT, "邮件正文").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"“{path.name}”不是 UTF-8 编码的文字。请另存为 UTF-8 后再试。") from error
    if not text.strip():
        raise InputError(f"“{path.name}”里没有文字。请写好正文，或不用 --text，由程序拟定。")
    return "\n".join(text.splitlines())


def _obligation(notice: Notice, obligation_id: str) -> Obligation:
    for obligation in notice.obligations:
        if obligation.id == obligation_id:
            return obligation
    known = "、".join(f"{obligation.id}（{obligation.what}）" for obligation in notice.obligations) or "无"
    raise InputError(f"通知“{notice.id}”没有编号为“{obligation_id}”的报送事项。它的报送事项：{known}。")


def _occasion(obligation: Obligation, text: str) -> str:
    from exporters.handing_in.task import occasion_of

    dates = obligation.schedule.dates()
    for due in dates:
        if due.isoformat() == text:
            return occasion_of(due, len(dates))
    known = "、".join(due.isoformat() for due in dates)
    raise InputError(f"--due 后面的“{text}”不是“{obligation.what}”的到期日。它的到期日：{known}。")


def _correction(text: str) -> str:
    from exporters.handing_in.task import correction_of

    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        return correction_of(datetime.datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"--corrects 后面的时间“{text}”有误。请写成 2020-06-04T10:30 这样的时间。"
        ) from error


def _forms(catalogue: Catalogue, notice: Notice) -> tuple[Form, ...]:
    """The forms whose blanks may name the unit's entries: the notice's own, then those of all others."""
    others = (form for other in catalogue.readable() for form in other.forms.values())
    return (*notice.forms.values(), *others)


def _read_files(files: Sequence[Path]) -> tuple[Attachment, ...]:
    from exporters.files.attachment import read_attachment
    from exporters.mail.settings import mail_settings

    largest = mail_settings().limits.largest_file
    total = 0
    attachments = []
    for path in files:
        attachment = read_attachment(path, largest)
        attachments.append(attachment)
        total += len(attachment.data)
        if total > 2 * largest:
            raise InputError("要报送的文件太多太大，不适合用邮件发送。请改用 QQ 中转站、网盘或 U 盘送达。")
    return tuple(attachments)


def _check_codes(catalogue: Catalogue, attachments: Sequence[Attachment]) -> tuple[tuple[str, str], ...]:
    """The check codes of the forms among the attachments that this program wrote and can read back."""
    from exporters.registry import read_back
    from forms.form.check_code import check_code
    from forms.form.filing import Filing

    codes: list[tuple[str, str]] = []
    for attachment in attachments:
        try:
            found = read_back(attachment.name, attachment.data, catalogue.form)
            if found is None:
                continue
            form = catalogue.form(found.notice_id, found.form_id)
        except AnyueError:
            continue
        # Where numbers were changed by hand, the code printed on the form is no longer theirs.
        if found.filled and found.untouched:
            filing = Filing(form.notice_id, form.id, dict(found.filled))
            code = found.first_code or check_code(form, filing)
            if (form.name, code) not in codes:
                codes.append((form.name, code))
    return tuple(codes)
