"""The rows of one unit: all others taken out of a copy of the database, or copied into another database under new ids."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

#: Every table that belongs to units, parents before their children: which column refers to which table.
_OWNED: Final[Mapping[str, Mapping[str, str]]] = {
    "profile_entry": {"unit_id": "unit"},
    "unit_setting": {"unit_id": "unit"},
    "notice_in_use": {"unit_id": "unit"},
    "settlement": {"unit_id": "unit"},
    "filing": {"unit_id": "unit"},
    "revision": {"filing_id": "filing"},
    "change": {"revision_id": "revision"},
    "step": {"filing_id": "filing", "revision_id": "revision"},
    "filled": {"filing_id": "filing"},
    "confirmation": {"filing_id": "filing"},
    "packet": {"unit_id": "unit", "corrects": "packet"},
    "packet_form": {"packet_id": "packet"},
    "packet_value": {"packet_id": "packet"},
    "packet_cover": {"packet_id": "packet"},
    "packet_file": {"packet_id": "packet"},
    "packet_preparation": {"packet_id": "packet"},
    "voiding": {"packet_id": "packet"},
    "dispatch": {"packet_id": "packet"},
    "receipt": {"dispatch_id": "dispatch"},
    "receipt_file": {"receipt_id": "receipt"},
    "pending_packet": {"unit_id": "unit"},
    "pending_file": {"pending_id": "pending_packet"},
}
#: What belongs to the program and not to a unit.
NOT_OWNED: Final = frozenset({"setting", "unit", "sqlite_sequence"})
OWNED: Final = frozenset(_OWNED)

_Ids = dict[str, dict[int, int]]


def keep_one_unit(connection: sqlite3.Connection, unit_id: int) -> None:
    """Take everything of other units and of the program itself out of a copy of the database; nothing of it is left in the file."""
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM setting")
    connection.execute("DELETE FROM unit WHERE id <> ?", (unit_id,))
    for table, references in _OWNED.items():
        column, owner = next(iter(references.items()))
        connection.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM {owner})")
    connection.execute("UPDATE unit SET set_aside = 0")
    connection.execute("COMMIT")
    connection.execute("VACUUM")


def copy_unit(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """Copy the one unit of a database into another under new ids; returns its id there. The caller has begun a transaction.

    Raises ``KeyError`` for a row that refers to none, ``ValueError`` where there is not one unit, ``sqlite3.IntegrityError``
    for what the target's tables refuse.
    """
    units = source.execute("SELECT id FROM unit").fetchall()
    if len(units) != 1:
        raise ValueError(f"{len(units)} units")
    unit_id = target.execute("INSERT INTO unit (set_aside) VALUES (0)").lastrowid
    assert unit_id is not None
    ids: _Ids = {"unit": {units[0][0]: unit_id}}
    for table, references in _OWNED.items():
        _copy_table(source, target, table, references, ids)
    return unit_id


def _copy_table(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    table: str,
    references: Mapping[str, str],
    ids: _Ids,
) -> None:
    columns = [name for (name,) in target.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    has_id = "id" in columns
    new_ids = ids.setdefault(table, {})
    order = " ORDER BY id" if has_id else ""
    names = ", ".join(columns)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    for row in source.execute(f"SELECT {names} FROM {table}{order}"):
        values: dict[str, Any] = dict(zip(columns, row, strict=True))
        old_id = values.get("id")
        for column, owner in references.items():
            if values[column] is not None:
                values[column] = ids[owner][values[column]]
        if table in _ADAPTED:
            _ADAPTED[table](values, ids, row[columns.index(next(iter(references)))])
        elif has_id:
            values["id"] = None
        new_id = target.execute(statement, tuple(values.values())).lastrowid
        if has_id:
            assert old_id is not None and new_id is not None
            new_ids[old_id] = new_id


def _adapt_revision(values: dict[str, Any], _ids: _Ids, old_filing: int) -> None:
    """What an upgrade carried over stands below all other revisions, under the number of its filing with a minus."""
    if values["id"] <= 0 and values["id"] != -old_filing:
        raise ValueError("a revision below all others that is not its filing's")
    values["id"] = -values["filing_id"] if values["id"] <= 0 else None


def _adapt_pending(values: dict[str, Any], ids: _Ids, _old_unit: int) -> None:
    """A waiting correction names the packet it corrects in its content; one that cannot be read stays as it is."""
    values["id"] = None
    try:
        content = json.loads(values["content"])
        corrects = content["corrects"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if corrects is not None:
        content["corrects"] = ids["packet"].get(corrects) if isinstance(corrects, int) else None
        values["content"] = json.dumps(content, ensure_ascii=False)


_ADAPTED: Final = {"revision": _adapt_revision, "pending_packet": _adapt_pending}
