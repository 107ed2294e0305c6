"""Packets in the database: what went, in which files, and the dispatches. Rows are added and never changed."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Sequence
from typing import Final

from forms.errors import InputError
from forms.notice.notice import Channel
from forms.packet import (
    Contents,
    Dispatch,
    DispatchFacts,
    FileRole,
    FrozenForm,
    FrozenValue,
    KeptFile,
    Packet,
    Receipt,
)
from forms.storage.database import storable
from forms.storage.filings import from_moment, to_moment

_FILE: Final = "position, name, role, form_id, sha256, size"


class PacketTable:
    """The packets of a database. Each method is a few statements; the caller wraps those that write in a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # Writing

    def add(self, contents: Contents, files: Sequence[KeptFile], frozen_at: datetime.datetime) -> int:
        """Add a packet without a dispatch; returns its id. Raises ``InputError`` where it corrects what it cannot."""
        packet_id = self._insert(
            "INSERT INTO packet (notice_id, notice_title, obligation_id, what, number, due, corrects, frozen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            storable(contents.notice_id),
            storable(contents.notice_title),
            storable(contents.obligation_id),
            storable(contents.what),
            contents.number,
            contents.due.isoformat(),
            self._first_of(contents),
            from_moment(frozen_at),
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
        self._add_files("packet_file", "packet_id", packet_id, files)
        return packet_id

    def _first_of(self, contents: Contents) -> int | None:
        """The first packet of the row of corrections that a new one joins."""
        if contents.corrects is None:
            return None
        row = self._connection.execute(
            "SELECT ifnull(corrects, id), notice_id, obligation_id, number FROM packet WHERE id = ?",
            (contents.corrects,),
        ).fetchone()
        if row is None or row[1:] != (contents.notice_id, contents.obligation_id, contents.number):
            raise InputError("要更正的报送记录不存在，或不是同一件报送事项。请在报送记录里重新选择。")
        first: int = row[0]
        return first

    def _add_form(self, packet_id: int, position: int, form: FrozenForm) -> None:
        texts = map(storable, (form.form_id, form.name, form.check_code, form.unit, form.filled_by))
        date = form.date.isoformat() if form.date else None
        self._connection.execute(
            "INSERT INTO packet_form (packet_id, position, form_id, name, check_code, unit, filled_by, date)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (packet_id, position, *texts, date),
        )
        self._connection.executemany(
            "INSERT INTO packet_value (packet_id, form_id, position, blank_id, label, text, printed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    packet_id,
                    storable(form.form_id),
                    at,
                    *map(storable, (v.blank_id, v.label, v.text, v.printed)),
                )
                for at, v in enumerate(form.values)
            ],
        )

    def _add_files(self, table: str, owner: str, owner_id: int, files: Sequence[KeptFile]) -> None:
        self._connection.executemany(
            f"INSERT INTO {table} ({owner}, {_FILE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (owner_id, at, storable(f.name), f.role.value, storable(f.form_id), f.sha256, f.size)
                for at, f in enumerate(files)
            ],
        )

    def add_dispatch(self, packet_id: int, facts: DispatchFacts) -> int:
        """Add that a packet went out; returns the dispatch's id."""
        if not self._is_there("packet", packet_id):
            raise InputError("没有这份报送包。请刷新报送记录后再选。")
        return self._insert(
            "INSERT INTO receipt (packet_id, channel, recipient, who, note, sent_at) VALUES (?, ?, ?, ?, ?, ?)",
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
        """Add a note with its files to a dispatch; returns the note's id."""
        if not self._is_there("receipt", dispatch_id):
            raise InputError("没有这条报送记录。请刷新报送记录后再选。")
        note_id = self._insert(
            "INSERT INTO receipt_note (receipt_id, noted_at, text) VALUES (?, ?, ?)",
            dispatch_id,
            from_moment(noted_at),
            storable(text),
        )
        self._add_files("receipt_file", "note_id", note_id, files)
        return note_id

    def _insert(self, statement: str, *values: str | int | None) -> int:
        row_id = self._connection.execute(statement, values).lastrowid
        assert row_id is not None
        return row_id

    def _is_there(self, table: str, row_id: int) -> bool:
        return bool(self._connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone())

    # Reading

    def read(self, packet_id: int) -> Packet:
        """A packet. Raises ``InputError`` where there is none."""
        row = self._connection.execute(
            "SELECT notice_id, notice_title, obligation_id, what, number, due, corrects, frozen_at"
            " FROM packet WHERE id = ?",
            (packet_id,),
        ).fetchone()
        if row is None:
            raise InputError("没有这份报送包。请刷新报送记录后再选。")
        notice_id, title, obligation_id, what, number, due, corrects, frozen_at = row
        cover = self._connection.execute(
            "SELECT label, text FROM packet_cover WHERE packet_id = ? ORDER BY position", (packet_id,)
        ).fetchall()
        contents = Contents(
            notice_id=notice_id,
            notice_title=title,
            obligation_id=obligation_id,
            what=what,
            number=number,
            due=datetime.date.fromisoformat(due),
            forms=self._forms(packet_id),
            cover=tuple(cover),
            corrects=corrects,
        )
        files = self._files("packet_file", "packet_id", packet_id)
        return Packet(packet_id, contents, to_moment(frozen_at), files, self._dispatches(packet_id))

    def read_of_dispatch(self, dispatch_id: int) -> Packet:
        """The packet a dispatch belongs to."""
        row = self._connection.execute(
            "SELECT packet_id FROM receipt WHERE id = ?", (dispatch_id,)
        ).fetchone()
        return self.read(row[0])

    def ids(self, notice_id: str | None) -> tuple[int, ...]:
        """The ids of a notice's packets, or of all, in the order they were frozen."""
        rows = self._connection.execute(
            "SELECT id FROM packet WHERE ?1 IS NULL OR notice_id = ?1 ORDER BY id", (notice_id,)
        )
        return tuple(row_id for (row_id,) in rows)

    def _forms(self, packet_id: int) -> tuple[FrozenForm, ...]:
        rows = self._connection.execute(
            "SELECT form_id, name, check_code, unit, filled_by, date FROM packet_form"
            " WHERE packet_id = ? ORDER BY position",
            (packet_id,),
        ).fetchall()
        return tuple(
            FrozenForm(
                form_id=form_id,
                name=name,
                check_code=code,
                unit=unit,
                filled_by=filled_by,
                date=datetime.date.fromisoformat(date) if date else None,
                values=self._values(packet_id, form_id),
            )
            for form_id, name, code, unit, filled_by, date in rows
        )

    def _values(self, packet_id: int, form_id: str) -> tuple[FrozenValue, ...]:
        rows = self._connection.execute(
            "SELECT blank_id, label, text, printed FROM packet_value"
            " WHERE packet_id = ? AND form_id = ? ORDER BY position",
            (packet_id, form_id),
        )
        return tuple(FrozenValue(*row) for row in rows)

    def _files(self, table: str, owner: str, owner_id: int) -> tuple[KeptFile, ...]:
        rows = self._connection.execute(
            f"SELECT name, role, form_id, sha256, size FROM {table} WHERE {owner} = ? ORDER BY position",
            (owner_id,),
        )
        return tuple(
            KeptFile(name, FileRole(role), form_id, sha256, size)
            for name, role, form_id, sha256, size in rows
        )

    def _dispatches(self, packet_id: int) -> tuple[Dispatch, ...]:
        rows = self._connection.execute(
            "SELECT id, channel, recipient, who, sent_at, note FROM receipt WHERE packet_id = ? ORDER BY id",
            (packet_id,),
        ).fetchall()
        return tuple(
            Dispatch(
                dispatch_id,
                DispatchFacts(Channel(channel), recipient, who, to_moment(sent_at), note),
                self._receipts(dispatch_id),
            )
            for dispatch_id, channel, recipient, who, sent_at, note in rows
        )

    def _receipts(self, dispatch_id: int) -> tuple[Receipt, ...]:
        rows = self._connection.execute(
            "SELECT id, noted_at, text FROM receipt_note WHERE receipt_id = ? ORDER BY id", (dispatch_id,)
        ).fetchall()
        return tuple(
            Receipt(receipt_id, to_moment(noted_at), text, self._files("receipt_file", "note_id", receipt_id))
            for receipt_id, noted_at, text in rows
        )


def names_of_content(connection: sqlite3.Connection) -> dict[str, str]:
    """A name of everything that packets and dispatches refer to, by its fingerprint, in order of the fingerprints."""
    rows = connection.execute(
        "SELECT sha256, name FROM packet_file UNION ALL SELECT sha256, name FROM receipt_file ORDER BY sha256"
    )
    return dict(rows.fetchall())
