"""Everything that is due depends on, of all units at once: as many queries however many units there are."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from forms.form.filing import Confirmation, Filing
from forms.notice.settlement import Settlement
from forms.packet import Packet
from forms.storage.database import known
from forms.storage.office.settlements import read_settlements
from forms.storage.office.units import Unit, list_units
from forms.storage.packet_rows import read_packets
from forms.values import Filled, Source

#: The rows of notices in use by units that are not set aside.
_IN_USE: Final = (
    "(unit_id, notice_id) IN (SELECT unit_id, notice_id FROM notice_in_use JOIN unit ON unit.id = unit_id"
    " WHERE NOT at_rest AND NOT set_aside)"
)


@dataclass(frozen=True)
class UnderNotice:
    """What a unit has under one notice in use: filings by form id, packets, what waits, what is settled."""

    unit: Unit
    notice_id: str
    filings: dict[str, Filing]
    packets: tuple[Packet, ...]
    waiting: frozenset[tuple[str, int]]
    settled: dict[tuple[str, int], Settlement]


def read_overview(connection: sqlite3.Connection) -> tuple[UnderNotice, ...]:
    """What each unit has under each of its notices in use, in the order of the units."""
    units = {unit.id: unit for unit in list_units(connection)}
    in_use = connection.execute(
        f"SELECT unit_id, notice_id FROM notice_in_use WHERE {_IN_USE} ORDER BY unit_id, notice_id"
    ).fetchall()
    filings = _filings(connection)
    packets: dict[tuple[int, str], list[Packet]] = defaultdict(list)
    for unit_id, packet in read_packets(connection, _IN_USE):
        packets[unit_id, packet.contents.notice_id].append(packet)
    waiting: dict[tuple[int, str], set[tuple[str, int]]] = defaultdict(set)
    for unit_id, notice_id, obligation_id, number in connection.execute(
        f"SELECT unit_id, notice_id, obligation_id, number FROM pending_packet WHERE {_IN_USE}"
    ):
        waiting[unit_id, notice_id].add((obligation_id, number))
    settled = read_settlements(connection, _IN_USE)
    return tuple(
        UnderNotice(
            units[unit_id],
            notice_id,
            filings[unit_id, notice_id],
            tuple(packets[unit_id, notice_id]),
            frozenset(waiting[unit_id, notice_id]),
            settled.get((unit_id, notice_id), {}),
        )
        for unit_id, notice_id in in_use
    )


def _filings(connection: sqlite3.Connection) -> dict[tuple[int, str], dict[str, Filing]]:
    """The filings under notices in use, by unit and notice, then by form."""
    confirmations: dict[int, list[Confirmation]] = defaultdict(list)
    for filing_id, *confirmation in connection.execute(
        "SELECT filing_id, field, code, reason, text FROM confirmation WHERE filing_id IN"
        f" (SELECT id FROM filing WHERE {_IN_USE}) ORDER BY filing_id, field, code"
    ):
        confirmations[filing_id].append(Confirmation(*confirmation))
    filled: dict[int, dict[str, Filled]] = defaultdict(dict)
    for filing_id, blank_id, text, source, note in connection.execute(
        "SELECT filing_id, blank_id, text, source, note FROM filled WHERE filing_id IN"
        f" (SELECT id FROM filing WHERE {_IN_USE})"
    ):
        filled[filing_id][blank_id] = Filled(text, known(Source, source), note)
    found: dict[tuple[int, str], dict[str, Filing]] = defaultdict(dict)
    for filing_id, unit_id, notice_id, form_id in connection.execute(
        f"SELECT id, unit_id, notice_id, form_id FROM filing WHERE {_IN_USE}"
    ):
        found[unit_id, notice_id][form_id] = Filing(
            notice_id=notice_id,
            form_id=form_id,
            filled=filled[filing_id],
            confirmations=tuple(confirmations[filing_id]),
        )
    return found
