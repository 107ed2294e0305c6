"""A database from elsewhere is checked whole before it becomes ours: its structure, its sums, and that all of it can be read."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from forms.errors import DamagedFile, EnvironmentFailure
from forms.packet import Packet, check_names
from forms.storage.database import connect_snapshot, database_errors_in_words
from forms.storage.folders import settle_file, system_errors_in_words
from forms.storage.migrations import migrate
from forms.storage.opening.examination import State, examine, verify
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore

#: No number that the program counts by comes near it; beyond it the next one could not be kept.
_HIGHEST: Final = 2**53
#: Moments and days outside these years cannot be shown in every time zone, or reckoned with.
_YEARS: Final = range(1900, 9999)


def check_foreign(database: Path, now: datetime.datetime) -> None:
    """Check the single-file database at ``database``, a copy of our own, and bring it to the present version.

    Raises ``DamagedFile`` where it is not ours, not whole, or holds something that the program could not read;
    ``NewerDatabase``; ``EnvironmentFailure``.
    """
    if examine(database) is not State.OURS:
        raise DamagedFile("不是本程序的数据。")
    with system_errors_in_words("检查数据"), database_errors_in_words("检查数据"):
        with contextlib.closing(connect_snapshot(database)) as connection:
            verify(connection)
            with _whatever_goes_wrong_is_damage():
                migrate(connection)
            verify(connection)
            with _whatever_goes_wrong_is_damage():
                _check_numbers(connection)
                _read_everything(Store(connection, database.parent, lambda: now), connection)
        settle_file(database)


@contextlib.contextmanager
def _whatever_goes_wrong_is_damage() -> Iterator[None]:
    """What stands in a foreign database may make any line of the program fail; that it does is what is to be found out."""
    try:
        yield
    except EnvironmentFailure:
        raise
    except sqlite3.OperationalError:
        raise  # the disk, not the data
    except Exception as error:
        raise DamagedFile("里面有读不出来的内容。") from error


def _check_numbers(connection: sqlite3.Connection) -> None:
    """Raises ``ValueError`` for a number by which the program could not count on. Moments have a range of their own."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        columns = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        for (column,) in columns:
            if column.endswith("_at"):
                continue
            found = connection.execute(
                f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'integer\' AND abs("{column}" / 2) > ? LIMIT 1',
                (_HIGHEST // 2,),
            ).fetchone()
            if found:
                raise ValueError(f"{table}.{column}")


def _read_everything(store: Store, connection: sqlite3.Connection) -> None:
    if not store.units():
        raise ValueError("no unit")
    waiting = connection.execute("SELECT DISTINCT unit_id, notice_id FROM pending_packet").fetchall()
    for unit_id in store.units():
        unit = store.unit(unit_id)
        _read_unit(unit)
        for pending in (
            each for owner, notice in waiting if owner == unit_id for each in unit.pending(notice)
        ):
            _check_year(pending.contents.due, pending.written_at)
            check_names(pending.files)


def _read_unit(unit: UnitStore) -> None:
    unit.profile()
    unit.illegible_pending()
    for used in unit.notices_in_use():
        for settlement in unit.settlements(used.notice_id).values():
            _check_year(settlement.made_at)
    for notice_id, form_id, changed_at in unit.filings():
        _check_year(changed_at)
        unit.filing(notice_id, form_id)
        unit.can_undo(notice_id, form_id)
        unit.can_redo(notice_id, form_id)
        for revision in unit.revisions(notice_id, form_id):
            _check_year(revision.made_at)
    for packet in unit.packets():
        _check_packet(packet)


def _check_packet(packet: Packet) -> None:
    _check_year(packet.contents.due, packet.frozen_at)
    check_names(packet.files)
    if packet.voiding is not None:
        _check_year(packet.voiding.made_at)
    for dispatch in packet.dispatches:
        _check_year(dispatch.facts.sent_at)
        for receipt in dispatch.receipts:
            _check_year(receipt.noted_at)
            check_names(receipt.files)


def _check_year(*moments: datetime.date) -> None:
    for moment in moments:
        if moment.year not in _YEARS:
            raise ValueError(f"the year {moment.year}")
