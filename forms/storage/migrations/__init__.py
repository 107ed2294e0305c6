"""The steps that bring a database of any earlier version to the present one: ordered, named, each in one transaction.

To add a step: a module with a function, a ``Migration`` at the end of ``MIGRATIONS`` and a test named after it
(``test_storage_migrations.py`` asks for it). Steps that have shipped never change.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
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
    """One step; ``apply`` runs inside a transaction that also counts the step.

    One that ``rebuilds`` makes tables anew that others refer to: it runs with foreign keys off, and no reference may lead
    nowhere when it is done.
    """

    name: str
    apply: Callable[[sqlite3.Connection], None]
    rebuilds: bool = False


def _step(module: str, function: str) -> Callable[[sqlite3.Connection], None]:
    """The function of a module, imported when a database first needs it: nearly every start needs none."""

    def apply(connection: sqlite3.Connection) -> None:
        getattr(import_module(f"forms.storage.migrations.{module}"), function)(connection)

    return apply


MIGRATIONS: Final = (
    Migration("filings", _step("first", "filings")),
    Migration("packets", _step("first", "packets")),
    Migration("units-and-lines", _step("units_and_lines", "units_and_lines"), rebuilds=True),
    Migration("office", _step("office", "office")),
)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply the steps the database has not seen. Raises ``sqlite3.Error`` with the database as the last whole step left it."""
    for number, migration in enumerate(migrations, start=1):
        if number <= version_of(connection):
            continue
        with _foreign_keys_off(connection, migration.rebuilds), transaction(connection):
            migration.apply(connection)
            if migration.rebuilds and connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(
                    f"the migration {migration.name} leaves references that lead nowhere"
                )
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={number}")


@contextlib.contextmanager
def _foreign_keys_off(connection: sqlite3.Connection, wanted: bool) -> Iterator[None]:
    """Foreign keys can only be switched outside a transaction; they are on again afterwards, whatever happens."""
    if not wanted:
        yield
        return
    connection.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.execute("PRAGMA foreign_keys=ON")
