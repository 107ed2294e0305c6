"""Packets in archives: every byte goes to a new computer, comes back by a restore, or is said to be missing."""

from __future__ import annotations

import datetime
import stat
import zipfile
from pathlib import Path

import pytest

from forms.errors import DamagedFile, InputError
from forms.storage.archive import file as archive_file
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.archive.restoring import READY, finish_restore
from forms.storage.content import content_file
from tests.forms.kept_packets import (
    EXAMPLE,
    FILES,
    NOW,
    check_packet,
    keep_a_packet,
    open_store,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with one packet in it."""
    return keep_a_packet(tmp_path / "data")


@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_damage_is_said_and_healed_from_an_archive(folder: Path, tmp_path: Path, damage: str) -> None:
    store = open_store(folder)
    assert write_archive(store, tmp_path / "a.anyue", now=NOW) == ()
    sha256 = store.first_unit().packets()[0].files[1].sha256
    path = content_file(folder, sha256)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"x" + path.read_bytes()[1:] if damage == "changed" else path.read_bytes()[:-1])
    with pytest.raises(DamagedFile, match="不见了" if damage == "gone" else "与报送时的校验值不符"):
        store.read_content(sha256)
    (message,) = write_archive(store, tmp_path / "b.anyue", now=NOW)
    assert "活动方案.docx" in message and "没有备份进去" in message
    store.close()
    restore_archive(folder, tmp_path / "b.anyue", now=NOW)
    restore_archive(folder, tmp_path / "a.anyue", now=NOW)
    check_packet(folder)


def test_a_kept_file_that_cannot_be_read_does_not_keep_the_rest_from_a_backup(
    folder: Path, tmp_path: Path
) -> None:
    store = open_store(folder)
    first, second = (file.sha256 for file in store.first_unit().packets()[0].files[:2])
    content_file(folder, second).unlink()
    content_file(folder, second).mkdir()
    (message,) = write_archive(store, tmp_path / "a.anyue", now=NOW)
    assert "活动方案.docx" in message and "没有备份进去" in message
    store.close()
    names = {member.name for member in read_manifest(tmp_path / "a.anyue").members}
    assert any(first in name for name in names)
    assert not any(second in name for name in names)


def test_bytes_go_out_by_an_archive_to_a_new_computer(folder: Path, tmp_path: Path) -> None:
    store = open_store(folder)
    write_archive(store, tmp_path / "a.anyue", now=NOW)
    store.close()
    names = {member.name for member in read_manifest(tmp_path / "a.anyue").members}
    assert sum(name.startswith("content/") for name in names) == len(FILES)
    assert restore_archive(tmp_path / "new", tmp_path / "a.anyue", now=NOW) is None
    check_packet(tmp_path / "new")
    for path in (tmp_path / "new").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_what_a_restore_replaced_can_be_brought_back_with_its_packets(folder: Path, tmp_path: Path) -> None:
    empty = open_store(tmp_path / "empty")
    empty.set_setting("a", "b")
    write_archive(empty, tmp_path / "empty.anyue", now=NOW)
    empty.close()
    before = restore_archive(folder, tmp_path / "empty.anyue", now=NOW)
    assert before is not None
    store = open_store(folder)
    assert store.first_unit().packets() == ()
    store.close()
    restore_archive(folder, before, now=NOW + datetime.timedelta(days=1))
    check_packet(folder)


def test_a_restore_cut_short_is_finished_with_the_packets(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(folder)
    write_archive(store, tmp_path / "a.anyue", now=NOW)
    store.close()
    new, moved = tmp_path / "new", []
    replace = Path.replace

    def die_at_the_second(path: Path, target: Path) -> Path:
        moved.append(path)
        if len(moved) == 2:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr("forms.storage.archive.archive.finish_restore", lambda folder: None)
        restore_archive(new, tmp_path / "a.anyue", now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            finish_restore(new)
    assert (new / READY).exists()
    check_packet(new)


def test_an_archive_of_the_first_version_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "old")
    store.first_unit().write("gusu-2020", "liaison", EXAMPLE)
    monkeypatch.setattr(archive_file, "FORMAT", 1)
    write_archive(store, tmp_path / "old.anyue", now=NOW)
    store.close()
    monkeypatch.undo()
    restore_archive(tmp_path / "new", tmp_path / "old.anyue", now=NOW)
    store = open_store(tmp_path / "new")
    assert store.first_unit().filing("gusu-2020", "liaison").filled == EXAMPLE
    store.close()


def test_an_archive_beyond_four_gigabytes_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a ZIP ends otherwise; here the limit from which it does is lowered."""
    store = open_store(folder)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    write_archive(store, tmp_path / "a.anyue", now=NOW)
    store.close()
    monkeypatch.undo()
    data = (tmp_path / "a.anyue").read_bytes()
    assert b"PK\x06\x07" in data[-50:]
    restore_archive(tmp_path / "new", tmp_path / "a.anyue", now=NOW)
    check_packet(tmp_path / "new")
    for length in range(1, 100):
        (tmp_path / "b.anyue").write_bytes(data[:-length] if length < 50 else data[-length:])
        with pytest.raises(InputError, match="不能用"):
            restore_archive(tmp_path / "new", tmp_path / "b.anyue", now=NOW)


@pytest.mark.parametrize("name", ["content/../../x", "content/ab/" + "a" * 64, "content/aa/x", "content/x"])
def test_an_archive_with_odd_content_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    store = open_store(folder)
    write_archive(store, tmp_path / "a.anyue", now=NOW)
    store.close()
    with zipfile.ZipFile(tmp_path / "a.anyue") as source:
        members = {member: source.read(member) for member in source.namelist()}
    old = next(member for member in members if member.startswith("content/"))
    members[name] = members.pop(old)
    members["manifest.json"] = members["manifest.json"].replace(old.encode(), name.encode())
    with zipfile.ZipFile(tmp_path / "c.anyue", "w") as target:
        for member, data in members.items():
            target.writestr(member, data)
    with pytest.raises(InputError, match="不该有的文件"):
        restore_archive(tmp_path / "new", tmp_path / "c.anyue", now=NOW)
    assert not (tmp_path / "new" / "anyue.sqlite").exists()
