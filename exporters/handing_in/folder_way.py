"""As a folder with subject and text to copy, for OA, QQ or a USB stick."""

from __future__ import annotations

from typing import ClassVar

from exporters.handing_in.draft_folder import REPLACE_ALL, WORDS_FILE, words_to_copy, write_folder
from exporters.handing_in.letter import mail_facts
from exporters.handing_in.order import LARGEST_PACKET, Order, Written, contents_of, keeps_position
from exporters.handing_in.parts import as_sent, attachments_of, make_parts, new_files
from exporters.handing_in.way import Way
from exporters.mail.mails import make_mails
from exporters.media.leaving import CODES
from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import NewFile
from forms.progress import Progress

#: A mailbox that no packet fills: a folder has no limit.
_NO_LIMIT = 2 * LARGEST_PACKET


class FolderWay(Way):
    """Every file by itself."""

    id: ClassVar[str] = "folder"
    label: ClassVar[str] = "文件夹"
    action: ClassVar[str] = "生成文件夹(&W)"
    hint: ClassVar[str] = "生成一个文件夹，用 OA、QQ 或 U 盘送去；里面有可复制的主题和正文。"
    key: ClassVar[str] = "J"
    channels: ClassVar[tuple[Channel, ...]] = (Channel.ELECTRONIC, Channel.OA, Channel.QQ, Channel.EMAIL)
    proposed_for: ClassVar[tuple[Channel, ...]] = (Channel.OA,)
    suffix: ClassVar[str | None] = ""
    asks_for: ClassVar[frozenset[str]] = frozenset({"text"})

    def _write(self, order: Order, progress: Progress) -> Written:
        (target,) = self.targets(order)
        parts = make_parts(order, (target,), progress)
        facts = mail_facts(order.matter, order.letter)
        mails = make_mails(
            facts,
            attachments_of(parts),
            _NO_LIMIT,
            scale=False,
            keep_position=keeps_position(order),
            progress=progress,
        )
        (draft,) = mails.drafts
        write_folder(target, draft, REPLACE_ALL)
        words = NewFile(WORDS_FILE, words_to_copy(draft), FileRole.COVER)
        sent = new_files(as_sent(parts, mails.attachments))
        said = tuple(finding.message for finding in mails.findings if finding.code.startswith(CODES))
        contents = contents_of(order, self.cover_lines(order))
        return Written(order, contents, (*sent, words), (target,), said)
