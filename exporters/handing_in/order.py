"""What the user chose for a packet: forms and files, the way, the letter, where to write; and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from exporters.files.names import file_name
from exporters.handing_in.letter import Letter, Matter
from exporters.handing_in.task import PacketForm, Task
from forms.packet import Contents, NewFile, freeze_form
from forms.profile_entries import UNIT_NAME
from forms.words import MEGABYTE

#: More than this at once is no packet but a disk to be carried over.
LARGEST_PACKET = 1000 * MEGABYTE

#: The choices that are asked for, by the names they are kept under, and what is answered.
KEEP_POSITION = "keep-position"
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Order:
    """The forms with their formats, the further files, the letter, the folder to write to.

    ``mailbox`` is the largest mail in bytes, ``None`` for the usual one. ``choices`` are those that only one way asks for,
    by their names.
    """

    task: Task
    forms: tuple[tuple[PacketForm, tuple[str, ...]], ...]
    further: tuple[Path, ...]
    letter: Letter
    folder: Path
    mailbox: int | None = None
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def chosen_forms(self) -> tuple[PacketForm, ...]:
        """The forms that go along in some format."""
        return tuple(form for form, formats in self.forms if formats)

    @property
    def stem(self) -> str:
        """What the files are called: unit, what, date."""
        task = self.task
        mark = "更正" if task.corrects else ""
        day = task.occurrence.due.isoformat()
        return file_name(task.profile.get(UNIT_NAME, ""), task.obligation.what, day, mark, suffix="")

    @property
    def matter(self) -> Matter:
        """What the letter is about."""
        return matter_of(self.task, self.chosen_forms)


def keeps_position(order: Order) -> bool:
    """Whether the place where photos and films were taken stays in them: only where the user says so."""
    return order.choices.get(KEEP_POSITION, NO) == YES


def matter_of(task: Task, forms: tuple[PacketForm, ...]) -> Matter:
    """What a letter about ``task`` with these ``forms`` is about."""
    codes = tuple((form.form.name, form.check_code) for form in forms)
    return Matter(task.notice, task.obligation, task.profile, task.occasion, task.correction, codes)


@dataclass(frozen=True)
class Written:
    """What was made: ``paths`` to open, ``files`` to keep byte for byte, and remarks in the user's words."""

    order: Order
    contents: Contents
    files: tuple[NewFile, ...]
    paths: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def contents_of(order: Order, lines: tuple[tuple[str, str], ...]) -> Contents:
    """What the packet says about itself; ``lines`` are those of its cover, of which empty ones are left out."""
    task = order.task
    return Contents(
        notice_id=task.notice.id,
        notice_title=task.notice.title,
        obligation_id=task.obligation.id,
        what=task.obligation.what,
        number=task.occurrence.number,
        due=task.occurrence.due,
        forms=tuple(freeze_form(form.form, form.filing) for form in order.chosen_forms),
        cover=tuple((label, text) for label, text in lines if text),
        corrects=task.corrects.id if task.corrects else None,
        unit=task.profile.get(UNIT_NAME, ""),
    )
