"""A packet: what left the office at one moment, frozen as it went, with its dispatches; and how a form differs from it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from forms.channel import Channel
from forms.errors import InputError
from forms.fields.base import clean
from forms.file_role import FileRole
from forms.form.check_code import check_code
from forms.form.checks import printed
from forms.form.differences import Difference, compare
from forms.form.filing import Filing
from forms.form.form import Form

#: What no file name may hold on one system or another: separators of folders, line breaks and other controls.
_NOT_IN_A_NAME: Final = re.compile(r"[/\\\x00-\x1f\x7f\u2028\u2029]")
_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file on its way into a packet: its bytes, or where they lie. ``form_id`` is empty unless it is a form."""

    name: str
    content: bytes | Path
    role: FileRole = FileRole.FURTHER
    form_id: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was kept: ``sha256`` is its fingerprint, in hexadecimal, by which its exact bytes are found."""

    name: str
    role: FileRole
    form_id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FrozenValue:
    """A blank as it went: ``text`` as it was typed, ``printed`` as it stood on the page."""

    blank_id: str
    label: str
    text: str
    printed: str


@dataclass(frozen=True, slots=True)
class FrozenForm:
    """A form as it went: its blanks that were filled in, in reading order."""

    form_id: str
    name: str
    check_code: str
    values: tuple[FrozenValue, ...]


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """How a packet went: by which channel, to which office, sent by whom, when (an aware moment)."""

    channel: Channel
    recipient: str
    who: str
    sent_at: datetime.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came back, or was noted later: a reply, a returned page; with the files attached to it."""

    id: int
    noted_at: datetime.datetime
    text: str
    files: tuple[KeptFile, ...]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One time a packet went out, and what was noted about it since, oldest first."""

    id: int
    facts: DispatchFacts
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a packet says about itself, kept so that it can be read when its notice is long gone.

    ``number`` counts the obligation's due dates from 1. ``cover`` holds the cover's lines as (label, text) pairs.
    ``corrects`` is the packet this one is a correction (更正) of. ``unit`` is the unit's name of that time, empty where it
    is not known.
    """

    notice_id: str
    notice_title: str
    obligation_id: str
    what: str
    number: int
    due: datetime.date
    forms: tuple[FrozenForm, ...] = ()
    cover: tuple[tuple[str, str], ...] = ()
    corrects: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """How a packet was put together, for the next one to start from.

    ``way`` is how it was written, ``letter`` its words by their names, ``edited`` the names of those that are the user's
    own, ``further`` where the other files lay, ``mailbox`` the largest mail in bytes, 0 for the usual one.
    """

    way: str
    letter: tuple[tuple[str, str], ...] = ()
    edited: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    mailbox: int = 0


@dataclass(frozen=True, slots=True)
class Voiding:
    """That a packet in the record does not count, since when, and why."""

    reason: str
    made_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet frozen as it went. ``contents.corrects`` is always the first packet of a row of corrections."""

    id: int
    contents: Contents
    frozen_at: datetime.datetime
    files: tuple[KeptFile, ...]
    dispatches: tuple[Dispatch, ...] = field(default=())
    preparation: Preparation | None = None
    voiding: Voiding | None = None

    @property
    def occurrence(self) -> tuple[str, int]:
        """The obligation's id and the number of its due date."""
        return self.contents.obligation_id, self.contents.number


@dataclass(frozen=True, slots=True)
class PendingPacket:
    """A packet that was written and has not been confirmed as sent.

    ``way`` is how it was written, ``folder`` and ``paths`` where, ``remarks`` what was said about it; ``recipient`` and
    ``sender`` are proposed when it is confirmed.
    """

    contents: Contents
    files: tuple[KeptFile, ...]
    written_at: datetime.datetime
    way: str
    folder: str = ""
    paths: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    recipient: str = ""
    sender: str = ""
    preparation: Preparation | None = None

    @property
    def occurrence(self) -> tuple[str, int]:
        """The obligation's id and the number of its due date."""
        return self.contents.obligation_id, self.contents.number


def freeze_form(form: Form, filing: Filing) -> FrozenForm:
    """A form as it goes."""
    values = tuple(
        FrozenValue(blank.id, blank.label, text, printed(blank, text))
        for blank in form.blanks
        if (text := filing.text(blank.id))
    )
    return FrozenForm(form.id, form.name, check_code(form, filing), values)


def differences(packet: Packet, forms: Mapping[str, tuple[Form, Filing]]) -> tuple[Difference, ...]:
    """What differs between a packet, as it was printed, and the filings as they are now (form and filing by form id), blank by blank.

    Blanks come in the present form's order; then those that the form no longer has.
    A form that is not among ``forms`` is not compared.
    """
    return tuple(
        difference
        for frozen in packet.contents.forms
        if frozen.form_id in forms
        for difference in form_differences(frozen, *forms[frozen.form_id])
    )


def form_differences(frozen: FrozenForm, form: Form, filing: Filing) -> tuple[Difference, ...]:
    """Like :func:`differences` for one form."""
    # What was printed before invisible signs and radicals were tidied away looks the same on paper.
    then = {value.blank_id: clean(value.printed) for value in frozen.values}
    now = {blank.id: printed(blank, filing.text(blank.id)) for blank in form.blanks}
    return compare(form, then, now, {value.blank_id: value.label for value in frozen.values})


def check_names(files: Sequence[NewFile] | Sequence[KeptFile]) -> None:
    """Refuse names that are no plain file names or come twice: a packet must fit into one folder. Raises ``InputError``."""
    seen: set[str] = set()
    for file in files:
        name = file.name
        if (
            not name.strip(" .")
            or _NOT_IN_A_NAME.search(name)
            or len(name.encode("utf-8", "replace")) > _LONGEST_NAME
        ):
            shown = _NOT_IN_A_NAME.sub("\ufffd", name)[:40]
            raise InputError(f"文件名“{shown}”不能用：不能为空或过长，也不能有 / \\ 或换行。请改名后再试。")
        if name.casefold() in seen:
            raise InputError(f"有两个文件都叫“{name}”。请给其中一个改名后再试。")
        seen.add(name.casefold())


def newest_by_occurrence(packets: Sequence[Packet]) -> dict[tuple[str, int], Packet]:
    """Of each occurrence the packet that went last; one that was voided did not go."""
    return {
        packet.occurrence: packet
        for packet in sorted(packets, key=lambda packet: (packet.frozen_at, packet.id))
        if packet.voiding is None
    }
