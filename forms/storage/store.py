"""The store: everything the user enters, durable at each call."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.errors import AnyueError, EnvironmentFailure, InputError
from forms.leftovers import remove_all_leftovers
from forms.storage.access import Access, DatabaseGone
from forms.storage.backups import back_up_daily, daily_backup_file, take_snapshot
from forms.storage.content import read_content, remove_unfinished
from forms.storage.database import storable
from forms.storage.folders import backups_folder, database_file
from forms.storage.office.units import Unit, add_unit, list_units, save_profile
from forms.storage.opening.opening import open_database
from forms.storage.unit_store import UnitStore

if TYPE_CHECKING:
    from forms.storage.office.overview import UnderNotice


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


@dataclass(frozen=True)
class Opened:
    """An open store, and what the user must be told about how it was opened: whole Chinese sentences."""

    store: Store
    messages: tuple[str, ...]


class Store:
    """The user's data: settings, and what each unit has (:meth:`unit`).

    Each method that writes has made its change durable when it returns, or has changed nothing when it raises; the store
    can be used on after an error. Any method may be called from any thread; one at a time gets its turn.

    Errors, all with a sentence for the user: ``EnvironmentFailure`` (full disk, no permission), ``DamagedFile`` (close
    the store and open it again to recover), ``InputError`` (a text too long to keep, a revision that does not exist).
    """

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, now: Callable[[], datetime.datetime]
    ) -> None:
        """Use :meth:`open`."""
        self.folder = folder
        self._access = Access(connection, folder, now)
        self._units: dict[int, UnitStore] = {}
        self._is_open = True

    @classmethod
    def open(cls, folder: Path, *, now: Callable[[], datetime.datetime] = _now) -> Opened:
        """Open the data in ``folder``, made where it does not exist; migrate, recover and back up as needed.

        ``now`` gives aware moments. Only one store may be open on a folder (see ``InstanceGuard``). Raises
        ``EnvironmentFailure``; its ``NewerDatabase`` where a newer program wrote the data, which is then not touched.
        """
        connection, messages = open_database(folder, now())
        remove_unfinished(folder)
        remove_all_leftovers(backups_folder(folder))
        remove_all_leftovers(folder)
        store = cls(connection, folder, now)
        return Opened(store, (*messages, *store._back_up_at_opening(), *store._lost_pending()))

    def _back_up_at_opening(self) -> tuple[str, ...]:
        """A backup that fails must not keep the user from working."""
        try:
            is_missing = not daily_backup_file(self.folder, self._access.now().date()).exists()
            if is_missing and not all(unit.is_empty() for unit in self._each_unit()):
                self.back_up()
        except EnvironmentFailure as failure:
            return (f"今天的自动备份没有做成。{failure.message}",)
        return ()

    def _lost_pending(self) -> tuple[str, ...]:
        """Told at each opening until the packet is prepared again."""
        lost = [what for unit in self._each_unit() for what in unit.illegible_pending()]
        return tuple(
            f"{what}已经生成、还没有确认送出的文件读不出来。请在工作台重新准备这一次报送；已经送出的，准备好后登记即可。"
            for what in lost
        )

    def close(self) -> None:
        """Close the store; today's backup is brought up to date where that is possible. Closing twice does nothing.

        Raises ``DatabaseGone`` where the database's file is gone and the next opening would not find today's backup: the
        store stays open, for it holds the only copy. :meth:`abandon` closes it all the same.
        """
        with self._access.turn:
            if not self._is_open:
                return
            self._back_up_at_closing()
            self.abandon()

    def _back_up_at_closing(self) -> None:
        try:
            self._access.check_place()
        except DatabaseGone as gone:
            if database_file(self.folder).exists():  # another one: that will be opened next time
                raise
            try:
                self.back_up()  # makes the folder anew; the next opening recovers from it
            except AnyueError:
                raise gone from None
            return
        if not self._access.is_backed_up:
            with contextlib.suppress(EnvironmentFailure):
                self.back_up()

    def check_place(self) -> None:
        """Raise ``DatabaseGone`` where the database is not where it was opened, as the next write would."""
        self._access.check_place()

    def abandon(self) -> None:
        """Close the store without a backup, wherever its database is."""
        with self._access.turn:
            self._is_open = False
            self._access.connection.close()

    def back_up(self) -> None:
        """Bring today's automatic backup up to date. :meth:`open` and :meth:`close` do so by themselves."""
        with self._access.turn:
            back_up_daily(self._access.connection, self.folder, self._access.now())
            self._access.is_backed_up = True

    def snapshot(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the whole database into the single file ``target``; see ``forms.storage.backups.take_snapshot``."""
        with self._access.turn:
            take_snapshot(self._access.connection, target, self._access.now(), progress)

    # Units and settings

    def units(self) -> tuple[int, ...]:
        """The ids of all units, in the order they were made. There is always one."""
        with self._access.reading() as connection:
            rows = connection.execute("SELECT id FROM unit ORDER BY id").fetchall()
        return tuple(unit_id for (unit_id,) in rows)

    def listed_units(self) -> tuple[Unit, ...]:
        """All units with their names, those set aside too, in the order they were made."""
        with self._access.reading() as connection:
            return list_units(connection)

    def add_unit(self, profile: Mapping[str, str]) -> UnitStore:
        """Add a unit with its profile."""
        with self._access.writing() as connection:
            unit_id = add_unit(connection)
            save_profile(connection, unit_id, profile)
        return self.unit(unit_id)

    def add_unit_from(self, source: sqlite3.Connection) -> int:
        """Add the one unit of another database, with all it has, under new ids; returns its id.

        Raises as ``forms.storage.archive.unit_rows.copy_unit``; nothing is added then.
        """
        from forms.storage.archive.unit_rows import copy_unit

        with self._access.writing() as connection:
            return copy_unit(source, connection)

    def set_unit_aside(self, unit_id: int, aside: bool) -> None:
        """Hide a unit with all it has, or bring it back. Raises ``InputError`` where no other unit would be left."""
        with self._access.writing() as connection:
            left = [unit for unit in list_units(connection) if not unit.is_set_aside and unit.id != unit_id]
            if aside and not left:
                raise InputError("只剩这一个单位了，不能搁置。请先添加或恢复另一个单位。")
            connection.execute("UPDATE unit SET set_aside = ? WHERE id = ?", (int(aside), unit_id))

    def overview(self) -> tuple[UnderNotice, ...]:
        """What every unit that is not set aside has under each of its notices in use."""
        from forms.storage.office.overview import read_overview

        with self._access.reading() as connection:
            return read_overview(connection)

    def unit(self, unit_id: int) -> UnitStore:
        """What is kept for one unit. Raises ``KeyError`` where there is none of this id."""
        if unit_id not in self._units:
            if unit_id not in self.units():
                raise KeyError(unit_id)
            self._units[unit_id] = UnitStore(self, self._access, unit_id)
        return self._units[unit_id]

    def first_unit(self) -> UnitStore:
        """What is kept for the unit that was there first."""
        return self.unit(self.units()[0])

    def _each_unit(self) -> tuple[UnitStore, ...]:
        return tuple(self.unit(unit_id) for unit_id in self.units())

    def setting(self, key: str, default: str = "") -> str:
        with self._access.reading() as connection:
            row = connection.execute("SELECT value FROM setting WHERE key = ?", (storable(key),)).fetchone()
        return row[0] if row else default

    def set_setting(self, key: str, value: str) -> None:
        with self._access.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (storable(key), storable(value))
            )

    def read_content(self, sha256: str) -> bytes:
        """The exact bytes of a kept file; raises ``DamagedFile`` where they do not have this fingerprint any more."""
        return read_content(self.folder, sha256)
