"""The data folder goes away under the open store: it is said at the next write, nothing is lost, all can be saved elsewhere."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.storage.access import DatabaseGone
from forms.storage.archive.archive import restore_archive, write_archive
from forms.storage.store import Store
from forms.values import Filled

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move what is open")

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


def write(store: Store, text: str) -> None:
    store.first_unit().write("n", "f", {text: Filled(text)})


def texts(folder: Path) -> set[str]:
    opened = Store.open(folder, now=lambda: NOW)
    try:
        return set(opened.store.first_unit().filing("n", "f").filled)
    finally:
        opened.store.close()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "data", now=lambda: NOW).store
    write(store, "1")
    return store


def delete(folder: Path) -> None:
    shutil.rmtree(folder)


def move(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def replace_by_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x", "utf-8")


def replace_by_copy(folder: Path) -> None:
    move(folder)
    shutil.copytree(folder.with_name("elsewhere"), folder)


LOSSES = [delete, move, replace_by_file, replace_by_copy]


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_it_is_said_and_everything_can_be_saved_elsewhere(
    store: Store, tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    lose(tmp_path / "data")
    for text in ("2", "3"):
        with pytest.raises(DatabaseGone, match="被移走、删除或替换了"):
            write(store, text)
    saved = tmp_path / "saved" / "all.anyue"
    saved.parent.mkdir()
    write_archive(store, saved, now=NOW)
    store.abandon()
    assert [path.name for path in saved.parent.iterdir()] == ["all.anyue"]
    restore_archive(tmp_path / "new", saved, now=NOW)
    assert texts(tmp_path / "new") == {"1", "2", "3"}


def test_a_folder_that_comes_back_is_written_to_as_before(store: Store, tmp_path: Path) -> None:
    move(tmp_path / "data")
    with pytest.raises(DatabaseGone):
        write(store, "2")
    (tmp_path / "elsewhere").rename(tmp_path / "data")
    write(store, "2")
    write(store, "3")
    store.close()
    assert texts(tmp_path / "data") == {"1", "2", "3"}


def test_closing_saves_into_a_new_folder_what_it_can(store: Store, tmp_path: Path) -> None:
    delete(tmp_path / "data")
    with pytest.raises(DatabaseGone):
        write(store, "2")
    store.close()
    assert texts(tmp_path / "data") == {"1", "2"}


def test_closing_does_not_keep_silent_where_another_database_would_be_opened(
    store: Store, tmp_path: Path
) -> None:
    replace_by_copy(tmp_path / "data")
    with pytest.raises(DatabaseGone):
        write(store, "2")
    with pytest.raises(DatabaseGone):
        store.close()
    store.abandon()


def test_closing_does_not_keep_silent_where_nothing_can_be_saved(store: Store, tmp_path: Path) -> None:
    replace_by_file(tmp_path / "data")
    with pytest.raises(DatabaseGone):
        store.close()
    with pytest.raises(DatabaseGone):
        write(store, "2")
    assert set(store.first_unit().filing("n", "f").filled) == {"1", "2"}, "the only copy is still there"
    (tmp_path / "data").unlink()
    store.close()
    assert texts(tmp_path / "data") == {"1", "2"}


def test_closing_says_so_even_where_nothing_was_written_since_the_last_backup(
    store: Store, tmp_path: Path
) -> None:
    store.back_up()
    replace_by_file(tmp_path / "data")
    with pytest.raises(DatabaseGone):
        store.close()
    store.abandon()
