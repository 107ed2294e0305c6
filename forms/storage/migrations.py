"""The steps that bring a database of any earlier version to the present one: ordered, named, each in one transaction.

To add a step: write a function, append a ``Migration`` at the end of ``MIGRATIONS`` and a test named after it
(``test_storage_migrations.py`` asks for it). Steps that have shipped never change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from forms.errors import EnvironmentFailure
from forms.storage.database import APPLICATION_ID, transaction, version_of


class NewerDatabase(EnvironmentFailure):
    """The database was written by a newer program. It was not touched."""

    def __init__(self, version: int, known: int) -> None:
        super().__init__(
            f"数据由更新版本的程序保存过（数据格式 {version}，本程序只认识到 {known}）。为免损坏，没有打开，数据原样未动。"
            "请安装新版本的程序后再打开。"
        )


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; ``apply`` runs inside a transaction that also counts the step."""

    name: str
    apply: Callable[[sqlite3.Connection], None]


_TEXT: Final = "TEXT NOT NULL CHECK (typeof({0}) = 'text')"
_SOURCE: Final = "TEXT NOT NULL CHECK ({0} IN ('typed', 'unit', 'journal', 'last-year', 'file'))"
#: Microseconds since 1970-01-01 UTC, within the years 1 to 9999.
_MOMENT: Final = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} BETWEEN -62135596800000000 AND 253402300799999999)"


def _columns(*names: str, of: str) -> str:
    return ", ".join(f"{name} {of.format(name)}" for name in names)


_FILINGS: Final = (
    f"CREATE TABLE setting ({_columns('key', 'value', of=_TEXT)}, PRIMARY KEY (key)) WITHOUT ROWID",
    f"CREATE TABLE profile_entry ({_columns('entry_id', 'text', of=_TEXT)}, PRIMARY KEY (entry_id)) WITHOUT ROWID",
    f"""CREATE TABLE filing (
        id INTEGER PRIMARY KEY,
        {_columns("notice_id", "form_id", "unit", "filled_by", of=_TEXT)},
        date TEXT CHECK (date IS date(date, '+0 days')),
        changed_at {_MOMENT.format("changed_at")},
        undo_position INTEGER NOT NULL DEFAULT 0 CHECK (typeof(undo_position) = 'integer' AND undo_position >= 0),
        UNIQUE (notice_id, form_id))""",
    f"""CREATE TABLE revision (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        made_at {_MOMENT.format("made_at")},
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo', 'restore', 'prefill', 'import')))""",
    "CREATE INDEX revision_of_filing ON revision (filing_id, id)",
    f"""CREATE TABLE change (
        revision_id INTEGER NOT NULL REFERENCES revision (id),
        {_columns("blank_id", "before_text", "before_note", "after_text", "after_note", of=_TEXT)},
        {_columns("before_source", "after_source", of=_SOURCE)},
        PRIMARY KEY (revision_id, blank_id)) WITHOUT ROWID""",
    # What can be undone (positions up to the filing's undo_position) and redone (those above).
    """CREATE TABLE step (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        position INTEGER NOT NULL CHECK (typeof(position) = 'integer'),
        revision_id INTEGER NOT NULL REFERENCES revision (id),
        PRIMARY KEY (filing_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE filled (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        {_columns("blank_id", "text", "note", of=_TEXT)},
        {_columns("source", of=_SOURCE)},
        PRIMARY KEY (filing_id, blank_id)) WITHOUT ROWID""",
    f"""CREATE TABLE confirmation (
        filing_id INTEGER NOT NULL REFERENCES filing (id),
        {_columns("field", "code", "reason", "text", of=_TEXT)},
        PRIMARY KEY (filing_id, field, code)) WITHOUT ROWID""",
)


def _filings(connection: sqlite3.Connection) -> None:
    """Settings, the profile, and filings with their revisions."""
    for statement in _FILINGS:
        connection.execute(statement)


_SHA256: Final = "TEXT NOT NULL CHECK (length({0}) = 64 AND {0} NOT GLOB '*[^0-9a-f]*')"
_WHOLE: Final = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} >= 0)"
_ROLE: Final = "TEXT NOT NULL CHECK ({0} IN ('form', 'further', 'cover', 'sent'))"
_CHANNEL: Final = "TEXT NOT NULL CHECK ({0} IN ('fax', 'email', 'paper', 'electronic', 'oa', 'qq'))"
_DATE: Final = "TEXT {1} CHECK ({0} IS date({0}, '+0 days'))"

#: The columns of a file that was kept: its bytes lie in the content folder.
_FILE: Final = f"""{_columns("position", of=_WHOLE)}, {_columns("name", "form_id", of=_TEXT)},
        {_columns("role", of=_ROLE)}, {_columns("sha256", of=_SHA256)}, {_columns("size", of=_WHOLE)}"""

_PACKETS: Final = (
    f"""CREATE TABLE packet (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        {_columns("notice_id", "notice_title", "obligation_id", "what", of=_TEXT)},
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
        due {_DATE.format("due", "NOT NULL")},
        corrects INTEGER REFERENCES packet (id) CHECK (corrects < id),
        frozen_at {_MOMENT.format("frozen_at")})""",
    "CREATE INDEX packet_of_notice ON packet (notice_id, id)",
    f"""CREATE TABLE packet_form (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {_columns("position", of=_WHOLE)},
        {_columns("form_id", "name", "check_code", "unit", "filled_by", of=_TEXT)},
        date {_DATE.format("date", "")},
        PRIMARY KEY (packet_id, form_id)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_value (
        packet_id INTEGER NOT NULL,
        {_columns("form_id", of=_TEXT)}, {_columns("position", of=_WHOLE)},
        {_columns("blank_id", "label", "text", "printed", of=_TEXT)},
        PRIMARY KEY (packet_id, form_id, blank_id),
        FOREIGN KEY (packet_id, form_id) REFERENCES packet_form (packet_id, form_id)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_cover (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {_columns("position", of=_WHOLE)}, {_columns("label", "text", of=_TEXT)},
        PRIMARY KEY (packet_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE packet_file (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {_FILE}, PRIMARY KEY (packet_id, position)) WITHOUT ROWID""",
    f"""CREATE TABLE receipt (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {_columns("channel", of=_CHANNEL)}, {_columns("recipient", "who", "note", of=_TEXT)},
        sent_at {_MOMENT.format("sent_at")})""",
    "CREATE INDEX receipt_of_packet ON receipt (packet_id, id)",
    f"""CREATE TABLE receipt_note (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        receipt_id INTEGER NOT NULL REFERENCES receipt (id),
        noted_at {_MOMENT.format("noted_at")}, {_columns("text", of=_TEXT)})""",
    "CREATE INDEX note_of_receipt ON receipt_note (receipt_id, id)",
    f"""CREATE TABLE receipt_file (
        note_id INTEGER NOT NULL REFERENCES receipt_note (id),
        {_FILE}, PRIMARY KEY (note_id, position)) WITHOUT ROWID""",
)


def _packets(connection: sqlite3.Connection) -> None:
    """Packets frozen as they went, their files, and the receipts with what was noted about them."""
    for statement in _PACKETS:
        connection.execute(statement)


MIGRATIONS: Final = (Migration("filings", _filings), Migration("packets", _packets))


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply the steps the database has not seen. Raises ``sqlite3.Error`` with the database as the last whole step left it."""
    for number, migration in enumerate(migrations, start=1):
        if number <= version_of(connection):
            continue
        with transaction(connection):
            migration.apply(connection)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={number}")
