"""Whether a database has exactly the tables that the migrations make, with their checks: no more, as a trigger, and no less."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Sequence
from typing import Final

from forms.storage.migrations import MIGRATIONS, Migration, migrate

#: The fingerprint of what a database of the present version holds, so that none need be made at each start to compare
#: with. A test tells the right one after a migration was added; with a wrong one the start is slower, nothing else.
FINGERPRINT: Final = "7e21043887701d9ae4ed9b7239ab46782e6a96e69c8cc0226d619139de675fc5"

#: Where a table was renamed SQLite quotes its name, some versions also where others refer to it.
_QUOTED: Final = re.compile(r'(TABLE|REFERENCES) "(\w+)"')


def has_structure(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> bool:
    """Whether the database holds just what one holds that has seen ``migrations``. Raises ``sqlite3.Error``."""
    found = fingerprint(connection)
    return (migrations == MIGRATIONS and found == FINGERPRINT) or found == fingerprint_after(migrations)


def fingerprint_after(migrations: Sequence[Migration]) -> str:
    """The fingerprint of a new database once it has seen ``migrations``."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, migrations)
        return fingerprint(connection)
    finally:
        connection.close()


def fingerprint(connection: sqlite3.Connection) -> str:
    """The fingerprint of every table, index, view and trigger with the SQL that declares it."""
    objects = sorted(
        (kind, name, table, _QUOTED.sub(r"\1 \2", sql or ""))
        for kind, name, table, sql in connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master"
        )
        if not name.startswith("sqlite_stat")  # of ANALYZE; it holds nothing of the user's
    )
    return hashlib.sha256(repr(objects).encode()).hexdigest()
