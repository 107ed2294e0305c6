"""The files of a packet: the forms in their formats, the further files, under names that are safe and distinct."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from exporters.files.attachment import Attachment, distinct, read_attachment
from exporters.files.names import suggest_name
from exporters.handing_in.draft_folder import WORDS_FILE
from exporters.handing_in.order import LARGEST_PACKET, Order
from exporters.registry import export
from forms.errors import InputError
from forms.file_role import FileRole
from forms.packet import NewFile
from forms.progress import Progress
from forms.words import size_words


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the packet and what it is in it."""

    attachment: Attachment
    role: FileRole
    form_id: str = ""


def make_parts(
    order: Order, targets: Sequence[Path], progress: Progress, largest: int = LARGEST_PACKET
) -> list[Part]:
    """The forms, then the further files, none larger than ``largest`` bytes; no name is one of ``targets``."""
    wanted = [(form, suffix) for form, formats in order.forms for suffix in formats]
    steps = max(1, len(wanted) + len(order.further))
    parts = []
    for number, (form, suffix) in enumerate(wanted):
        data = export(form.document, suffix, partial(share, progress, number, steps))
        parts.append(Part(Attachment(suggest_name(form.document, suffix), data), FileRole.FORM, form.form.id))
    if sum(size_of(path) for path in order.further) > LARGEST_PACKET:
        raise InputError(f"添加的文件一共超过{size_words(LARGEST_PACKET)}。请去掉一些，或直接拷到 U 盘送去。")
    for number, path in enumerate(order.further, len(wanted)):
        share(progress, number, steps, 0, 1)
        parts.append(Part(read_attachment(path, largest), FileRole.FURTHER))
    if not parts:
        raise InputError("还没有选要报送的表或文件。请至少选一个。")
    # The text to copy and what is sent lie beside them, and nothing else may take their names.
    taken = (WORDS_FILE, *(path.name for path in targets))
    names = distinct([part.attachment for part in parts], taken)
    return [replace(part, attachment=named) for part, named in zip(parts, names, strict=True)]


def share(progress: Progress, number: int, steps: int, done: int, total: int) -> None:
    """Progress of one step out of many."""
    progress(number * 100 + 100 * done // max(1, total), steps * 100)


def attachments_of(parts: Sequence[Part]) -> list[Attachment]:
    """The parts without what they are in the packet."""
    return [part.attachment for part in parts]


def new_files(parts: Sequence[Part]) -> tuple[NewFile, ...]:
    """The parts as they are kept."""
    return tuple(
        NewFile(part.attachment.name, part.attachment.data, part.role, part.form_id) for part in parts
    )


def as_sent(parts: Sequence[Part], attachments: Sequence[Attachment]) -> list[Part]:
    """The parts with their ``attachments`` as they went: photos may have become smaller, names others."""
    return [replace(part, attachment=sent) for part, sent in zip(parts, attachments, strict=True)]


def size_of(path: Path) -> int:
    """How large a file is, 0 where that cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
