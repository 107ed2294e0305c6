"""A database in an archive becomes ours only where its structure is ours and all of it can be read."""

from __future__ import annotations

import datetime
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from forms.channel import Channel
from forms.errors import DamagedFile
from forms.file_role import FileRole
from forms.packet import Contents, DispatchFacts, NewFile
from forms.storage.archive.archive import write_archive
from forms.storage.archive.foreign import check_foreign
from forms.storage.migrations import MIGRATIONS, migrate
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an archive that has something of everything."""
    place = tmp_path_factory.mktemp("good")
    store = Store.open(place / "data", now=lambda: NOW).store
    unit = store.first_unit()
    unit.write("n", "f", {"a": Filled("1")})
    unit.write("n", "f", {"a": Filled("2")})
    for number in (1, 2):
        contents = Contents("n", "通知", "o", "推荐表", number, datetime.date(2020, 6, 3))
        unit.keep_pending(contents, [NewFile("表.pdf", b"pdf", FileRole.FORM, "f")], way="mail")
    packet = unit.confirm_pending("n", ("o", 1), DispatchFacts(Channel.EMAIL, "区安委办", "王", NOW))
    unit.add_receipt(packet.dispatches[0].id, "收到", [NewFile("回执.jpg", b"jpg")])
    write_archive(store, place / "all.anyue", now=NOW)
    store.close()
    with zipfile.ZipFile(place / "all.anyue") as file:
        return Path(file.extract("anyue.sqlite", place))


@pytest.fixture
def database(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path))


def without_checks(path: Path) -> None:
    """The same tables and columns without what they are checked by, and a word that nobody knows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            bare = re.sub(r" CHECK \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|(?<=TEXT) NOT NULL", "", sql)
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (bare, name))


def change(statement: str, *values: object) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute(statement, values)

    return make


MICROSECONDS_OF_9999 = 253402300799999999

HOSTILE = {
    "no checks": without_checks,
    "another type": change("ALTER TABLE setting ADD COLUMN more"),
    "an index of its own": change("CREATE UNIQUE INDEX mine ON filled (text)"),
    "unknown word": change("UPDATE filled SET source = 'evil'"),
    "no text": change("UPDATE filled SET text = x'00ff'"),
    "a moment that is none": change("UPDATE filing SET changed_at = 'x'"),
    "the last moment": change("UPDATE filing SET changed_at = ?", MICROSECONDS_OF_9999),
    "the last moment of a revision": change("UPDATE revision SET made_at = ?", MICROSECONDS_OF_9999),
    "the last moment of a packet": change("UPDATE packet SET frozen_at = ?", MICROSECONDS_OF_9999),
    "a day of the year 0": change("UPDATE packet SET due = '0000-01-01'"),
    "the last day": change("UPDATE packet SET due = '9999-12-31'"),
    "the last number": change("UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'revision'"),
    "the last position": change("UPDATE filing SET undo_position = 9223372036854775807"),
    "no unit": change("DELETE FROM unit"),
    "a path for a name": change("UPDATE packet_file SET name = '../../evil.pdf'"),
    "a path for a receipt's name": change("UPDATE receipt_file SET name = '..\\evil.pdf'"),
    "a path for a name that waits": change("UPDATE pending_file SET name = '/etc/evil.pdf'"),
    "a file too large to be": change("UPDATE packet_file SET size = 9223372036854775807"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_could_not_be_read_is_refused(database: Path, case: str) -> None:
    HOSTILE[case](database)
    with pytest.raises(DamagedFile):
        check_foreign(database, NOW)


def test_a_good_one_is_taken(database: Path) -> None:
    check_foreign(database, NOW)


def test_names_in_quotes_are_the_same_names(database: Path) -> None:
    """SQLite's versions differ in what they quote when a table gets another name."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES filing ', 'REFERENCES \"filing\" ')"
        )
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'TABLE \"packet\"', 'TABLE packet')")
    check_foreign(database, NOW)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_earlier_one_is_checked_as_it_is_and_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "anyue.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version])
    bad = Path(shutil.copy(path, tmp_path / "bad.sqlite"))
    check_foreign(path, NOW)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    without_checks(bad)
    with pytest.raises(DamagedFile):
        check_foreign(bad, NOW)
