"""The store, method by method; test_storage_model.py tries the methods in every order."""

from __future__ import annotations

import datetime
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import EnvironmentFailure, InputError
from forms.form.filing import Confirmation, Filing
from forms.storage.database import storable
from forms.storage.folders import data_folder
from forms.storage.revision import Change
from forms.storage.store import Store
from forms.values import EMPTY, Filled, Source

PROJECT = Path(__file__).resolve().parents[3]
KEY = ("gusu-2020", "liaison")
NOW = datetime.datetime(2020, 6, 4, 18, 32, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "data", now=lambda: NOW)
    yield opened.store
    opened.store.close()


def test_new_filing_is_empty(store: Store) -> None:
    assert store.first_unit().filing(*KEY) == Filing(*KEY)
    assert store.first_unit().filings() == ()
    assert store.first_unit().revisions(*KEY) == ()
    assert not store.first_unit().can_undo(*KEY)
    assert not store.first_unit().can_redo(*KEY)
    assert store.first_unit().undo(*KEY) is None
    assert store.first_unit().redo(*KEY) is None


def test_write_keeps_text_source_and_note(store: Store) -> None:
    filled = Filled("０512-68727809 转 8012", Source.FILE, "去年.xlsx")
    revision = store.first_unit().write(*KEY, {"fax": filled, "qq": EMPTY}, kind="import")
    assert revision is not None
    assert revision.kind == "import"
    assert revision.made_at == NOW
    assert revision.made_at.utcoffset() == datetime.timedelta(0)
    assert revision.changes == (Change("fax", EMPTY, filled),)
    assert store.first_unit().revisions(*KEY) == (revision,)
    assert store.first_unit().filing(*KEY).filled == {"fax": filled}
    assert store.first_unit().filings() == ((*KEY, NOW),)


def test_word_typed_in_one_go_is_one_step(store: Store) -> None:
    store.first_unit().write(*KEY, {"name": Filled("王")}, edit="1")
    store.first_unit().write(*KEY, {"name": Filled("王小")}, edit="1")
    revision = store.first_unit().write(*KEY, {"name": Filled("王小明")}, edit="1")
    assert revision is not None
    assert revision.changes == (Change("name", EMPTY, Filled("王小明")),)
    assert store.first_unit().revisions(*KEY) == (revision,)
    store.first_unit().write(*KEY, {"name": Filled("王小明·")}, edit="2")
    store.first_unit().undo(*KEY)
    assert store.first_unit().filing(*KEY).text("name") == "王小明"
    store.first_unit().undo(*KEY)
    assert store.first_unit().filing(*KEY).text("name") == ""


def test_typing_that_ends_where_it_began_leaves_no_revision(store: Store) -> None:
    store.first_unit().write(*KEY, {"name": Filled("王")})
    store.first_unit().write(*KEY, {"name": Filled("王x")}, edit="1")
    assert store.first_unit().write(*KEY, {"name": Filled("王")}, edit="1") is None
    assert len(store.first_unit().revisions(*KEY)) == 1
    store.first_unit().undo(*KEY)
    assert store.first_unit().filing(*KEY).filled == {}


def test_edit_of_another_kind_or_after_undo_is_not_merged(store: Store) -> None:
    store.first_unit().write(*KEY, {"name": Filled("1")}, edit="1")
    store.first_unit().write(*KEY, {"name": Filled("2")}, edit="1", kind="prefill")
    assert len(store.first_unit().revisions(*KEY)) == 2
    store.first_unit().undo(*KEY)
    store.first_unit().write(*KEY, {"name": Filled("3")}, edit="1", kind="prefill")
    assert [r.kind for r in store.first_unit().revisions(*KEY)] == ["prefill", "undo", "prefill", "edit"]


def test_undo_and_redo_across_a_restart(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    for text in "123":
        store.first_unit().write(*KEY, {"name": Filled(text)})
    store.first_unit().undo(*KEY)
    store.close()
    store = Store.open(tmp_path).store
    store.first_unit().undo(*KEY)
    assert store.first_unit().filing(*KEY).text("name") == "1"
    store.first_unit().redo(*KEY)
    store.first_unit().redo(*KEY)
    assert store.first_unit().filing(*KEY).text("name") == "3"
    assert not store.first_unit().can_redo(*KEY)
    store.close()


def test_revision_of_another_filing_is_refused(store: Store) -> None:
    revision = store.first_unit().write(*KEY, {"name": Filled("1")})
    assert revision is not None
    for call in (store.first_unit().filing_at, store.first_unit().restore):
        with pytest.raises(InputError, match="没有这一次修改的记录"):
            call("gusu-2020", "statistics", revision.id)
        with pytest.raises(InputError, match="没有这一次修改的记录"):
            call(*KEY, revision.id + 1)


def test_confirmations(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    first = Confirmation("launch.people", "many", "确有此事", "2000")
    store.first_unit().confirm(*KEY, Confirmation("launch.people", "many", "先前的理由", "1000"))
    store.first_unit().confirm(*KEY, first)
    store.first_unit().confirm(*KEY, Confirmation("a", "b", "", ""))
    store.first_unit().withdraw_confirmation(*KEY, "a", "b")
    store.first_unit().withdraw_confirmation(*KEY, "a", "b")
    store.close()
    store = Store.open(tmp_path).store
    filing = store.first_unit().filing(*KEY)
    assert filing.confirmations == (first,)
    store.close()


def test_each_unit_has_its_own(store: Store) -> None:
    """There is one unit until the window knows more; what is kept for another is never seen or changed through it."""
    assert store.units() == (1,)
    store._access.connection.execute("INSERT INTO unit (id) VALUES (2)")
    first, second = store.first_unit(), store.unit(2)
    revision = first.write(*KEY, {"name": Filled("甲")})
    assert revision is not None
    first.save_profile({"unit.name": "甲单位"})
    assert second.filing(*KEY).filled == {} and second.profile() == {} and second.filings() == ()
    second.write(*KEY, {"name": Filled("乙")})
    second.save_profile({"unit.name": "乙单位"})
    assert first.filing(*KEY).text("name") == "甲" and first.profile() == {"unit.name": "甲单位"}
    assert not second.redo(*KEY) and first.can_undo(*KEY)
    with pytest.raises(InputError, match="没有这一次修改的记录"):
        second.filing_at(*KEY, revision.id)
    with pytest.raises(KeyError):
        store.unit(3)


def test_settings_and_profile(store: Store) -> None:
    assert store.setting("zoom", "100") == "100"
    store.set_setting("zoom", "")
    assert store.setting("zoom", "100") == ""
    store.first_unit().save_profile({"unit": "甲", "name": "乙"})
    store.first_unit().save_profile({"unit": "丙", "name": ""})
    assert store.first_unit().profile() == {"unit": "丙"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\ud842", "\ufffd"),
        ("a\udfb7b", "a\ufffdb"),
        ("\ud842\udfb7", "𠮷"),
        ("\ud842𠮷", "\ufffd𠮷"),
        ("a\x00b", "a\x00b"),
        ("\x00", "\x00"),
        ("\ufeff\r\n\t", "\ufeff\r\n\t"),
    ],
)
def test_odd_characters(store: Store, typed: str, stored: str) -> None:
    assert storable(typed) == stored
    store.first_unit().write(*KEY, {"name": Filled(typed, Source.FILE, typed)})
    assert store.first_unit().filing(*KEY).filled == {"name": Filled(stored, Source.FILE, stored)}
    assert store.first_unit().write(*KEY, {"name": Filled(typed, Source.FILE, typed)}) is None
    store.set_setting(typed, typed)
    assert store.setting(typed) == stored
    store.first_unit().save_profile({typed: typed})
    store.first_unit().write(typed, typed, {typed: Filled(typed)})
    store.first_unit().confirm(typed, typed, Confirmation(typed, typed, typed, typed))
    filing = store.first_unit().filing(typed, typed)
    assert filing.text(stored) == stored
    assert filing.confirmations == (Confirmation(stored, stored, stored, stored),)


def test_threads_take_turns(store: Store) -> None:
    def work(name: str) -> None:
        for number in range(50):
            store.first_unit().write(*KEY, {name: Filled(str(number))})
            store.first_unit().filing(*KEY)

    threads = [threading.Thread(target=work, args=(f"blank{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {filled.text for filled in store.first_unit().filing(*KEY).filled.values()} == {"49"}
    assert len(store.first_unit().revisions(*KEY)) == 200


def test_closing_twice_does_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    store.close()
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_only_the_owner_can_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = Store.open(tmp_path / "a" / "data").store
        store.first_unit().write(*KEY, {"name": Filled("1")})
        store.back_up()
        for path in (tmp_path / "a" / "data").rglob("*"):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
        assert {path.name for path in (tmp_path / "a" / "data").iterdir()} >= {
            "anyue.sqlite",
            "anyue.sqlite-wal",
        }
        store.close()
    finally:
        os.umask(before)


def test_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANYUE_HOME", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("ANYUE_HOME")
    assert data_folder().name == "Anyue"


@pytest.mark.parametrize("override", ["~nosuchuser/x", "~nosuchuser"])
def test_a_data_folder_of_nobody_is_said(monkeypatch: pytest.MonkeyPatch, override: str) -> None:
    monkeypatch.setenv("ANYUE_HOME", override)
    with pytest.raises(EnvironmentFailure, match=f"环境变量 ANYUE_HOME 指定的数据文件夹“{override}”"):
        data_folder()


def test_a_user_without_a_home_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    def nobody(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("ANYUE_HOME")
    monkeypatch.setattr(platformdirs, "user_data_dir", nobody)
    with pytest.raises(EnvironmentFailure, match="找不到当前用户的主文件夹"):
        data_folder()
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_, **__: "~/.local/share/Anyue")
    with pytest.raises(EnvironmentFailure, match="找不到当前用户的主文件夹"):
        data_folder()


@pytest.mark.parametrize(
    "name",
    [
        "backups/.anyue-77-0123456789abcdef.tmp",
        "backups/.anyue-77-0123456789abcdef.tmp-journal",
        "backups/.before-restore-2020-06-04-103200.anyue.part",
        "backups/.anyue-2020-06-04.sqlite.part",
        "backups/.anyue-2020-06-04.sqlite.part-journal",
        ".anyue.sqlite.part",
    ],
)
def test_what_a_killed_process_left_is_swept_at_opening(tmp_path: Path, name: str) -> None:
    Store.open(tmp_path).store.close()
    (tmp_path / name).write_bytes(b"names and telephones")
    (tmp_path / "backups" / "自己的.part").write_bytes(b"mine")
    Store.open(tmp_path).store.close()
    assert not (tmp_path / name).exists()
    assert (tmp_path / "backups" / "自己的.part").exists()


def test_importing_the_store_is_light() -> None:
    script = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
import forms.storage.store
print([name for name in ("platformdirs", "filelock", "zipfile", "shutil", "tempfile", "socket") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
