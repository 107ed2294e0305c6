"""What an earlier packet hands on to the next one: the way, the letter's own words, the mailbox, files that still exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from exporters.handing_in.letter import Letter, proposed_letter
from exporters.handing_in.order import Order, matter_of
from exporters.handing_in.task import Task, without_correction
from exporters.handing_in.way import Way
from exporters.handing_in.ways import WAYS
from forms.notice.notice import Notice
from forms.notice.succession import counterpart, predecessors
from forms.packet import Packet, Preparation
from forms.words import date_words

#: The words of a letter that are the office's own facts, not this occasion's: they go on from year to year.
_ADDRESS = ("recipient", "contact", "email", "fax")
_NAMES = tuple(field.name for field in fields(Letter))


@dataclass(frozen=True)
class Proposal:
    """What a packet begins with. ``source`` tells in the user's words where it was taken from, empty for nowhere."""

    letter: Letter
    way: Way | None = None
    further: tuple[Path, ...] = ()
    mailbox: int = 0
    source: str = ""


def preparation_of(order: Order, way: Way) -> Preparation:
    """How a packet was put together; what differs from the letter of notice and profile is the user's own."""
    proposed = proposed_letter(matter_of(order.task, order.task.forms))
    words = {name: getattr(order.letter, name) for name in _NAMES}
    return Preparation(
        way=way.id,
        letter=tuple(words.items()),
        edited=tuple(name for name, text in words.items() if text != getattr(proposed, name)),
        further=tuple(str(path) for path in order.further),
        mailbox=order.mailbox or 0,
    )


def previous_packet(task: Task, packets: Sequence[Packet], notices: Sequence[Notice]) -> Packet | None:
    """The packet to begin from: the one that is corrected, else the last one of the same obligation, this year's before those
    of earlier years' notices of the same office. One that was voided is none.
    """
    if task.corrects is not None:
        row = [packet for packet in packets if packet.occurrence == task.corrects.occurrence]
        return _last(row, task.notice.id, task.obligation.id) or task.corrects
    found = _last(packets, task.notice.id, task.obligation.id)
    for earlier in predecessors(task.notice, notices) if found is None else ():
        same = counterpart(task.obligation, earlier)
        found = _last(packets, earlier.id, same.id) if same else None
        if found is not None:
            return found
    return found


def _last(packets: Sequence[Packet], notice_id: str, obligation_id: str) -> Packet | None:
    same = [
        packet
        for packet in packets
        if (packet.contents.notice_id, packet.contents.obligation_id) == (notice_id, obligation_id)
        and packet.voiding is None
    ]
    return max(same, key=lambda packet: (packet.frozen_at, packet.id), default=None)


def proposal(task: Task, proposed: Letter, previous: Packet | None) -> Proposal:
    """What to begin with: ``proposed`` from the notice and the profile, and what goes on from ``previous``.

    The user's own words go on; what the notice does not give is taken from before. Of another year's packet the subject
    and the text stay behind: they speak of that year.
    """
    if previous is None:
        return Proposal(proposed)
    kept = previous.preparation
    same_notice = previous.contents.notice_id == task.notice.id
    words = dict(kept.letter) if kept else _words_of_record(previous)
    own = set(kept.edited) if kept else set()
    carried = list(_NAMES if same_notice else _ADDRESS)
    if "subject" in carried and (previous.contents.corrects is None) is not (task.corrects is None):
        carried.remove("subject")  # The one of a correction says so, any other must not.
    changed = {
        name: words[name]
        for name in carried
        if words.get(name) and (name in own or not getattr(proposed, name)) and name in _NAMES
    }
    letter = replace(proposed, **changed)
    if letter.text:
        letter = replace(letter, text=f"{task.correction}\n\n{without_correction(letter.text)}".strip())
    further = tuple(path for name in (kept.further if kept else ()) if (path := Path(name)).is_file())
    return Proposal(
        letter, _way_of(task, previous), further, kept.mailbox if kept else 0, _source_words(previous)
    )


def _words_of_record(packet: Packet) -> dict[str, str]:
    """What the record of a packet without a preparation tells."""
    cover = dict(packet.contents.cover)
    dispatches = packet.dispatches
    return {
        "recipient": dispatches[-1].facts.recipient if dispatches else cover.get("收件单位", ""),
        "email": cover.get("收件邮箱", ""),
    }


def _way_of(task: Task, packet: Packet) -> Way | None:
    """The way the packet went; for one without a preparation, one for the channel it went by."""
    if packet.preparation is not None:
        found = [way for way in WAYS if way.id == packet.preparation.way]
    else:
        channels = [dispatch.facts.channel for dispatch in packet.dispatches[-1:]]
        found = [way for way in WAYS if any(channel in way.channels for channel in channels)]
    return next((way for way in found if task.forms or not way.needs_forms), None)


def _source_words(packet: Packet) -> str:
    went = packet.dispatches[-1].facts.sent_at if packet.dispatches else packet.frozen_at
    return f"已按第{packet.id}号报送（{date_words(went.astimezone())}）带出收件信息、报送方式和仍在原处的附件，请核对。"
