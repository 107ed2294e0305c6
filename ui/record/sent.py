"""A packet as 报送记录 lists it: when, how and to whom it went, and what has become of it. Knows no widgets."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms.errors import InputError
from forms.form.differences import Difference
from forms.form.filing import Filing
from forms.form.form import Form
from forms.packet import KeptFile, Packet, differences
from ui.workspace import Workspace

#: So much of a fingerprint is shown; the whole one is in the tool tip and on the clipboard.
_SHOWN_OF_FINGERPRINT: Final = 12

#: A packet's forms as they are now; ``None`` where they cannot be read any more.
FormsNow = Callable[[Packet], Mapping[str, tuple[Form, Filing]] | None]


class Mark(enum.StrEnum):
    """What has become of a packet since it went."""

    CHANGED = "changed"
    CORRECTED = "corrected"
    CORRECTION = "correction"
    ANSWERED = "answered"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """The mark in the user's words."""
        return {
            "changed": "报送后又改过",
            "corrected": "有更正",
            "correction": "更正件",
            "answered": "有回执",
            "voided": "作废",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet as the record lists it, with what differs now (``None`` where that cannot be told)."""

    packet: Packet
    differences: tuple[Difference, ...] | None
    marks: tuple[Mark, ...]
    #: The first packet of the row of corrections this one belongs to, and the one that went after it.
    first: Packet | None = None
    next: Packet | None = None

    @property
    def when(self) -> datetime.datetime:
        """When it first went, in local time."""
        return went_at(self.packet).astimezone()

    @property
    def channels(self) -> str:
        return _each(dispatch.facts.channel.label for dispatch in self.packet.dispatches)

    @property
    def recipients(self) -> str:
        return _each(dispatch.facts.recipient for dispatch in self.packet.dispatches)

    @property
    def senders(self) -> str:
        return _each(dispatch.facts.who for dispatch in self.packet.dispatches)

    @property
    def state(self) -> str:
        """All marks in words; 已报送 where there is none that matters more."""
        words = {mark: mark.label for mark in self.marks}
        if Mark.CORRECTION in words:
            words[Mark.CORRECTION] = f"更正第{self.packet.contents.corrects}号"
        return "，".join(words.values()) or "已报送"

    @property
    def attachments(self) -> tuple[KeptFile, ...]:
        """The files attached to what was noted later."""
        return tuple(
            file for dispatch in self.packet.dispatches for note in dispatch.receipts for file in note.files
        )


def list_sent(packets: Sequence[Packet], forms_now: FormsNow) -> tuple[Sent, ...]:
    """The packets as the record lists them, the last sent first."""
    found = [_sent(packet, packets, forms_now) for packet in packets]
    return tuple(sorted(found, key=lambda sent: (sent.when, sent.packet.id), reverse=True))


def _sent(packet: Packet, packets: Sequence[Packet], forms_now: FormsNow) -> Sent:
    now = forms_now(packet)
    found = None if now is None else differences(packet, now)
    first_id = packet.contents.corrects or packet.id
    chain = [
        other
        for other in packets
        if (other.contents.corrects or other.id) == first_id and (other.voiding is None or other is packet)
    ]
    later = min((other for other in chain if other.id > packet.id), key=lambda other: other.id, default=None)
    first = next((other for other in chain if other.id == first_id and other.id != packet.id), None)
    marks = []
    if packet.voiding is not None:
        return Sent(packet, found, (Mark.VOIDED,), first, None)
    # Once a correction went the earlier packet is bound to differ: that is no news.
    if found and later is None:
        marks.append(Mark.CHANGED)
    if later is not None:
        marks.append(Mark.CORRECTED)
    if packet.contents.corrects is not None:
        marks.append(Mark.CORRECTION)
    if any(dispatch.receipts for dispatch in packet.dispatches):
        marks.append(Mark.ANSWERED)
    return Sent(packet, found, tuple(marks), first, later)


def forms_of(workspace: Workspace) -> FormsNow:
    """What the store and the notices hold now."""

    def forms_now(packet: Packet) -> Mapping[str, tuple[Form, Filing]] | None:
        notice_id = packet.contents.notice_id
        try:
            forms = workspace.catalogue.notice(notice_id).forms
        except InputError:
            return None if packet.contents.forms else {}
        wanted = [frozen.form_id for frozen in packet.contents.forms]
        if any(form_id not in forms for form_id in wanted):
            return None
        return {form_id: (forms[form_id], workspace.unit.filing(notice_id, form_id)) for form_id in wanted}

    return forms_now


def went_at(packet: Packet) -> datetime.datetime:
    """When a packet first went."""
    return min((dispatch.facts.sent_at for dispatch in packet.dispatches), default=packet.frozen_at)


def short_fingerprint(sha256: str) -> str:
    """The beginning of a fingerprint."""
    return sha256[:_SHOWN_OF_FINGERPRINT] + "…"


def compare_words(sent: Sent) -> str:
    """One sentence above the differences."""
    if not sent.packet.contents.forms:
        return "这份报送包里没有表，不用比较。"
    if sent.differences is None:
        return "现在的表已经读不到（通知文件不在了或改了名），没法比较；报送时的文件仍可取出。"
    if not sent.differences:
        return "表上现在的内容和报送时一样。"
    count = len(sent.differences)
    if Mark.VOIDED in sent.marks:
        return f"与现在的表有 {count} 处不同。这一份已作废。"
    if Mark.CORRECTED in sent.marks:
        return f"与现在的表有 {count} 处不同。这一份之后已有更正。"
    return f"报送后又改过：报送以后改了 {count} 处。如要让上级知道，请点“更正”。"


def _each(words: Iterable[str]) -> str:
    """What is said several times is said once."""
    return "、".join(dict.fromkeys(word for word in words if word))
