"""The whole data in one file and back; what a stranger's file may try is refused, and nothing changes."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import AnyueError, Cancelled, EnvironmentFailure, InputError
from forms.storage.archive import file as archive_file
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.archive.restoring import READY, finish_restore
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)
Members = dict[str, bytes]


def make_data(folder: Path, text: str) -> Path:
    store = Store.open(folder, now=lambda: NOW).store
    for number in range(40):
        store.first_unit().write("gusu-2020", "liaison", {"name": Filled(f"{text}{number}")})
    store.first_unit().write("gusu-2020", "liaison", {"name": Filled(text)})
    store.first_unit().save_profile({"unit": text})
    (folder / "notices" / f"{text}.toml").write_text(text, encoding="utf-8")
    store.close()
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = make_data(tmp_path / "source", "原来")
    store = Store.open(folder, now=lambda: NOW).store
    target = tmp_path / "备份.anyue"
    write_archive(store, target, now=NOW)
    store.close()
    return target


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return make_data(tmp_path / "other", "现有")


def name_in(folder: Path) -> str:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    try:
        return opened.store.first_unit().filing("gusu-2020", "liaison").text("name")
    finally:
        opened.store.close()


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_round_trip(archive: Path, other: Path) -> None:
    manifest = read_manifest(archive)
    assert manifest.made_at == NOW
    assert {member.name for member in manifest.members} == {"anyue.sqlite", "notices/原来.toml"}
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    steps: list[tuple[int, int]] = []
    before = restore_archive(
        other, archive, now=NOW, progress=lambda done, total: steps.append((done, total))
    )
    assert steps[-1][0] == steps[-1][1] > 0
    assert name_in(other) == "原来"
    assert {path.name for path in (other / "notices").iterdir()} == {"原来.toml"}
    opened = Store.open(other, now=lambda: NOW)
    assert len(opened.store.first_unit().revisions("gusu-2020", "liaison")) == 41
    assert opened.store.first_unit().profile() == {"unit": "原来"}
    opened.store.close()
    for path in (other, *other.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert before is not None
    restore_archive(other, before, now=NOW + datetime.timedelta(days=1))
    assert name_in(other) == "现有"
    assert {path.name for path in (other / "notices").iterdir()} == {"现有.toml"}


def test_restore_on_a_new_computer(archive: Path, tmp_path: Path) -> None:
    assert restore_archive(tmp_path / "new", archive, now=NOW) is None
    assert name_in(tmp_path / "new") == "原来"


def test_restore_over_damaged_data_sets_them_aside(archive: Path, other: Path) -> None:
    (other / "anyue.sqlite").write_bytes(b"damaged")
    aside = restore_archive(other, archive, now=NOW)
    assert aside is not None and aside.parent == other / "damaged"
    assert (aside / "anyue.sqlite").read_bytes() == b"damaged"
    assert (aside / "notices" / "现有.toml").read_text("utf-8") == "现有"
    assert name_in(other) == "原来"


def test_restore_is_refused_while_the_store_is_open(archive: Path, other: Path) -> None:
    store = Store.open(other, now=lambda: NOW).store
    with pytest.raises(EnvironmentFailure, match="正被"):
        restore_archive(other, archive, now=NOW)
    store.first_unit().write("gusu-2020", "liaison", {"name": Filled("还在")})
    store.close()
    assert name_in(other) == "还在"


def test_cancelled_archive_leaves_nothing(other: Path, tmp_path: Path) -> None:
    store = Store.open(other, now=lambda: NOW).store
    before = contents(tmp_path)
    for stop_at in range(1, 4):
        calls = iter(range(1, 100))

        def stop(done: int, total: int, calls: object = calls, stop_at: int = stop_at) -> None:
            if next(calls) == stop_at:  # type: ignore[call-overload]
                raise Cancelled("已取消备份。")

        with pytest.raises(Cancelled):
            write_archive(store, tmp_path / "x.anyue", now=NOW, progress=stop)
        assert contents(tmp_path) == before
    store.close()


def test_cancelled_restore_changes_nothing(archive: Path, other: Path) -> None:
    before = contents(other)

    def stop(done: int, total: int) -> None:
        raise Cancelled("已取消恢复。")

    with pytest.raises(Cancelled):
        restore_archive(other, archive, now=NOW, progress=stop)
    assert contents(other) == before


@pytest.mark.parametrize("cut_at", ["replace", "rename"])
def test_restore_cut_short_is_finished_at_the_next_opening(
    archive: Path, other: Path, monkeypatch: pytest.MonkeyPatch, cut_at: str
) -> None:
    """The process dies after the restore is ready and before all files are in place."""

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("forms.storage.archive.archive.finish_restore", lambda folder: None)
        restore_archive(other, archive, now=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(Path, cut_at, die)
        with pytest.raises(KeyboardInterrupt):
            finish_restore(other)
    assert (other / READY).exists()
    assert name_in(other) == "原来"
    assert {path.name for path in (other / "notices").iterdir()} == {"原来.toml"}
    assert not (other / READY).exists()


def test_unfinished_preparation_is_removed(other: Path) -> None:
    (other / "restore-preparation" / "notices").mkdir(parents=True)
    (other / "archive-preparation").mkdir()
    assert name_in(other) == "现有"
    assert not (other / "restore-preparation").exists()
    assert not (other / "archive-preparation").exists()


def members_of(archive: Path) -> Members:
    with zipfile.ZipFile(archive) as file:
        return {name: file.read(name) for name in file.namelist()}


def write_zip(target: Path, members: Members, **manifest: object) -> Path:
    """A ZIP with these members and a manifest that fits them, but for what ``manifest`` says otherwise."""
    content = json.loads(members["manifest.json"])
    content["files"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in members.items()
        if name != "manifest.json"
    ]
    content |= manifest
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in (members | {"manifest.json": json.dumps(content).encode()}).items():
            file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target


def with_member(name: str) -> Callable[[Path, Members], Path]:
    return lambda target, members: write_zip(target, members | {name: b"x"})


def wrong_hash(target: Path, members: Members) -> Path:
    files = [
        {"name": name, "size": len(data), "sha256": "0" * 64}
        for name, data in members.items()
        if name != "manifest.json"
    ]
    return write_zip(target, members, files=files)


def lying_size(target: Path, members: Members) -> Path:
    files = [{"name": name, "size": 10, "sha256": ""} for name in members if name != "manifest.json"]
    return write_zip(target, members, files=files)


def large_notice(target: Path, members: Members) -> Path:
    return write_zip(target, members | {"notices/large.toml": bytes(archive_file.NOTICE_LIMIT + 1)})


def large_manifest(target: Path, members: Members) -> Path:
    return write_zip(target, members, padding="x" * (archive_file.MANIFEST_LIMIT + 1))


def deep_manifest(target: Path, members: Members) -> Path:
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("manifest.json", "[" * 100_000)
    return target


def many_members(target: Path, members: Members) -> Path:
    return write_zip(
        target, members | {f"notices/{n}.toml": b"" for n in range(archive_file.NOTICE_COUNT_LIMIT + 1)}
    )


def no_database(target: Path, members: Members) -> Path:
    return write_zip(target, {name: data for name, data in members.items() if name != "anyue.sqlite"})


def newer_format(target: Path, members: Members) -> Path:
    return write_zip(target, members, format=archive_file.FORMAT + 1)


def changed_database(change: str) -> Callable[[Path, Members], Path]:
    def make(target: Path, members: Members) -> Path:
        database = target.with_suffix(".sqlite")
        database.write_bytes(members["anyue.sqlite"])
        connection = sqlite3.connect(database, isolation_level=None)
        connection.execute(change)
        connection.close()
        return write_zip(target, members | {"anyue.sqlite": database.read_bytes()})

    return make


def damaged_database(target: Path, members: Members) -> Path:
    data = bytearray(members["anyue.sqlite"])
    data[3 * 4096 : 3 * 4096 + 100] = bytes(100)
    return write_zip(target, members | {"anyue.sqlite": bytes(data)})


def other_database(target: Path, members: Members) -> Path:
    return write_zip(target, members | {"anyue.sqlite": b"not a database"})


def text_file(target: Path, members: Members) -> Path:
    target.write_text("这不是备份" * 100, encoding="utf-8")
    return target


def other_zip(target: Path, members: Members) -> Path:
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("hello.txt", "hello")
    return target


def repeated_name(target: Path, members: Members) -> Path:
    return write_zip(target, members | {"notices/A.toml": b"", "notices/a.toml": b""})


def odd_manifest(**content: object) -> Callable[[Path, Members], Path]:
    return lambda target, members: write_zip(target, members, **content)


HOSTILE = {
    "path up": (with_member("../evil.toml"), "不该有的文件"),
    "path up below notices": (with_member("notices/../../evil.toml"), "不该有的文件"),
    "absolute path": (with_member("/tmp/evil.toml"), "不该有的文件"),
    "backslash": (with_member("notices/..\\evil.toml"), "不该有的文件"),
    "drive": (with_member("notices/C:evil.toml"), "不该有的文件"),
    "device": (with_member("notices/NUL.toml"), "不该有的文件"),
    "hidden": (with_member("notices/.evil.toml"), "不该有的文件"),
    "program": (with_member("notices/evil.exe"), "不该有的文件"),
    "log": (with_member("anyue.sqlite-wal"), "不该有的文件"),
    "same name": (repeated_name, "重名"),
    "wrong hash": (wrong_hash, "校验不符"),
    "lying size": (lying_size, "比目录里写的大"),
    "large notice": (large_notice, "太大"),
    "large manifest": (large_manifest, "比目录里写的大"),
    "deep manifest": (deep_manifest, "目录读不出来"),
    "many members": (many_members, "太多"),
    "no database": (no_database, "没有数据"),
    "newer format": (newer_format, "更新版本"),
    "newer database": (changed_database("PRAGMA user_version=77"), "更新版本"),
    "trigger": (
        changed_database("CREATE TRIGGER t AFTER INSERT ON filled BEGIN DELETE FROM filled; END"),
        "已损坏",
    ),
    "view": (changed_database("CREATE VIEW v AS SELECT 1"), "已损坏"),
    "missing table": (changed_database("DROP TABLE confirmation"), "已损坏"),
    "other program's": (changed_database("PRAGMA application_id=1"), "已损坏"),
    "damaged database": (damaged_database, "已损坏"),
    "no database inside": (other_database, "已损坏"),
    "text file": (text_file, "不是本程序导出的备份"),
    "other ZIP": (other_zip, "不是本程序导出的备份"),
    "no files": (odd_manifest(files=None), "目录读不出来"),
    "odd files": (odd_manifest(files=[{"name": 1, "size": "x", "sha256": 2}]), "目录读不出来"),
    "odd date": (odd_manifest(made_at="gestern"), "目录读不出来"),
    "date without zone": (odd_manifest(made_at="2020-06-04T10:32:00"), "目录读不出来"),
    "first year": (odd_manifest(made_at="0001-01-01T00:00:00+14:00"), "目录读不出来"),
    "last year": (odd_manifest(made_at="9999-12-31T23:59:59-12:00"), "目录读不出来"),
    "odd program": (odd_manifest(program=["Anyue"]), "不是本程序导出的备份"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_archive_is_refused_and_nothing_changes(
    archive: Path, other: Path, tmp_path: Path, case: str
) -> None:
    make, words = HOSTILE[case]
    hostile = make(tmp_path / "hostile.anyue", members_of(archive))
    before = contents(tmp_path)
    with pytest.raises(InputError) as caught:
        restore_archive(other, hostile, now=NOW)
    assert words in caught.value.message
    assert "“hostile.anyue”" in caught.value.message
    assert contents(tmp_path) == before


def test_bomb_is_stopped_early(
    archive: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that says it is small and unpacks to much more is not unpacked."""
    members = members_of(archive)
    size = len(members["anyue.sqlite"])
    files = [{"name": "anyue.sqlite", "size": size, "sha256": ""}]
    bomb = {"manifest.json": members["manifest.json"], "anyue.sqlite": bytes(200 << 20)}
    hostile = write_zip(tmp_path / "hostile.anyue", bomb, files=files)
    unpacked = []
    with pytest.raises(InputError, match="比目录里写的大"):
        restore_archive(other, hostile, now=NOW, progress=lambda done, total: unpacked.append(done))
    assert sum(unpacked) <= 2 << 20
    assert name_in(other) == "现有"


def test_directory_too_large_is_not_read(other: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.anyue"
    with zipfile.ZipFile(hostile, "w") as file:
        for number in range(9_000):
            file.writestr(f"{number:01000}", b"")
    with pytest.raises(InputError, match="不是本程序导出的备份"):
        restore_archive(other, hostile, now=NOW)


def test_missing_archive_is_said(other: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"读取备份文件“none\.anyue”失败：文件或文件夹不存在"):
        restore_archive(other, tmp_path / "none.anyue", now=NOW)


def test_any_damage_of_an_archive_ends_in_words(archive: Path, tmp_path: Path) -> None:
    good = archive.read_bytes()
    chance = random.Random(1)
    damaged = tmp_path / "damaged.anyue"
    target = tmp_path / "target"
    for _ in range(150):
        content = bytearray(good)
        for _ in range(chance.choice([1, 1, 5])):
            near_end = chance.random() < 0.5
            position = chance.randrange(max(0, len(content) - 500) if near_end else 0, len(content))
            content[position] = chance.randrange(256)
        damaged.write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.1 else content)
        try:
            restore_archive(target, damaged, now=NOW)
        except AnyueError as error:
            assert error.message.endswith("。")
            assert not target.exists() or not (target / "anyue.sqlite").exists()
        else:
            assert name_in(target) == "原来"
            shutil.rmtree(target)


def test_notice_too_large_to_be_one_is_said(other: Path, tmp_path: Path) -> None:
    (other / "notices" / "large.toml").write_bytes(bytes(archive_file.NOTICE_LIMIT + 1))
    (other / "notices" / "link.toml").symlink_to("/etc/passwd")
    store = Store.open(other, now=lambda: NOW).store
    with pytest.raises(InputError, match=r"large\.toml"):
        write_archive(store, tmp_path / "x.anyue", now=NOW)
    (other / "notices" / "large.toml").unlink()
    write_archive(store, tmp_path / "x.anyue", now=NOW)
    store.close()
    assert "notices/link.toml" not in members_of(tmp_path / "x.anyue")
