"""Packets that were written and wait to be confirmed as sent, in the database."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from forms.errors import DamagedFile
from forms.packet import Contents, FrozenForm, FrozenValue, KeptFile, PendingPacket
from forms.storage.database import storable
from forms.storage.filings import from_moment, to_moment
from forms.storage.packets import add_files, read_files

_TEXTS: Final = ("way", "folder", "recipient", "sender")


class PendingTable:
    """The waiting packets of one unit. The caller wraps what writes in a transaction."""

    def __init__(self, connection: sqlite3.Connection, unit_id: int) -> None:
        self._connection = connection
        self._unit_id = unit_id

    def keep(self, pending: PendingPacket) -> None:
        """Keep a packet in place of one of the same occurrence."""
        contents = pending.contents
        self.discard(contents.notice_id, pending.occurrence)
        row_id = self._connection.execute(
            "INSERT INTO pending_packet (unit_id, notice_id, obligation_id, number, written_at, content)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._unit_id,
                storable(contents.notice_id),
                storable(contents.obligation_id),
                contents.number,
                from_moment(pending.written_at),
                storable(_encode(pending)),
            ),
        ).lastrowid
        assert row_id is not None
        add_files(self._connection, "pending_file", "pending_id", row_id, pending.files)

    def discard(self, notice_id: str, occurrence: tuple[str, int]) -> None:
        """Let go of the waiting packet of an occurrence, if there is one."""
        for (row_id,) in self._connection.execute(
            "SELECT id FROM pending_packet"
            " WHERE unit_id = ? AND notice_id = ? AND obligation_id = ? AND number = ?",
            (self._unit_id, storable(notice_id), storable(occurrence[0]), occurrence[1]),
        ).fetchall():
            self._connection.execute("DELETE FROM pending_file WHERE pending_id = ?", (row_id,))
            self._connection.execute("DELETE FROM pending_packet WHERE id = ?", (row_id,))

    def read_all(self, notice_id: str) -> tuple[PendingPacket, ...]:
        """The waiting packets of a notice, the first written first. Raises ``DamagedFile``."""
        rows = self._connection.execute(
            "SELECT id, written_at, content FROM pending_packet WHERE unit_id = ? AND notice_id = ? ORDER BY id",
            (self._unit_id, storable(notice_id)),
        ).fetchall()
        files = read_files(
            self._connection,
            "pending_file",
            "pending_id",
            "pending_id IN (SELECT id FROM pending_packet WHERE unit_id = ? AND notice_id = ?)",
            (self._unit_id, storable(notice_id)),
        )
        return tuple(
            _decode(content, files[row_id], to_moment(written_at)) for row_id, written_at, content in rows
        )


def _encode(pending: PendingPacket) -> str:
    contents = pending.contents
    return json.dumps(
        {
            "notice_id": contents.notice_id,
            "notice_title": contents.notice_title,
            "obligation_id": contents.obligation_id,
            "what": contents.what,
            "number": contents.number,
            "due": contents.due.isoformat(),
            "forms": [
                [
                    form.form_id,
                    form.name,
                    form.check_code,
                    [[value.blank_id, value.label, value.text, value.printed] for value in form.values],
                ]
                for form in contents.forms
            ],
            "cover": contents.cover,
            "corrects": contents.corrects,
            "paths": pending.paths,
            "remarks": pending.remarks,
            **{key: getattr(pending, key) for key in _TEXTS},
        },
        ensure_ascii=False,
    )


def _decode(content: str, files: Sequence[KeptFile], written_at: datetime.datetime) -> PendingPacket:
    """The packet in a row; each part is asked for its type, for the database may come from anywhere."""
    try:
        found = json.loads(content)
        contents = Contents(
            notice_id=_text(found["notice_id"]),
            notice_title=_text(found["notice_title"]),
            obligation_id=_text(found["obligation_id"]),
            what=_text(found["what"]),
            number=_number(found["number"]),
            due=datetime.date.fromisoformat(_text(found["due"])),
            forms=tuple(_form(form) for form in found["forms"]),
            cover=tuple((_text(label), _text(text)) for label, text in found["cover"]),
            corrects=None if found["corrects"] is None else _number(found["corrects"]),
        )
        return PendingPacket(
            contents,
            tuple(files),
            written_at,
            paths=tuple(_text(path) for path in found["paths"]),
            remarks=tuple(_text(remark) for remark in found["remarks"]),
            **{key: _text(found[key]) for key in _TEXTS},
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedFile(
            "还没有确认送出的一份报送包读不出来，数据文件可能已损坏。请重新准备这份报送。"
        ) from error


def _form(found: Any) -> FrozenForm:
    form_id, name, code, values = found
    return FrozenForm(
        _text(form_id),
        _text(name),
        _text(code),
        tuple(FrozenValue(*(_text(part) for part in value)) for value in values),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value
