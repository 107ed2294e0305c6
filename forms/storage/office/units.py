"""The units in the database: their names, which are set aside, and which notices each has in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forms.profile_entries import UNIT_NAME
from forms.storage.database import storable

#: What a unit without a name is called.
NAMELESS: Final = "（还没有名称的单位）"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is listed. One that ``is_set_aside`` is hidden, with everything kept."""

    id: int
    name: str
    is_set_aside: bool

    @property
    def label(self) -> str:
        """The name, or what stands for it."""
        return self.name or NAMELESS


@dataclass(frozen=True, slots=True)
class NoticeInUse:
    """A notice that a unit works under, or did until it was put to rest."""

    notice_id: str
    is_at_rest: bool


def list_units(connection: sqlite3.Connection) -> tuple[Unit, ...]:
    """All units in the order they were made."""
    rows = connection.execute(
        "SELECT id, ifnull(text, ''), set_aside FROM unit"
        " LEFT JOIN profile_entry ON unit_id = id AND entry_id = ? ORDER BY id",
        (UNIT_NAME,),
    )
    return tuple(Unit(unit_id, name, bool(aside)) for unit_id, name, aside in rows)


def add_unit(connection: sqlite3.Connection) -> int:
    """Add a unit that has nothing yet; returns its id."""
    unit_id = connection.execute("INSERT INTO unit (set_aside) VALUES (0)").lastrowid
    assert unit_id is not None
    return unit_id


def list_in_use(connection: sqlite3.Connection, unit_id: int) -> tuple[NoticeInUse, ...]:
    """The notices of a unit, those at rest too, by id."""
    rows = connection.execute(
        "SELECT notice_id, at_rest FROM notice_in_use WHERE unit_id = ? ORDER BY notice_id", (unit_id,)
    )
    return tuple(NoticeInUse(notice_id, bool(at_rest)) for notice_id, at_rest in rows)


def keep_in_use(connection: sqlite3.Connection, unit_id: int, notice_id: str, at_rest: bool) -> None:
    """Take a notice into use, or put it to rest."""
    connection.execute(
        "INSERT OR REPLACE INTO notice_in_use (unit_id, notice_id, at_rest) VALUES (?, ?, ?)",
        (unit_id, storable(notice_id), int(at_rest)),
    )


def save_profile(connection: sqlite3.Connection, unit_id: int, entries: Mapping[str, str]) -> None:
    """Replace a unit's whole profile. Empty texts are not kept."""
    connection.execute("DELETE FROM profile_entry WHERE unit_id = ?", (unit_id,))
    connection.executemany(
        "INSERT OR REPLACE INTO profile_entry (unit_id, entry_id, text) VALUES (?, ?, ?)",
        [(unit_id, storable(entry_id), storable(text)) for entry_id, text in entries.items() if text],
    )
