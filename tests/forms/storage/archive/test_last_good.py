"""The last good state: the newest backup that can be read whole, whatever lies beside it."""

from __future__ import annotations

import datetime
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from forms.errors import InputError
from forms.storage.archive.archive import restore_archive, restore_last_good, write_archive
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


def write(folder: Path, text: str, now: datetime.datetime) -> None:
    store = Store.open(folder, now=lambda: now).store
    store.first_unit().write("n", "f", {"a": Filled(text)})
    store.close()


def text_in(folder: Path) -> str:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    try:
        return opened.store.first_unit().filing("n", "f").text("a")
    finally:
        opened.store.close()


def make_unreadable(database: Path) -> None:
    """What passes every check of the structure, and no time zone can show."""
    stat = database.stat()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE filing SET changed_at = 253402300799999999")
    os.utime(database, (stat.st_mtime, stat.st_mtime))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three days with a backup each."""
    for days, text in ((2, "前天"), (1, "昨天"), (0, "今天")):
        write(tmp_path / "data", text, NOW - datetime.timedelta(days=days))
    return tmp_path / "data"


def test_the_newest_that_can_be_read_is_restored(data: Path) -> None:
    make_unreadable(data / "anyue.sqlite")
    make_unreadable(data / "backups" / "anyue-2020-06-04.sqlite")
    (data / "notices" / "自己的.toml").write_text("自己的", "utf-8")
    restored, before = restore_last_good(data, now=NOW)
    assert restored.name == "anyue-2020-06-03.sqlite" and restored.exists()
    assert before is not None and before.exists()
    assert text_in(data) == "昨天"
    assert (data / "notices" / "自己的.toml").exists()


def test_an_archive_of_before_a_restore_counts_too(data: Path, tmp_path: Path) -> None:
    write(tmp_path / "other", "别人的", NOW)
    store = Store.open(tmp_path / "other", now=lambda: NOW).store
    write_archive(store, tmp_path / "other.anyue", now=NOW)
    store.close()
    now = datetime.datetime.now().astimezone()
    before = restore_archive(data, tmp_path / "other.anyue", now=now)
    make_unreadable(data / "anyue.sqlite")
    restored, _ = restore_last_good(data, now=now + datetime.timedelta(minutes=1))
    assert restored == before
    assert text_in(data) == "今天"


def test_without_a_good_one_nothing_changes(data: Path) -> None:
    for path in (data / "backups").iterdir():
        path.write_bytes(b"damaged" * 1000)
    before = (data / "anyue.sqlite").read_bytes()
    with pytest.raises(InputError, match="没有找到完好的备份"):
        restore_last_good(data, now=NOW)
    assert (data / "anyue.sqlite").read_bytes() == before
