"""The migrations of 0.1.0 and 0.2.0: filings, then packets. They have shipped and never change."""

from __future__ import annotations

import sqlite3
from typing import Final

from forms.storage.migrations.columns import DATE, MOMENT, SHA256, TEXT, WHOLE, columns

_SOURCE: Final = "TEXT NOT NULL CHECK ({0} IN ('typed', 'unit', 'journal', 'last-year', 'file'))"


_FILINGS: Final = (
    f"CREATE TABLE setting ({columns('key', 'value', of=TEXT)}, PRIMARY KEY (key)) WITHOUT ROWID",
    f"CREATE TABLE profile_entry ({columns('entry_id', 'text', of=TEXT)}, PRIMARY KEY (entry_id)) WITHOUT ROWID",
    f"""CREATE TABLE filing (
        id INTEGER PRIMARY KEY,
        {columns("notice_id", "form_id", "unit", "filled_by", of=TEXT)},
        date TEXT CHECK (date IS date(date, '+0 days')),
        changed_at {MOMENT.format("changed_at")},
        undo_position INTEGER NOT NULL DEFAULT 0 CHECK (typeof(undo_position) = 'integer' AND undo_position >= 0),
        UNIQUE (notice_id, form_id))""",
    f"""CREATE TABLE revision (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        made_at {MOMENT.format("made_at")},
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo', 'restore', 'prefill', 'import')))""",
    "CREATE INDEX revision_of_filing ON revision (filing_id, id)",
    f"""CREATE TABLE change (
        revision_id INTEGER NOT NULL REFERENCES revision (id),
        {columns("blank_id", "before_text", "before_note", "after_text", "after_note", of=TEXT)},
        {columns("before_source", "after_source", of=_SOURCE)},
        PRIMARY KEY (revision_id, blank_id)) WITHOUT ROWID""",
    # What can be undone (positions up to the filing's undo_position) and redone (those above).
    """CREATE TABLE step (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
        revision_id INTEGER NOT NULL REFERENCES revision (id),
        PRIMARY KEY (filing_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE filled (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        {columns("blank_id", "text", "note", of=TEXT)},
        {columns("source", of=_SOURCE)},
        PRIMARY KEY (filing_id, blank_id)) WITHOUT ROWID""",
    f"""CREATE TABLE confirmation (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        {columns("field", "code", "reason", "text", of=TEXT)},
        PRIMARY KEY (filing_id, field, code)) WITHOUT ROWID""",
)


def filings(connection: sqlite3.Connection) -> None:
    """Settings, the profile, and filings with their revisions."""
    for statement in _FILINGS:
        connection.execute(statement)


_ROLE: Final = "TEXT NOT NULL CHECK ({0} IN ('form', 'further', 'cover', 'sent'))"
_CHANNEL: Final = "TEXT NOT NULL CHECK ({0} IN ('fax', 'email', 'paper', 'electronic', 'oa', 'qq'))"

#: The columns of a file that was kept: its bytes lie in the content folder.
_FILE: Final = f"""{columns("position", of=WHOLE)}, {columns("name", "form_id", of=TEXT)},
        {columns("role", of=_ROLE)}, {columns("sha256", of=SHA256)}, {columns("size", of=WHOLE)}"""

_PACKETS: Final = (
    f"""CREATE TABLE packet (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {columns("notice_id", "notice_title", "obligation_id", "what", of=TEXT)},
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
        due {DATE.format("due", "NOT NULL")},
        corrects INTEGER REFERENCES packet (id) CHECK (corrects < id),
        frozen_at {MOMENT.format("frozen_at")})""",
    "CREATE INDEX packet_of_notice ON packet (notice_id, id)",
    f"""CREATE TABLE packet_form (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("position", of=WHOLE)},
        {columns("form_id", "name", "check_code", "unit", "filled_by", of=TEXT)},
        date {DATE.format("date", "")},
        PRIMARY KEY (packet_id, form_id)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_value (
        packet_id INTEGER NOT NULL,
        {columns("form_id", of=TEXT)}, {columns("position", of=WHOLE)},
        {columns("blank_id", "label", "text", "printed", of=TEXT)},
        PRIMARY KEY (packet_id, form_id, blank_id),
        FOREIGN KEY (packet_id, form_id) REFERENCES packet_form (packet_id, form_id)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_cover (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("position", of=WHOLE)}, {columns("label", "text", of=TEXT)},
        PRIMARY KEY (packet_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_file (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {_FILE}, PRIMARY KEY (packet_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE receipt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("channel", of=_CHANNEL)}, {columns("recipient", "who", "note", of=TEXT)},
        sent_at {MOMENT.format("sent_at")})""",
    "CREATE INDEX receipt_of_packet ON receipt (packet_id, id)",
    f"""CREATE TABLE receipt_note (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        receipt_id INTEGER NOT NULL REFERENCES receipt (id),
        noted_at {MOMENT.format("noted_at")}, {columns("text", of=TEXT)})""",
    "CREATE INDEX note_of_receipt ON receipt_note (receipt_id, id)",
    f"""CREATE TABLE receipt_file (
        note_id INTEGER NOT NULL REFERENCES receipt_note (id),
        {_FILE}, PRIMARY KEY (note_id, position)) WITHOUT ROWID""",
)


def packets(connection: sqlite3.Connection) -> None:
    """Packets frozen as they went, their files, and the receipts with what was noted about them."""
    for statement in _PACKETS:
        connection.execute(statement)
