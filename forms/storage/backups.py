"""Automatic backups: one verified copy a day, the newest kept, thinned out to one a month."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from forms.errors import AnyueError
from forms.leftovers import unfinished
from forms.moving import replace_patiently
from forms.storage.database import connect_for_reading, connect_snapshot, database_errors_in_words
from forms.storage.folders import backups_folder, make_folder, settle, settle_file, system_errors_in_words
from forms.storage.opening.examination import State, examine, verify

DAILY_KEPT: Final = 14
MONTHLY_KEPT: Final = 12
BEFORE_MIGRATION_KEPT: Final = 5

_DAILY: Final = re.compile(r"anyue-(\d{4}-\d{2}-\d{2})\.sqlite")
_BEFORE_MIGRATION: Final = re.compile(r"anyue-before-[a-z0-9-]+-(\d{4}-\d{2}-\d{2})\.sqlite")

#: How many pages are copied between two calls of ``progress``.
_PAGES_AT_ONCE: Final = 256


def daily_backup_file(folder: Path, date: datetime.date) -> Path:
    return backups_folder(folder) / f"anyue-{date.isoformat()}.sqlite"


def back_up_daily(connection: sqlite3.Connection, folder: Path, now: datetime.datetime) -> None:
    """Write or renew today's backup and drop the outdated ones. Raises ``EnvironmentFailure``, ``DamagedFile``."""
    make_folder(backups_folder(folder))
    take_snapshot(connection, daily_backup_file(folder, now.date()), now)
    _drop_outdated(folder, now.date())


def back_up_before_migration(
    connection: sqlite3.Connection, folder: Path, name: str, now: datetime.datetime
) -> None:
    """Keep the database as it is before the migration ``name``. Raises ``EnvironmentFailure``, ``DamagedFile``."""
    make_folder(backups_folder(folder))
    target = backups_folder(folder) / f"anyue-before-{name}-{now.date().isoformat()}.sqlite"
    take_snapshot(connection, target, now)


def take_snapshot(
    connection: sqlite3.Connection,
    target: Path,
    now: datetime.datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Copy the database into the single file ``target``, whole and verified, or leave ``target`` as it was.

    ``progress`` gets the pages done and all of them; what it raises stops the copy. Raises ``EnvironmentFailure`` and
    ``DamagedFile``.
    """
    part = unfinished(target.parent)
    with database_errors_in_words("备份数据"), system_errors_in_words("备份数据"):
        try:
            copy = connect_snapshot(part)
            try:
                _copy_pages(connection, copy, progress)
                copy.execute("PRAGMA journal_mode=DELETE")
                verify(copy)
            finally:
                copy.close()
            os.utime(part, (now.timestamp(), now.timestamp()))
            settle_file(part)
            replace_patiently(part, target)
            settle(target.parent)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _copy_pages(
    source: sqlite3.Connection, target: sqlite3.Connection, progress: Callable[[int, int], None] | None
) -> None:
    if progress is None:
        source.backup(target)
        return
    source.backup(
        target,
        pages=_PAGES_AT_ONCE,
        progress=lambda status, remaining, total: progress(total - remaining, total),
    )


def newest_good_backup(folder: Path, today: datetime.date) -> Path | None:
    """The newest automatic backup that is whole and of a version this program knows."""
    return next((path for path in backups_newest_first(folder, today) if is_good(path)), None)


def backups_newest_first(folder: Path, today: datetime.date) -> list[Path]:
    """All automatic backups, good or not. One of a day after ``today`` was made by a clock that was wrong: it comes last."""
    return sorted(_backups(folder), key=lambda path: _age(path, today), reverse=True)


def any_backup(folder: Path) -> bool:
    return next(iter(_backups(folder)), None) is not None


def _backups(folder: Path) -> Iterable[Path]:
    for path in backups_folder(folder).glob("anyue-*.sqlite"):
        if _DAILY.fullmatch(path.name) or _BEFORE_MIGRATION.fullmatch(path.name):
            yield path


def _age(path: Path, today: datetime.date) -> tuple[bool, str, float]:
    found = _DAILY.fullmatch(path.name) or _BEFORE_MIGRATION.fullmatch(path.name)
    date = found.group(1) if found else ""
    return (*_plausible(date, today), path.stat().st_mtime)


def _plausible(date: str, today: datetime.date) -> tuple[bool, str]:
    """How dates are ordered: those that have come before those that have not."""
    return date <= today.isoformat(), date


def is_good(path: Path) -> bool:
    """Whether the single-file database at ``path`` is whole, ours and not newer than the program."""
    try:
        if examine(path) is not State.OURS:
            return False
        with (
            database_errors_in_words("检查备份"),
            contextlib.closing(connect_for_reading(path)) as connection,
        ):
            verify(connection)
    except (sqlite3.Error, AnyueError):
        return False
    return True


def _drop_outdated(folder: Path, today: datetime.date) -> None:
    """A backup that cannot be deleted does no harm."""
    paths = {path: found.group(1) for path in _backups(folder) if (found := _DAILY.fullmatch(path.name))}
    kept = dates_to_keep(paths.values(), today)
    outdated = [path for path, date in paths.items() if date not in kept]
    before_migration = [path for path in _backups(folder) if _BEFORE_MIGRATION.fullmatch(path.name)]
    before_migration.sort(key=lambda path: _age(path, today))
    for path in outdated + before_migration[:-BEFORE_MIGRATION_KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()


def dates_to_keep(dates: Iterable[str], today: datetime.date) -> frozenset[str]:
    """Of ISO dates the newest ``DAILY_KEPT``, and the last of each of the newest ``MONTHLY_KEPT`` months.

    Dates after ``today`` count as the oldest: they go once there are enough others.
    """
    newest_first = sorted(dates, key=lambda date: _plausible(date, today), reverse=True)
    last_of_month: dict[tuple[bool, str], str] = {}
    for date in newest_first:
        last_of_month.setdefault((date <= today.isoformat(), date[:7]), date)
    return frozenset(newest_first[:DAILY_KEPT]) | frozenset(list(last_of_month.values())[:MONTHLY_KEPT])
