"""Reads packets from the database: one query a table, however many packets."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import (
    Contents,
    Dispatch,
    DispatchFacts,
    FrozenForm,
    FrozenValue,
    KeptFile,
    Packet,
    Preparation,
    Receipt,
    Voiding,
)
from forms.storage.database import known
from forms.storage.filings import to_moment

_Values = tuple[str | int, ...]


def read_packets(
    connection: sqlite3.Connection, condition: str, values: _Values = ()
) -> list[tuple[int, Packet]]:
    """The packets a condition over the columns of ``packet`` chooses, each with its unit's id, in the order of their numbers."""
    return _Reading(connection, condition, values).packets()


class _Reading:
    """Some packets with everything that hangs on them."""

    def __init__(self, connection: sqlite3.Connection, condition: str, values: _Values) -> None:
        self._connection = connection
        self._condition = condition
        self._values = values
        self._chosen = f"SELECT id FROM packet WHERE {condition}"

    def packets(self) -> list[tuple[int, Packet]]:
        rows = self._connection.execute(
            "SELECT unit_id, id, notice_id, notice_title, obligation_id, what, number, due, corrects, frozen_at, unit_name"
            f" FROM packet WHERE {self._condition} ORDER BY id",
            self._values,
        ).fetchall()
        if not rows:
            return []
        forms, dispatches = self._forms(), self._dispatches()
        cover = self._grouped("packet_cover", "label, text", "position")
        files = self._files("packet_file", "packet_id", self._chosen)
        preparations = self._grouped("packet_preparation", "content", "packet_id")
        voidings = self._grouped("voiding", "reason, made_at", "id")
        return [
            (
                unit_id,
                Packet(
                    packet_id,
                    Contents(
                        notice_id=notice,
                        notice_title=title,
                        obligation_id=obligation,
                        what=what,
                        number=number,
                        due=datetime.date.fromisoformat(due),
                        forms=tuple(forms[packet_id]),
                        cover=tuple(cover[packet_id]),
                        corrects=corrects,
                        unit=unit_name,
                    ),
                    to_moment(frozen_at),
                    tuple(files[packet_id]),
                    tuple(dispatches[packet_id]),
                    _preparation(preparations[packet_id]),
                    _voiding(voidings[packet_id]),
                ),
            )
            for unit_id, packet_id, notice, title, obligation, what, number, due, corrects, frozen_at, unit_name in rows
        ]

    def _grouped(self, table: str, columns: str, order: str) -> dict[int, list[Any]]:
        """Rows of a table by their packet."""
        rows: dict[int, list[Any]] = defaultdict(list)
        for owner, *row in self._connection.execute(
            f"SELECT packet_id, {columns} FROM {table} WHERE packet_id IN ({self._chosen})"
            f" ORDER BY packet_id, {order}",
            self._values,
        ):
            rows[owner].append(tuple(row))
        return rows

    def _forms(self) -> dict[int, list[FrozenForm]]:
        values: dict[tuple[int, str], list[FrozenValue]] = defaultdict(list)
        for packet_id, form_id, *value in self._connection.execute(
            "SELECT packet_id, form_id, blank_id, label, text, printed FROM packet_value"
            f" WHERE packet_id IN ({self._chosen}) ORDER BY packet_id, form_id, position",
            self._values,
        ):
            values[packet_id, form_id].append(FrozenValue(*value))
        forms: dict[int, list[FrozenForm]] = defaultdict(list)
        for packet_id, form_id, name, code in self._connection.execute(
            "SELECT packet_id, form_id, name, check_code FROM packet_form"
            f" WHERE packet_id IN ({self._chosen}) ORDER BY packet_id, position",
            self._values,
        ):
            forms[packet_id].append(FrozenForm(form_id, name, code, tuple(values[packet_id, form_id])))
        return forms

    def _dispatches(self) -> dict[int, list[Dispatch]]:
        of_packets = f"SELECT id FROM dispatch WHERE packet_id IN ({self._chosen})"
        of_dispatches = f"SELECT id FROM receipt WHERE dispatch_id IN ({of_packets})"
        files = self._files("receipt_file", "receipt_id", of_dispatches)
        receipts: dict[int, list[Receipt]] = defaultdict(list)
        for dispatch_id, receipt_id, noted_at, text in self._connection.execute(
            f"SELECT dispatch_id, id, noted_at, text FROM receipt WHERE dispatch_id IN ({of_packets}) ORDER BY id",
            self._values,
        ):
            receipt = Receipt(receipt_id, to_moment(noted_at), text, tuple(files[receipt_id]))
            receipts[dispatch_id].append(receipt)
        dispatches: dict[int, list[Dispatch]] = defaultdict(list)
        for packet_id, dispatch_id, channel, recipient, who, sent_at, note in self._connection.execute(
            "SELECT packet_id, id, channel, recipient, who, sent_at, note FROM dispatch"
            f" WHERE packet_id IN ({self._chosen}) ORDER BY id",
            self._values,
        ):
            facts = DispatchFacts(known(Channel, channel), recipient, who, to_moment(sent_at), note)
            dispatches[packet_id].append(Dispatch(dispatch_id, facts, tuple(receipts[dispatch_id])))
        return dispatches

    def _files(self, table: str, owner: str, owners: str) -> dict[int, list[KeptFile]]:
        return read_files(self._connection, table, owner, f"{owner} IN ({owners})", self._values)


def _voiding(rows: list[tuple[str, int]]) -> Voiding | None:
    """What the last row says."""
    if not rows or not rows[-1][0]:
        return None
    reason, made_at = rows[-1]
    return Voiding(reason, to_moment(made_at))


def read_files(
    connection: sqlite3.Connection, table: str, owner: str, condition: str, parameters: Sequence[str | int]
) -> dict[int, list[KeptFile]]:
    """The kept files of ``table`` by whose they are, in their order."""
    files: dict[int, list[KeptFile]] = defaultdict(list)
    for owner_id, name, role, form_id, sha256, size in connection.execute(
        f"SELECT {owner}, name, role, form_id, sha256, size FROM {table} WHERE {condition} ORDER BY {owner}, position",
        tuple(parameters),
    ):
        files[owner_id].append(KeptFile(name, known(FileRole, role), form_id, sha256, size))
    return files


def encode_preparation(preparation: Preparation) -> str:
    """A preparation as it is kept."""
    return json.dumps(
        {
            "way": preparation.way,
            "letter": preparation.letter,
            "edited": preparation.edited,
            "further": preparation.further,
            "mailbox": preparation.mailbox,
        },
        ensure_ascii=False,
    )


def decode_preparation(content: str) -> Preparation | None:
    """What was kept, ``None`` where it cannot be read: it is only proposed, and the database may come from anywhere."""
    try:
        found = json.loads(content)
        preparation = Preparation(
            way=found["way"],
            letter=tuple((name, text) for name, text in found["letter"]),
            edited=tuple(found["edited"]),
            further=tuple(found["further"]),
            mailbox=found["mailbox"],
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = (preparation.way, *preparation.edited, *preparation.further)
    texts += tuple(part for pair in preparation.letter for part in pair)
    sound = type(preparation.mailbox) is int and 0 <= preparation.mailbox < 1 << 40
    return preparation if sound and all(isinstance(text, str) for text in texts) else None


def _preparation(rows: list[tuple[str]]) -> Preparation | None:
    return decode_preparation(rows[0][0]) if rows else None
