"""Opening the database of a data folder, whatever state it is in."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from forms.errors import DamagedFile
from forms.storage.archive.restoring import finish_restore
from forms.storage.backups import any_backup, back_up_before_migration
from forms.storage.database import connect, database_errors_in_words, version_of
from forms.storage.folders import database_file, prepare
from forms.storage.migrations import MIGRATIONS, Migration, migrate
from forms.storage.opening.examination import State, examine, verify
from forms.storage.opening.log import log_file, log_is_whole
from forms.storage.opening.recovery import keep_illegible_log, recover

_OPENING = "打开数据"


def open_database(
    folder: Path, now: datetime.datetime, migrations: Sequence[Migration] = MIGRATIONS
) -> tuple[sqlite3.Connection, tuple[str, ...]]:
    """The open, whole and migrated database of ``folder``, and what the user must be told.

    Raises ``EnvironmentFailure``; its ``NewerDatabase`` before anything is changed.
    """
    database = database_file(folder)
    state = examine(database, migrations)
    prepare(folder)
    if finish_restore(folder):
        state = examine(database, migrations)
    messages = []
    if state is State.DAMAGED or (state is State.MISSING and _something_was_there(folder)):
        messages.append(recover(folder, now))
    elif not log_is_whole(database):
        messages.append(keep_illegible_log(folder, now))
    try:
        connection = _open_whole(database, migrations)
    except DamagedFile:
        messages.append(recover(folder, now))
        connection = _open_whole(database, migrations)
    _bring_up_to_date(connection, folder, now, migrations)
    return connection, tuple(messages)


def _something_was_there(folder: Path) -> bool:
    """Whether an absent database was once present. An unfinished first start leaves a database file with its log."""
    database = database_file(folder)
    has_content = database.exists() and database.stat().st_size
    return any_backup(folder) or (not has_content and log_file(database).exists())


def _open_whole(database: Path, migrations: Sequence[Migration]) -> sqlite3.Connection:
    with database_errors_in_words(_OPENING):
        connection = connect(database)
        try:
            if version_of(connection):
                verify(connection, migrations)
        except BaseException:
            connection.close()
            raise
    return connection


def _bring_up_to_date(
    connection: sqlite3.Connection, folder: Path, now: datetime.datetime, migrations: Sequence[Migration]
) -> None:
    version = version_of(connection)
    try:
        if 0 < version < len(migrations):
            back_up_before_migration(connection, folder, migrations[version].name, now)
        with database_errors_in_words("升级数据"):
            migrate(connection, migrations)
    except BaseException:
        connection.close()
        raise
