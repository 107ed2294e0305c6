"""Packets in the database: what went, in which files, its dispatches and receipts. Rows are added and never changed."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Sequence
from typing import Final

from forms.errors import InputError
from forms.packet import Contents, DispatchFacts, FrozenForm, KeptFile, Packet, Preparation
from forms.storage.database import storable
from forms.storage.filings import from_moment
from forms.storage.packet_rows import encode_preparation, read_packets

FILE: Final = "position, name, role, form_id, sha256, size"
_NO_PACKET: Final = "没有这份报送包。请刷新报送记录后再选。"
_NO_DISPATCH: Final = "没有这条报送记录。请刷新报送记录后再选。"


class PacketTable:
    """The packets of one unit. Each method is a few statements; the caller wraps those that write in a transaction."""

    def __init__(self, connection: sqlite3.Connection, unit_id: int) -> None:
        self._connection = connection
        self._unit_id = unit_id

    # Writing

    def add(
        self,
        contents: Contents,
        files: Sequence[KeptFile],
        frozen_at: datetime.datetime,
        preparation: Preparation | None = None,
    ) -> int:
        """Add a packet without a dispatch; returns its id. Raises ``InputError`` where it corrects what it cannot."""
        packet_id = self._insert(
            "INSERT INTO packet"
            " (unit_id, notice_id, notice_title, obligation_id, what, number, due, corrects, frozen_at, unit_name)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._unit_id,
            storable(contents.notice_id),
            storable(contents.notice_title),
            storable(contents.obligation_id),
            storable(contents.what),
            contents.number,
            contents.due.isoformat(),
            self._first_of(contents),
            from_moment(frozen_at),
            storable(contents.unit),
        )
        if preparation is not None:
            self._connection.execute(
                "INSERT INTO packet_preparation (packet_id, content) VALUES (?, ?)",
                (packet_id, storable(encode_preparation(preparation))),
            )
        for position, form in enumerate(contents.forms):
            self._add_form(packet_id, position, form)
        self._connection.executemany(
            "INSERT INTO packet_cover (packet_id, position, label, text) VALUES (?, ?, ?, ?)",
            [
                (packet_id, at, storable(label), storable(text))
                for at, (label, text) in enumerate(contents.cover)
            ],
        )
        add_files(self._connection, "packet_file", "packet_id", packet_id, files)
        return packet_id

    def _first_of(self, contents: Contents) -> int | None:
        """The first packet of the row of corrections that a new one joins."""
        if contents.corrects is None:
            return None
        row = self._connection.execute(
            "SELECT ifnull(corrects, id), unit_id, notice_id, obligation_id, number FROM packet WHERE id = ?",
            (contents.corrects,),
        ).fetchone()
        same = (self._unit_id, contents.notice_id, contents.obligation_id, contents.number)
        if row is None or row[1:] != same:
            raise InputError("要更正的报送记录不存在，或不是同一件报送事项。请在报送记录里重新选择。")
        first: int = row[0]
        return first

    def _add_form(self, packet_id: int, position: int, form: FrozenForm) -> None:
        form_id = storable(form.form_id)
        self._connection.execute(
            "INSERT INTO packet_form (packet_id, position, form_id, name, check_code) VALUES (?, ?, ?, ?, ?)",
            (packet_id, position, form_id, storable(form.name), storable(form.check_code)),
        )
        self._connection.executemany(
            "INSERT INTO packet_value (packet_id, form_id, position, blank_id, label, text, printed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (packet_id, form_id, at, *map(storable, (v.blank_id, v.label, v.text, v.printed)))
                for at, v in enumerate(form.values)
            ],
        )

    def add_dispatch(self, packet_id: int, facts: DispatchFacts) -> int:
        """Add that a packet went out; returns the dispatch's id."""
        if self._unit_of_packet(packet_id) != self._unit_id:
            raise InputError(_NO_PACKET)
        return self._insert(
            "INSERT INTO dispatch (packet_id, channel, recipient, who, note, sent_at) VALUES (?, ?, ?, ?, ?, ?)",
            packet_id,
            facts.channel.value,
            storable(facts.recipient),
            storable(facts.who),
            storable(facts.note),
            from_moment(facts.sent_at),
        )

    def add_receipt(
        self, dispatch_id: int, text: str, files: Sequence[KeptFile], noted_at: datetime.datetime
    ) -> int:
        """Add what came back for a dispatch; returns the id of its packet."""
        packet_id = self._packet_of(dispatch_id)
        receipt_id = self._insert(
            "INSERT INTO receipt (dispatch_id, noted_at, text) VALUES (?, ?, ?)",
            dispatch_id,
            from_moment(noted_at),
            storable(text),
        )
        add_files(self._connection, "receipt_file", "receipt_id", receipt_id, files)
        return packet_id

    def add_voiding(self, packet_id: int, reason: str, made_at: datetime.datetime) -> None:
        """Add that a packet does not count, or with an empty reason that it does after all."""
        if self._unit_of_packet(packet_id) != self._unit_id:
            raise InputError(_NO_PACKET)
        self._insert(
            "INSERT INTO voiding (packet_id, made_at, reason) VALUES (?, ?, ?)",
            packet_id,
            from_moment(made_at),
            storable(reason),
        )

    def _packet_of(self, dispatch_id: int) -> int:
        row = self._connection.execute(
            "SELECT packet_id FROM dispatch WHERE id = ?", (dispatch_id,)
        ).fetchone()
        if row is None or self._unit_of_packet(row[0]) != self._unit_id:
            raise InputError(_NO_DISPATCH)
        packet_id: int = row[0]
        return packet_id

    def _unit_of_packet(self, packet_id: int) -> int | None:
        row = self._connection.execute("SELECT unit_id FROM packet WHERE id = ?", (packet_id,)).fetchone()
        return row[0] if row else None

    def _insert(self, statement: str, *values: str | int | None) -> int:
        row_id = self._connection.execute(statement, values).lastrowid
        assert row_id is not None
        return row_id

    # Reading

    def read(self, packet_id: int) -> Packet:
        """A packet. Raises ``InputError`` where the unit has none of this id."""
        found = self._read("id = ?", packet_id)
        if not found:
            raise InputError(_NO_PACKET)
        return found[0]

    def read_all(self, notice_id: str | None) -> tuple[Packet, ...]:
        """The packets of a notice, or all, in the order they were frozen."""
        if notice_id is None:
            return self._read("1 = 1")
        return self._read("notice_id = ?", storable(notice_id))

    def _read(self, condition: str, *values: str | int) -> tuple[Packet, ...]:
        found = read_packets(self._connection, f"unit_id = ? AND {condition}", (self._unit_id, *values))
        return tuple(packet for _, packet in found)


def add_files(
    connection: sqlite3.Connection, table: str, owner: str, owner_id: int, files: Sequence[KeptFile]
) -> None:
    """Add the rows of kept files to ``table``, whose column ``owner`` says whose they are."""
    connection.executemany(
        f"INSERT INTO {table} ({owner}, {FILE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (owner_id, at, storable(f.name), f.role.value, storable(f.form_id), f.sha256, f.size)
            for at, f in enumerate(files)
        ],
    )


def names_of_content(connection: sqlite3.Connection) -> dict[str, str]:
    """A name of everything that packets, waiting ones too, and receipts refer to, by its fingerprint, in their order."""
    rows = connection.execute(
        "SELECT sha256, name FROM packet_file UNION ALL SELECT sha256, name FROM receipt_file"
        " UNION ALL SELECT sha256, name FROM pending_file ORDER BY sha256"
    )
    return dict(rows.fetchall())
