"""Migrations: each has a test here, each is whole or not at all, and what was before it is kept."""

from __future__ import annotations

import datetime
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from forms.errors import EnvironmentFailure
from forms.storage.backups import backups_folder
from forms.storage.database import connect, version_of
from forms.storage.migrations import MIGRATIONS, Migration, migrate
from forms.storage.opening.opening import open_database
from forms.storage.opening.structure import FINGERPRINT, fingerprint_after
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def test_each_migration_has_a_test_and_a_name() -> None:
    for migration in MIGRATIONS:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", migration.name)
        assert f"test_migration_{migration.name.replace('-', '_')}" in globals(), (
            f"{migration.name} has no test"
        )
    assert len({migration.name for migration in MIGRATIONS}) == len(MIGRATIONS)


def test_the_schema_that_is_looked_for_is_what_the_migrations_make() -> None:
    assert fingerprint_after(MIGRATIONS) == FINGERPRINT


def test_migration_filings(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        migrate(connection, MIGRATIONS[:1])
        assert version_of(connection) == 1
        assert columns(connection, "filled") == ["filing_id", "blank_id", "text", "note", "source"]
        connection.execute(
            "INSERT INTO filing (notice_id, form_id, unit, filled_by, changed_at) VALUES ('n', 'f', '', '', 0)"
        )
        for wrong in (
            "INSERT INTO filled VALUES (1, 'a', '1', '', 'nowhere')",
            "INSERT INTO filled VALUES (2, 'a', '1', '', 'typed')",
            "INSERT INTO filled VALUES (1, 'a', x'00', '', 'typed')",
            "UPDATE filing SET date = '2020-06-31'",
            "UPDATE filing SET changed_at = 9e18",
            "INSERT INTO filing (notice_id, form_id, unit, filled_by, changed_at) VALUES ('n', 'f', '', '', 0)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)
        connection.execute("UPDATE filing SET date = '2020-06-30'")


def test_migration_packets(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        migrate(connection, MIGRATIONS[:1])
        connection.execute(
            "INSERT INTO filing (notice_id, form_id, unit, filled_by, changed_at) VALUES ('n', 'f', '', '', 0)"
        )
        migrate(connection, MIGRATIONS[:2])
        assert version_of(connection) == 2
        assert connection.execute("SELECT notice_id FROM filing").fetchall() == [("n",)]
        names = ["packet_id", "position", "name", "form_id", "role", "sha256", "size"]
        assert columns(connection, "packet_file") == names
        packet = "INSERT INTO packet VALUES (1, 'n', 't', 'o', 'w', 1, '2020-06-04', NULL, 0)"
        connection.execute(packet)
        good = "a" * 64
        for wrong in (
            packet,
            "INSERT INTO packet VALUES (2, 'n', 't', 'o', 'w', 0, '2020-06-04', NULL, 0)",
            "INSERT INTO packet VALUES (2, 'n', 't', 'o', 'w', 1, '2020-06-31', NULL, 0)",
            "INSERT INTO packet VALUES (2, 'n', 't', 'o', 'w', 1, '2020-06-04', 2, 0)",
            "INSERT INTO packet VALUES (2, 'n', 't', 'o', 'w', 1, '2020-06-04', 7, 0)",
            "INSERT INTO packet_file VALUES (1, 0, 'a', '', 'form', '../../etc/passwd', 1)",
            f"INSERT INTO packet_file VALUES (1, 0, 'a', '', 'form', '{good.upper()}', 1)",
            f"INSERT INTO packet_file VALUES (1, 0, 'a', '', 'virus', '{good}', 1)",
            f"INSERT INTO packet_file VALUES (3, 0, 'a', '', 'form', '{good}', 1)",
            "INSERT INTO receipt VALUES (1, 1, 'pigeon', 'r', 'w', '', 0)",
            "INSERT INTO packet_value VALUES (1, 'f', 0, 'b', 'l', 't', 'p')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)
        connection.execute(f"INSERT INTO packet_file VALUES (1, 0, 'a', '', 'form', '{good}', 1)")
        connection.execute("INSERT INTO receipt VALUES (1, 1, 'fax', 'r', 'w', '', 0)")


def test_migration_units_and_lines(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        migrate(connection, MIGRATIONS[:2])
        for statement in (
            "INSERT INTO filing VALUES (1, 'n', 'f', '某单位', '', '2020-06-08', 7, 1)",
            "INSERT INTO revision VALUES (4, 1, 5, 'edit')",
            "INSERT INTO change VALUES (4, 'a', '', '', '1', '', 'typed', 'typed')",
            "INSERT INTO step VALUES (1, 1, 4)",
            "INSERT INTO filled VALUES (1, 'a', '1', '', 'typed')",
            "INSERT INTO revision VALUES (9, 1, 6, 'edit')",
            "DELETE FROM revision WHERE id = 9",
        ):
            connection.execute(statement)
        migrate(connection, MIGRATIONS[:3])
        assert version_of(connection) == 3
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert columns(connection, "filing") == [
            "id",
            "unit_id",
            "notice_id",
            "form_id",
            "changed_at",
            "undo_position",
        ]
        assert connection.execute("SELECT * FROM filing").fetchall() == [(1, 1, "n", "f", 7, 1)]
        lines = "SELECT blank_id, text FROM filled WHERE blank_id LIKE 'lines.%' ORDER BY blank_id"
        assert connection.execute(lines).fetchall() == [
            ("lines.date", "2020年6月8日"),
            ("lines.unit", "某单位"),
        ]
        revisions = connection.execute("SELECT id, made_at, kind FROM revision ORDER BY id").fetchall()
        assert revisions == [(-1, 5, "carried-over"), (4, 5, "edit")]
        # Words of enumerations are checked in Python; references and types still here.
        connection.execute("INSERT INTO revision (filing_id, made_at, kind) VALUES (1, 8, 'new kind')")
        assert connection.execute("SELECT max(id) FROM revision").fetchone() == (10,), (
            "a number was given twice"
        )
        for wrong in (
            "INSERT INTO filing VALUES (2, 1, 'n', 'f', 0, 0)",
            "INSERT INTO filing VALUES (2, 7, 'n', 'g', 0, 0)",
            "INSERT INTO filled VALUES (2, 'a', '1', 'typed', '')",
            "INSERT INTO filled VALUES (1, 'b', x'00', 'typed', '')",
            "INSERT INTO pending_packet VALUES (1, 1, 'n', 'o', 0, 0, '{}')",
            "INSERT INTO dispatch VALUES (1, 1, 'fax', 'r', 'w', '', 0)",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_migration_office(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        migrate(connection, MIGRATIONS[:3])
        for statement in (
            "INSERT INTO setting VALUES ('notice', 'n'), ('window.page', 'record')",
            "INSERT INTO packet VALUES (1, 1, 'n', 't', 'o', 'w', 1, '2020-06-04', NULL, 0)",
            "INSERT INTO packet VALUES (2, 1, 'n', 't', 'p', 'w', 1, '2020-06-04', NULL, 0)",
            "INSERT INTO packet_form VALUES (1, 0, 'f', 'F', 'code')",
            "INSERT INTO packet_value VALUES (1, 'f', 3, 'lines.unit', '填报单位', '旧名', '旧名')",
        ):
            connection.execute(statement)
        migrate(connection, MIGRATIONS[:4])
        assert version_of(connection) == 4
        assert connection.execute("SELECT * FROM unit").fetchall() == [(1, 0)]
        assert connection.execute("SELECT * FROM unit_setting").fetchall() == [(1, "notice", "n")]
        assert connection.execute("SELECT * FROM setting").fetchall() == [("window.page", "record")]
        assert connection.execute("SELECT * FROM notice_in_use").fetchall() == [(1, "n", 0)]
        names = connection.execute("SELECT unit_name FROM packet ORDER BY id").fetchall()
        assert names == [("旧名",), ("",)]
        for wrong in (
            "UPDATE unit SET set_aside = 2",
            "INSERT INTO unit_setting VALUES (2, 'a', 'b')",
            "INSERT INTO notice_in_use VALUES (1, 'm', 3)",
            "INSERT INTO settlement VALUES (1, 1, 'n', 'o', 0, 0, 'w')",
            "INSERT INTO settlement VALUES (1, 1, 'n', 'o', 1, 9e18, 'w')",
            "INSERT INTO voiding VALUES (1, 7, 0, 'r')",
            "INSERT INTO packet_preparation VALUES (1, x'00')",
            "UPDATE packet SET unit_name = x'00'",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(wrong)


def test_migration_office_without_a_notice(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "x.sqlite")) as connection:
        migrate(connection)
        assert connection.execute("SELECT * FROM notice_in_use").fetchall() == []


def _rebuild_and_orphan(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE new_filing AS SELECT * FROM filing WHERE 0")
    connection.execute("DROP TABLE filing")
    connection.execute("ALTER TABLE new_filing RENAME TO filing")


def test_a_rebuild_that_leaves_references_nowhere_is_taken_back(folder: Path) -> None:
    failing = (*MIGRATIONS, Migration("orphan", _rebuild_and_orphan, rebuilds=True))
    with closing(connect(folder / "anyue.sqlite")) as connection:
        with pytest.raises(sqlite3.Error):
            migrate(connection, failing)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert version_of(connection) == len(MIGRATIONS)
        assert connection.execute("SELECT count(*) FROM filing").fetchone() == (1,)


def _add_place(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE filing ADD COLUMN place TEXT NOT NULL DEFAULT ''")


def _fail(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (a)")
    connection.execute("DROP TABLE filled")
    raise sqlite3.OperationalError("a migration that fails")


LATER = (*MIGRATIONS, Migration("place", _add_place))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Store.open(tmp_path, now=lambda: NOW).store
    store.first_unit().write("n", "f", {"a": Filled("1")})
    store.close()
    return tmp_path


def backup_names(folder: Path) -> list[str]:
    return sorted(path.name for path in backups_folder(folder).iterdir())


def test_backup_is_made_before_a_migration(folder: Path) -> None:
    connection, messages = open_database(folder, NOW, LATER)
    assert messages == ()
    assert version_of(connection) == len(LATER)
    assert "place" in columns(connection, "filing")
    connection.close()
    assert backup_names(folder) == ["anyue-2020-06-04.sqlite", "anyue-before-place-2020-06-04.sqlite"]
    with closing(sqlite3.connect(backups_folder(folder) / "anyue-before-place-2020-06-04.sqlite")) as backup:
        assert version_of(backup) == len(MIGRATIONS)
        assert "place" not in columns(backup, "filing")
        assert backup.execute("SELECT text FROM filled").fetchall() == [("1",)]
    connection, messages = open_database(folder, NOW, LATER)
    assert messages == ()
    connection.close()


def test_new_database_is_not_backed_up_before_its_migrations(tmp_path: Path) -> None:
    connection, _ = open_database(tmp_path, NOW, LATER)
    connection.close()
    assert backup_names(tmp_path) == []


def test_failing_migration_leaves_the_database_as_the_last_whole_step_left_it(folder: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="a migration that fails"):
        open_database(folder, NOW, (*LATER, Migration("fail", _fail)))
    connection, messages = open_database(folder, NOW, LATER)
    assert messages == ()
    assert version_of(connection) == len(LATER)
    assert columns(connection, "half") == []
    assert connection.execute("SELECT text FROM filled").fetchall() == [("1",)]
    connection.close()


def test_without_a_backup_nothing_is_migrated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise EnvironmentFailure("备份数据失败：磁盘已满。请清理出一些空间后再试。")

    monkeypatch.setattr("forms.storage.opening.opening.back_up_before_migration", full)
    with pytest.raises(EnvironmentFailure, match="磁盘已满"):
        open_database(folder, NOW, LATER)
    with closing(sqlite3.connect(folder / "anyue.sqlite")) as connection:
        assert version_of(connection) == len(MIGRATIONS)


def test_older_backup_is_migrated_when_it_is_recovered(folder: Path) -> None:
    (folder / "anyue.sqlite").write_bytes(b"damaged")
    connection, messages = open_database(folder, NOW, LATER)
    assert len(messages) == 1
    assert version_of(connection) == len(LATER)
    assert connection.execute("SELECT text FROM filled").fetchall() == [("1",)]
    connection.close()
