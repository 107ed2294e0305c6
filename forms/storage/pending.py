"""Packets that were written and wait to be confirmed as sent, in the database."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from forms.packet import Contents, FrozenForm, FrozenValue, KeptFile, PendingPacket
from forms.storage.database import storable
from forms.storage.filings import from_moment, to_moment
from forms.storage.packet_rows import decode_preparation, encode_preparation, read_files
from forms.storage.packets import add_files

_TEXTS: Final = ("way", "folder", "recipient", "sender")
#: The largest number a column can hold.
_HIGHEST: Final = 2**63 - 1
_KEY: Final = "notice_id, obligation_id, number"


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
        """The waiting packets of a notice, the first written first, without those that are :meth:`illegible`."""
        rows = self._connection.execute(
            f"SELECT id, {_KEY}, written_at, content FROM pending_packet"
            " WHERE unit_id = ? AND notice_id = ? ORDER BY id",
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
            pending
            for row_id, *key, written_at, content in rows
            if (pending := _decode(content, key, files[row_id], to_moment(written_at)))
        )

    def illegible(self) -> tuple[str, ...]:
        """What the waiting packets that cannot be read were for, in words; one prepared anew takes the place of such a one."""
        rows = self._connection.execute(
            f"SELECT {_KEY}, content FROM pending_packet WHERE unit_id = ? ORDER BY id", (self._unit_id,)
        ).fetchall()
        return tuple(
            f"通知“{notice_id}”的报送“{obligation_id}”第{number}次"
            for notice_id, obligation_id, number, content in rows
            if _decode(content, (notice_id, obligation_id, number), (), to_moment(0)) is None
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
            "unit": contents.unit,
            "preparation": encode_preparation(pending.preparation) if pending.preparation else "",
            "paths": pending.paths,
            "remarks": pending.remarks,
            **{key: getattr(pending, key) for key in _TEXTS},
        },
        ensure_ascii=False,
    )


def _decode(
    content: str, key: Sequence[object], files: Sequence[KeptFile], written_at: datetime.datetime
) -> PendingPacket | None:
    """The packet in a row whose occurrence is ``key``; ``None`` where it cannot be read or could not be kept as sent.

    Each part is asked for its type, for the database may come from anywhere.
    """
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
            unit=_text(found.get("unit", "")),
        )
        if [contents.notice_id, contents.obligation_id, contents.number] != list(key):
            return None
        _check_unique(form.form_id for form in contents.forms)
        return PendingPacket(
            contents,
            tuple(files),
            written_at,
            paths=tuple(_text(path) for path in found["paths"]),
            remarks=tuple(_text(remark) for remark in found["remarks"]),
            **{key: _text(found[key]) for key in _TEXTS},
            preparation=decode_preparation(_text(found.get("preparation", ""))),
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _form(found: Any) -> FrozenForm:
    form_id, name, code, parts = found
    values = tuple(FrozenValue(*(_text(part) for part in value)) for value in parts)
    _check_unique(value.blank_id for value in values)
    return FrozenForm(_text(form_id), _text(name), _text(code), values)


def _check_unique(ids: Iterable[str]) -> None:
    listed = list(ids)
    if len(set(listed)) != len(listed):
        raise ValueError(listed)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _HIGHEST:
        raise TypeError(value)
    return value
