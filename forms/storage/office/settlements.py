"""What was settled in words, in the database: rows are added, and the last one about an occurrence counts."""

from __future__ import annotations

import datetime
import sqlite3

from forms.notice.settlement import Settlement
from forms.storage.database import storable
from forms.storage.filings import from_moment, to_moment


def add_settlement(
    connection: sqlite3.Connection,
    unit_id: int,
    notice_id: str,
    occurrence: tuple[str, int],
    words: str,
    made_at: datetime.datetime,
) -> None:
    """Settle an occurrence, or with empty words open it again."""
    connection.execute(
        "INSERT INTO settlement (unit_id, notice_id, obligation_id, number, made_at, words)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            unit_id,
            storable(notice_id),
            storable(occurrence[0]),
            occurrence[1],
            from_moment(made_at),
            storable(words),
        ),
    )


def read_settlements(
    connection: sqlite3.Connection, condition: str, values: tuple[str | int, ...] = ()
) -> dict[tuple[int, str], dict[tuple[str, int], Settlement]]:
    """What is settled now, by unit and notice, then by occurrence. ``condition`` is over the table's columns."""
    found: dict[tuple[int, str], dict[tuple[str, int], Settlement]] = {}
    for unit_id, notice_id, obligation_id, number, made_at, words in connection.execute(
        "SELECT unit_id, notice_id, obligation_id, number, made_at, words FROM settlement"
        f" WHERE {condition} ORDER BY id",
        values,
    ):
        settled = found.setdefault((unit_id, notice_id), {})
        if words:
            settled[obligation_id, number] = Settlement(words, to_moment(made_at))
        else:
            settled.pop((obligation_id, number), None)
    return found
