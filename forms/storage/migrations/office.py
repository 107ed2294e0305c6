"""The migration to several units: each can be set aside, has notices in use and settings; items are settled, packets voided."""

from __future__ import annotations

import sqlite3
from typing import Final

from forms.storage.migrations.columns import MOMENT, TEXT, columns

#: The unit that everything before belonged to.
_UNIT: Final = 1

_OF_UNIT: Final = "unit_id INTEGER NOT NULL REFERENCES unit (id)"

_STATEMENTS: Final = (
    "ALTER TABLE unit ADD COLUMN set_aside INTEGER NOT NULL DEFAULT 0 CHECK (set_aside IN (0, 1))",
    f"CREATE TABLE unit_setting ({_OF_UNIT}, {columns('key', 'value', of=TEXT)}, PRIMARY KEY (unit_id, key)) WITHOUT ROWID",
    f"""CREATE TABLE notice_in_use ({_OF_UNIT}, {columns("notice_id", of=TEXT)},
        at_rest INTEGER NOT NULL DEFAULT 0 CHECK (at_rest IN (0, 1)),
        PRIMARY KEY (unit_id, notice_id)) WITHOUT ROWID""",
    # The last row about an occurrence counts; empty words open it again.
    f"""CREATE TABLE settlement (
        id INTEGER PRIMARY KEY AUTOINCREMENT, {_OF_UNIT},
        {columns("notice_id", "obligation_id", of=TEXT)},
        number INTEGER NOT NULL CHECK (typeof(number) = 'integer' AND number >= 1),
        made_at {MOMENT.format("made_at")}, {columns("words", of=TEXT)})""",
    "CREATE INDEX settlement_of_notice ON settlement (unit_id, notice_id, id)",
    # The last row about a packet counts; an empty reason takes the voiding back.
    f"""CREATE TABLE voiding (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        made_at {MOMENT.format("made_at")}, {columns("reason", of=TEXT)})""",
    "CREATE INDEX voiding_of_packet ON voiding (packet_id, id)",
    f"""CREATE TABLE packet_preparation (
        packet_id INTEGER NOT NULL REFERENCES packet (id),
        {columns("content", of=TEXT)}, PRIMARY KEY (packet_id)) WITHOUT ROWID""",
    f"ALTER TABLE packet ADD COLUMN unit_name {TEXT.format('unit_name')} DEFAULT ''",
    # What went tells the unit's name of that time in its 填报单位.
    """UPDATE packet SET unit_name = ifnull((SELECT text FROM packet_value
        WHERE packet_id = packet.id AND blank_id = 'lines.unit' ORDER BY form_id LIMIT 1), '')""",
)

#: What the window remembers for each unit from here on.
_SETTINGS_OF_UNIT: Final = ("notice",)


def office(connection: sqlite3.Connection) -> None:
    """Several units; the notice in use becomes the first unit's."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    for key in _SETTINGS_OF_UNIT:
        connection.execute(
            "INSERT INTO unit_setting (unit_id, key, value) SELECT ?, key, value FROM setting WHERE key = ?",
            (_UNIT, key),
        )
        connection.execute("DELETE FROM setting WHERE key = ?", (key,))
    connection.execute(
        "INSERT INTO notice_in_use (unit_id, notice_id) SELECT unit_id, value FROM unit_setting"
        " WHERE key = 'notice' AND value <> ''"
    )
