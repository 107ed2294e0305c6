"""As one zip file, for OA, QQ or a USB stick."""

from __future__ import annotations

from typing import ClassVar

from exporters.files.attachment import distinct
from exporters.files.writing import write_file
from exporters.files.zip_file import pack
from exporters.handing_in.order import Order, Written, contents_of, keeps_position
from exporters.handing_in.parts import as_sent, attachments_of, make_parts, new_files
from exporters.handing_in.task import Task
from exporters.handing_in.way import Way
from exporters.media.leaving import ready_to_leave
from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import NewFile
from forms.progress import Progress


class ZipWay(Way):
    """Everything in one file."""

    id: ClassVar[str] = "zip"
    label: ClassVar[str] = "压缩包"
    action: ClassVar[str] = "生成压缩包(&W)"
    hint: ClassVar[str] = "生成一个压缩包（.zip），用 OA、QQ 或 U 盘送去。"
    key: ClassVar[str] = "Z"
    channels: ClassVar[tuple[Channel, ...]] = (Channel.ELECTRONIC, Channel.OA, Channel.QQ, Channel.EMAIL)
    proposed_for: ClassVar[tuple[Channel, ...]] = (Channel.ELECTRONIC,)
    suffix: ClassVar[str | None] = ".zip"

    def fits_unnamed(self, task: Task) -> bool:
        return True

    def _write(self, order: Order, progress: Progress) -> Written:
        (target,) = self.targets(order)
        parts = make_parts(order, (target,), progress)
        leaving = ready_to_leave(attachments_of(parts), keeps_position(order))
        # A photo that was converted has another name, which may be taken.
        sent = as_sent(parts, distinct(leaving.attachments))
        data = pack(attachments_of(sent), order.task.today)
        write_file(target, data)
        files = (NewFile(target.name, data, FileRole.SENT), *new_files(sent))
        said = tuple(finding.message for finding in leaving.findings)
        return Written(order, contents_of(order, self.cover_lines(order)), files, (target,), said)
