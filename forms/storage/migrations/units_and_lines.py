"""The migration to units and lines: everything belongs to a unit; 填报单位, 填报人 and 日期 become blanks; words of enumerations leave SQL.

A packet's going out is now a ``dispatch`` and what came back a ``receipt``; packets that wait to be sent get tables of
their own.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from forms.storage.migrations.columns import DATE, MOMENT, SHA256, TEXT, WHOLE, columns

#: The unit that everything before belonged to.
_UNIT: Final = 1

#: The columns of 0.2.0 that become blanks: column, blank, its label, the profile's entry it was filled from.
_LINES: Final = (
    ("unit", "lines.unit", "填报单位", "unit.name"),
    ("filled_by", "lines.filled_by", "填报人", "liaison.name"),
    ("date", "lines.date", "日期", ""),
)

_FILE: Final = f"""{columns("position", of=WHOLE)}, {columns("name", "form_id", "role", of=TEXT)},
        {columns("sha256", of=SHA256)}, {columns("size", of=WHOLE)}"""

#: The new tables by the names they end up with, each with how its rows are taken over; ``new_`` stands before the name
#: until the old ones are gone.
_TABLES: Final = (
    (
        "profile_entry",
        f"""unit_id INTEGER NOT NULL REFERENCES unit (id), {columns("entry_id", "text", of=TEXT)},
        PRIMARY KEY (unit_id, entry_id)) WITHOUT ROWID""",
        f"SELECT {_UNIT}, entry_id, text FROM profile_entry",
    ),
    (
        "filing",
        f"""id INTEGER PRIMARY KEY,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        {columns("notice_id", "form_id", of=TEXT)},
        changed_at {MOMENT.format("changed_at")},
        undo_position INTEGER NOT NULL DEFAULT 0 CHECK (typeof(undo_position) = 'integer' AND undo_position >= 0),
        UNIQUE (unit_id, notice_id, form_id))""",
        f"SELECT id, {_UNIT}, notice_id, form_id, changed_at, undo_position FROM filing",
    ),
    (
        "revision",
        f"""id INTEGER PRIMARY KEY AUTOINCREMENT,
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        made_at {MOMENT.format("made_at")}, {columns("kind", of=TEXT)})""",
        "SELECT id, filing_id, made_at, kind FROM revision",
    ),
    (
        "change",
        f"""revision_id INTEGER NOT NULL REFERENCES revision (id),
        {columns("blank_id", "before_text", "before_source", "before_note", of=TEXT)},
        {columns("after_text", "after_source", "after_note", of=TEXT)},
        PRIMARY KEY (revision_id, blank_id)) WITHOUT ROWID""",
        "SELECT revision_id, blank_id, before_text, before_source, before_note, after_text, after_source, after_note FROM change",
    ),
    (
        "filled",
        f"""filing_id INTEGER NOT NULL REFERENCES filing (id),
        {columns("blank_id", "text", "source", "note", of=TEXT)},
        PRIMARY KEY (filing_id, blank_id)) WITHOUT ROWID""",
        "SELECT filing_id, blank_id, text, source, note FROM filled",
    ),
    (
        "packet",
        f"""id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        {columns("notice_id", "notice_title", "obligation_id", "what", of=TEXT)},
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
        due {DATE.format("due", "NOT NULL")},
        corrects INTEGER REFERENCES packet (id) CHECK (corrects < id),
        frozen_at {MOMENT.format("frozen_at")})""",
        f"SELECT id, {_UNIT}, notice_id, notice_title, obligation_id, what, number, due, corrects, frozen_at FROM packet",
    ),
    (
        "packet_form",
        f"""packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("position", of=WHOLE)}, {columns("form_id", "name", "check_code", of=TEXT)},
        PRIMARY KEY (packet_id, form_id)) WITHOUT ROWID""",
        "SELECT packet_id, position, form_id, name, check_code FROM packet_form",
    ),
    (
        "packet_file",
        f"packet_id INTEGER NOT NULL REFERENCES packet (id), {_FILE}, PRIMARY KEY (packet_id, position)) WITHOUT ROWID",
        "SELECT packet_id, position, name, form_id, role, sha256, size FROM packet_file",
    ),
    (
        "dispatch",
        f"""id INTEGER PRIMARY KEY AUTOINCREMENT,
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("channel", "recipient", "who", "note", of=TEXT)}, sent_at {MOMENT.format("sent_at")})""",
        "SELECT id, packet_id, channel, recipient, who, note, sent_at FROM receipt",
    ),
    (
        "receipt",
        f"""id INTEGER PRIMARY KEY AUTOINCREMENT,
        dispatch_id INTEGER NOT NULL REFERENCES dispatch (id),
        noted_at {MOMENT.format("noted_at")}, {columns("text", of=TEXT)})""",
        "SELECT id, receipt_id, noted_at, text FROM receipt_note",
    ),
    (
        "receipt_file",
        f"receipt_id INTEGER NOT NULL REFERENCES receipt (id), {_FILE}, PRIMARY KEY (receipt_id, position)) WITHOUT ROWID",
        "SELECT note_id, position, name, form_id, role, sha256, size FROM receipt_file",
    ),
)

#: What is made anew, children before their parents; the rest (step, confirmation, packet_value, packet_cover) stays.
_OLD: Final = (
    "receipt_file",
    "receipt_note",
    "receipt",
    "packet_file",
    "packet_form",
    "packet",
    "filled",
    "change",
    "revision",
    "filing",
    "profile_entry",
)

#: Tables whose numbers are never given twice, with the old table whose count goes on.
_COUNTED: Final = {
    "revision": "revision",
    "packet": "packet",
    "dispatch": "receipt",
    "receipt": "receipt_note",
}

_AFTERWARDS: Final = (
    "CREATE INDEX revision_of_filing ON revision (filing_id, id)",
    "CREATE INDEX packet_of_notice ON packet (unit_id, notice_id, id)",
    "CREATE INDEX dispatch_of_packet ON dispatch (packet_id, id)",
    "CREATE INDEX receipt_of_dispatch ON receipt (dispatch_id, id)",
    f"""CREATE TABLE pending_packet (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        unit_id INTEGER NOT NULL REFERENCES unit (id),
        {columns("notice_id", "obligation_id", of=TEXT)},
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
        written_at {MOMENT.format("written_at")}, {columns("content", of=TEXT)},
        UNIQUE (unit_id, notice_id, obligation_id, number))""",
    f"CREATE TABLE pending_file (pending_id INTEGER NOT NULL REFERENCES pending_packet (id), {_FILE},"
    " PRIMARY KEY (pending_id, position)) WITHOUT ROWID",
    "UPDATE setting SET value = 'record' WHERE key = 'window.page' AND value = 'receipts'",
)


def units_and_lines(connection: sqlite3.Connection) -> None:
    """Units, lines as blanks, dispatches and receipts, packets that wait. Runs with foreign keys off."""
    connection.execute("CREATE TABLE unit (id INTEGER PRIMARY KEY)")
    connection.execute("INSERT INTO unit (id) VALUES (?)", (_UNIT,))
    counts = dict(connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    for name, declared, rows in _TABLES:
        connection.execute(f"CREATE TABLE new_{name} ({declared}")
        connection.execute(f"INSERT INTO new_{name} {rows}")
    _carry_lines_of_filings(connection)
    _carry_lines_of_packets(connection)
    for name in _OLD:
        connection.execute(f"DROP TABLE {name}")
    for name, _, _ in _TABLES:
        connection.execute(f"ALTER TABLE new_{name} RENAME TO {name}")
    for name, old in _COUNTED.items():
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
        if old in counts:
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, counts[old]))
    for statement in _AFTERWARDS:
        connection.execute(statement)


def _carry_lines_of_filings(connection: sqlite3.Connection) -> None:
    """Put what stood outside a form's frame into its blanks, and at the very beginning of its history.

    The history tells every earlier state, so the lines must be in each of them: they stand in a revision below all others,
    which is no step that could be undone.
    """
    profile = dict(connection.execute("SELECT entry_id, text FROM profile_entry").fetchall())
    filings = connection.execute("SELECT id, unit, filled_by, date, changed_at FROM filing").fetchall()
    for filing_id, *values, changed_at in filings:
        lines = [
            (blank_id, text, "unit" if entry and profile.get(entry) == text else "typed")
            for (column, blank_id, _, entry), value in zip(_LINES, values, strict=True)
            if (text := _printed(column, value))
        ]
        if not lines:
            continue
        made_at = connection.execute(
            "SELECT ifnull(min(made_at), ?) FROM revision WHERE filing_id = ?", (changed_at, filing_id)
        ).fetchone()[0]
        connection.execute(
            "INSERT INTO new_revision (id, filing_id, made_at, kind) VALUES (?, ?, ?, 'carried-over')",
            (-filing_id, filing_id, made_at),
        )
        for blank_id, text, source in lines:
            connection.execute(
                "INSERT INTO new_filled (filing_id, blank_id, text, source, note) VALUES (?, ?, ?, ?, '')",
                (filing_id, blank_id, text, source),
            )
            connection.execute(
                "INSERT INTO new_change VALUES (?, ?, '', 'typed', '', ?, ?, '')",
                (-filing_id, blank_id, text, source),
            )


def _carry_lines_of_packets(connection: sqlite3.Connection) -> None:
    """What stood outside the frame of a form that went becomes values of it, after the others."""
    frozen = connection.execute(
        "SELECT packet_id, form_id, unit, filled_by, date FROM packet_form"
    ).fetchall()
    for packet_id, form_id, *values in frozen:
        position = connection.execute(
            "SELECT ifnull(max(position) + 1, 0) FROM packet_value WHERE packet_id = ? AND form_id = ?",
            (packet_id, form_id),
        ).fetchone()[0]
        for (column, blank_id, label, _), value in zip(_LINES, values, strict=True):
            if text := _printed(column, value):
                connection.execute(
                    "INSERT INTO packet_value (packet_id, form_id, position, blank_id, label, text, printed)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (packet_id, form_id, position, blank_id, label, text, text),
                )
                position += 1


def _printed(column: str, value: str | None) -> str:
    """What was printed: a day, kept as ``2020-06-28``, as offices write it."""
    if value and column == "date":
        year, month, day = value.split("-")
        return f"{int(year)}年{int(month)}月{int(day)}日"
    return value or ""
