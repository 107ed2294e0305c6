"""Words of enumerations: SQL takes any, so what is read is looked at, and a new word needs a migration."""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from forms.channel import Channel
from forms.errors import DamagedFile, InputError
from forms.file_role import FileRole
from forms.packet import Contents, DispatchFacts, NewFile
from forms.storage.archive.archive import restore_archive, write_archive
from forms.storage.migrations import MIGRATIONS
from forms.storage.opening.enumerations import COLUMNS
from forms.storage.revision import KINDS
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore
from forms.values import Filled, Source
from tests.packets import send_packet

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)
FACTS = DispatchFacts(Channel.FAX, "应急保障处", "沈若兰", NOW)
CONTENTS = Contents("n", "通知", "o", "表", 1, datetime.date(2020, 6, 4))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with a row in every table that holds such a word."""
    store = Store.open(tmp_path / "data", now=lambda: NOW).store
    unit = store.first_unit()
    unit.write("n", "f", {"a": Filled("1"), "b": Filled("2", Source.FILE, "去年.xlsx")})
    packet = send_packet(unit, CONTENTS, [NewFile("a.pdf", b"a")], FACTS)
    unit.add_receipt(packet.dispatches[0].id, "收到", [NewFile("b.pdf", b"b")])
    unit.keep_pending(CONTENTS, [NewFile("c.pdf", b"c")], way="zip")
    store.close()
    return tmp_path / "data"


def put_another_word(database: Path, table: str, column: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        assert connection.execute(f"UPDATE {table} SET {column} = 'unheard-of'").rowcount


def read_all(unit: UnitStore) -> None:
    unit.filing("n", "f")
    for revision in unit.revisions("n", "f"):
        unit.filing_at("n", "f", revision.id)
    unit.packets()
    unit.pending("n")


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, column, _ in COLUMNS])
def test_an_unknown_word_is_damage_that_a_backup_heals(folder: Path, table: str, column: str) -> None:
    put_another_word(folder / "anyue.sqlite", table, column)
    opened = Store.open(folder, now=lambda: NOW)
    (message,) = opened.messages
    assert message.startswith("数据文件已损坏，原样移到了") and "自动备份" in message
    assert opened.store.first_unit().filing("n", "f").text("a") == "1"
    read_all(opened.store.first_unit())
    opened.store.close()


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, column, _ in COLUMNS])
def test_an_unknown_word_met_while_open_is_said(folder: Path, table: str, column: str) -> None:
    store = Store.open(folder, now=lambda: NOW).store
    read_all(store.first_unit())
    put_another_word(folder / "anyue.sqlite", table, column)
    with pytest.raises(DamagedFile, match="请退出程序后重新打开"):
        read_all(store.first_unit())
    store.close()


@pytest.mark.parametrize(("table", "column"), [(table, column) for table, column, _ in COLUMNS])
def test_an_archive_with_an_unknown_word_is_refused(
    folder: Path, tmp_path: Path, table: str, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(folder, now=lambda: NOW).store
    put_another_word(folder / "anyue.sqlite", table, column)
    with monkeypatch.context() as patch:  # this program would not write such an archive
        patch.setattr("forms.storage.opening.examination.has_unknown_words", lambda connection: False)
        write_archive(store, tmp_path / "a.anyue", now=NOW)
        store.close()
    with pytest.raises(InputError, match="已损坏"):
        restore_archive(tmp_path / "new", tmp_path / "a.anyue", now=NOW)
    assert not (tmp_path / "new" / "anyue.sqlite").exists()


def test_new_words_come_with_a_migration() -> None:
    """An older program sees by the number of migrations that data are newer; by a new word alone it takes them for damaged."""
    words = {
        3: (
            {"edit", "undo", "redo", "restore", "prefill", "import", "carried-over"},
            {"typed", "unit", "journal", "last-year", "file"},
            {"fax", "email", "paper", "electronic", "oa", "qq"},
            {"form", "further", "cover", "sent"},
        )
    }
    words[4] = words[3]
    assert words[len(MIGRATIONS)] == (set(KINDS), set(Source), set(Channel), set(FileRole))
