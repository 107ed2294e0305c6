"""By mail: drafts with their attachments, a folder beside each; the window and the command write them the same way."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from exporters.files.guarding import refuse_inputs_as_targets
from exporters.files.writing import write_file
from exporters.handing_in.draft_folder import check_folder, folder_beside, write_folder
from exporters.handing_in.letter import mail_facts
from exporters.handing_in.order import Order, Written, contents_of, keeps_position
from exporters.handing_in.parts import as_sent, attachments_of, make_parts, new_files, size_of
from exporters.handing_in.task import Task
from exporters.handing_in.way import Way
from exporters.mail.draft import Draft, write_draft
from exporters.mail.mails import address_findings, mail_size, make_mails
from exporters.mail.reading import attachments_of_draft
from exporters.mail.settings import mail_settings
from exporters.mail.text import ListedFile, MailFacts
from forms.channel import Channel
from forms.errors import InputError
from forms.file_role import FileRole
from forms.form.finding import Finding, Severity
from forms.packet import NewFile
from forms.progress import Progress
from forms.words import MEGABYTE, size_words

#: What may be asked for as a mailbox's limit, in megabytes.
LIMITS = (0.1, 1000.0)


def mailbox_of(megabytes: float) -> int:
    """The limit in bytes. Raises :class:`InputError` where no mailbox has such a one."""
    if not LIMITS[0] <= megabytes <= LIMITS[1]:
        raise InputError(
            f"一封邮件的上限（--limit）单位是 MB，应在{LIMITS[0]:g}至{LIMITS[1]:g}之间。请改正后再试。"
        )
    return int(megabytes * MEGABYTE)


class MailWay(Way):
    """A draft that a mail program opens, and beside it a folder for those that open none."""

    id: ClassVar[str] = "mail"
    label: ClassVar[str] = "邮件草稿"
    action: ClassVar[str] = "生成邮件草稿(&W)"
    hint: ClassVar[str] = "生成邮件草稿（.eml），用邮件程序打开后发送；旁边另放一份附件和可复制的主题、正文。"
    key: ClassVar[str] = "M"
    channels: ClassVar[tuple[Channel, ...]] = (Channel.EMAIL, Channel.QQ)
    proposed_for: ClassVar[tuple[Channel, ...]] = (Channel.EMAIL, Channel.QQ)
    suffix: ClassVar[str | None] = ".eml"
    asks_for: ClassVar[frozenset[str]] = frozenset({"email", "text", "mailbox"})
    open_label: ClassVar[str] = "用邮件程序打开"

    def fits_unnamed(self, task: Task) -> bool:
        return bool(task.contact.email)

    def remarks(self, order: Order) -> list[Finding]:
        facts = mail_facts(order.matter, order.letter)
        try:
            return [*address_findings(facts), *_size_findings(order, facts)]
        except InputError as error:
            return [Finding("", Severity.ERROR, "handing-in.mail-refused", error.message)]

    def existing(self, order: Order) -> tuple[Path, ...]:
        return tuple(path for target in self.targets(order) for path in drafts_beside(target))

    def _write(self, order: Order, progress: Progress) -> Written:
        (target,) = self.targets(order)
        parts = make_parts(order, (target,), progress, mail_settings().limits.largest_file)
        facts = mail_facts(order.matter, order.letter)
        mails = make_mails(
            facts,
            attachments_of(parts),
            order.mailbox,
            keep_position=keeps_position(order),
            progress=progress,
        )
        drafts = write_drafts(mails.drafts, target, order.further)
        files = (*drafts.files, *new_files(as_sent(parts, mails.attachments)))
        lines = (*self.cover_lines(order), ("收件邮箱", order.letter.email))
        said = tuple(finding.message for finding in mails.findings)
        return Written(order, contents_of(order, lines), files, drafts.paths, said)


def _size_findings(order: Order, facts: MailFacts) -> list[Finding]:
    """Whether the very letter with the files that were added fits a mailbox; forms are small and not made yet."""
    limit = order.mailbox or mail_settings().limits.mailbox
    if mail_size(facts, ()) > limit:
        words = f"邮箱上限 {size_words(limit)} 太小，连邮件正文都放不下。请改大上限，或缩短正文。"
        return [Finding("", Severity.ERROR, "handing-in.text-too-large", words)]
    files = [ListedFile(path.name, size_of(path)) for path in order.further]
    mailed = mail_size(facts, files)
    if mailed <= limit:
        return []
    size = size_words(sum(file.size for file in files))
    words = (
        f"添加的文件共 {size}，连同正文在邮件里约占 {size_words(mailed)}，一封邮件（上限 {size_words(limit)}）"
        "装不下：照片会缩小，或分成几封，生成时会说明。"
    )
    return [Finding("", Severity.WARNING, "handing-in.mail-too-large", words)]


@dataclass(frozen=True)
class WrittenDrafts:
    """The drafts and folders that were written, to open, and the drafts' bytes, to keep."""

    paths: tuple[Path, ...]
    files: tuple[NewFile, ...]


def write_drafts(
    drafts: Sequence[Draft], output: Path, inputs: Sequence[Path], with_folders: bool = True
) -> WrittenDrafts:
    """Write ``drafts`` to ``output``, or to numbered files beside it where there are several, each with its folder.

    Raises :class:`InputError` where one of ``inputs`` would be written over, and where something that is not of these
    drafts stands where they go; nothing is written then. What a failure would leave half done is removed again.
    """
    targets = draft_targets(output, len(drafts))
    folders = [folder_beside(target) for target in targets] if with_folders else []
    refuse_inputs_as_targets((*targets, *folders), inputs)
    _refuse_left_over(output, targets)
    earlier = [attachments_of_draft(target) for target in targets[: len(folders)]]
    for folder, draft, before in zip(folders, drafts, earlier, strict=False):
        check_folder(folder, draft, before)
    files = tuple(
        NewFile(path.name, write_draft(draft), FileRole.SENT)
        for path, draft in zip(targets, drafts, strict=True)
    )
    with _removed_where_that_fails([target for target in targets if not target.exists()]):
        for number, (target, file) in enumerate(zip(targets, files, strict=True)):
            assert isinstance(file.content, bytes)
            if with_folders:
                write_folder(folders[number], drafts[number], earlier[number])
            write_file(target, file.content)
    return WrittenDrafts((*targets, *folders), files)


@contextlib.contextmanager
def _removed_where_that_fails(new: Sequence[Path]) -> Iterator[None]:
    """Removes the drafts in ``new``, which were not there before, and their folders where the block fails."""
    new_folders = [folder for folder in map(folder_beside, new) if not folder.exists()]
    try:
        yield
    except BaseException:
        for path in new:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in new_folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def draft_targets(output: Path, count: int) -> tuple[Path, ...]:
    """Where so many drafts go."""
    if count == 1:
        return (output,)
    return tuple(output.with_name(f"{output.stem}-第{part}封{output.suffix}") for part in range(1, count + 1))


def drafts_beside(output: Path) -> tuple[Path, ...]:
    """The drafts of an earlier run that stand where those for ``output`` go, by name."""
    part = re.compile(re.escape(output.stem) + r"-第\d+封" + re.escape(output.suffix))
    try:
        found = sorted(output.parent.iterdir())
    except OSError:
        # What is wrong with the folder is told by whoever writes into it.
        return ()
    return tuple(path for path in found if path.name == output.name or part.fullmatch(path.name))


def _refuse_left_over(output: Path, targets: Sequence[Path]) -> None:
    """A draft of an earlier run that this one does not write again would go out by mistake."""
    written = {target.name for target in targets}
    left = [path.name for path in drafts_beside(output) if path.name not in written]
    if left:
        shown = "、".join(left[:3]) + ("等" if len(left) > 3 else "")
        raise InputError(
            f"旁边还有上次写的草稿（{shown}），这次不会重写，容易误发。请先移走它，或把邮件存到别处。"
        )
