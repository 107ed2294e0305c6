"""Full disks, folders without permission, busy databases: a sentence for the user, and nothing is lost."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.errors import EnvironmentFailure, InputError
from forms.storage.store import Store
from forms.values import Filled

PROJECT = Path(__file__).resolve().parents[3]
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="limits and users are those of POSIX")
ROOT_ONLY = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="NOT TESTED HERE: only root can mount a small disk"
)

PREAMBLE = """
import os, sys
sys.path.insert(0, sys.argv[1])
import contextlib, shutil, tempfile
from pathlib import Path
from forms.errors import AnyueError
from forms.storage.store import Store
from forms.values import Filled
folder = Path(sys.argv[2])
"""


def run_child(script: str, folder: Path) -> list[str]:
    command = [sys.executable, "-E", "-c", PREAMBLE + script, str(PROJECT), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def fill_until_failure(store: Store) -> tuple[int, str]:
    """Write until it fails: how many writes were acknowledged, and the sentence."""
    for number in range(1, 100_000):
        try:
            store.first_unit().write(
                "n", "f", {"a": Filled(f"{number} " + "安" * 2000), "b": Filled(str(number))}
            )
        except EnvironmentFailure as failure:
            return number - 1, failure.message
    raise AssertionError("the disk never filled up")


def check_last(store: Store, number: int) -> None:
    filing = store.first_unit().filing("n", "f")
    assert filing.text("b") == str(number)
    assert filing.text("a").startswith(f"{number} ")
    assert len(store.first_unit().revisions("n", "f")) == number


def test_full_database_is_said_and_the_store_goes_on(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    store._connection.execute("PRAGMA max_page_count=60")
    number, message = fill_until_failure(store)
    assert message == "保存失败：磁盘已满。请清理出一些空间后再试。"
    check_last(store, number)
    store._connection.execute("PRAGMA max_page_count=100000")
    store.first_unit().write("n", "f", {"b": Filled("写得下了")})
    store.close()
    again = Store.open(tmp_path)
    assert again.messages == ()
    assert again.store.first_unit().filing("n", "f").text("b") == "写得下了"
    again.store.close()


@POSIX_ONLY
def test_file_size_limit_is_said_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    lines = run_child(
        """
import resource
store = Store.open(folder).store
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
number = 0
try:
    while number < 100_000:
        store.first_unit().write("n", "f", {"a": Filled(f"{number + 1} " + "安" * 2000), "b": Filled(str(number + 1))})
        number += 1
except AnyueError as error:
    print(type(error).__name__, error.message)
print(number, store.first_unit().filing("n", "f").text("b"))
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.first_unit().write("n", "f", {"b": Filled(str(number + 1)), "a": Filled(f"{number + 1} ")})
print(number + 1, flush=True)
os._exit(0)
""",
        tmp_path,
    )
    assert lines[0].startswith("EnvironmentFailure 保存失败：磁盘读写出错，可能是空间或配额已用完")
    acknowledged, present = lines[1].split()
    assert acknowledged == present != "0"
    opened = Store.open(tmp_path)
    assert opened.messages == ()
    check_last(opened.store, int(lines[2]))
    opened.store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """a real disk of four megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("NOT TESTED HERE: no small disk can be mounted")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@ROOT_ONLY
def test_really_full_disk_is_said_and_nothing_acknowledged_is_lost(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(200_000))
    store = Store.open(small_disk / "data").store
    number, message = fill_until_failure(store)
    assert message == "保存失败：磁盘已满。请清理出一些空间后再试。"
    check_last(store, number)
    store.close()
    fill_up(small_disk)
    try:
        opened_when_full = Store.open(small_disk / "data")
    except EnvironmentFailure as failure:
        assert re.search("磁盘已满|磁盘读写出错", failure.message)
    else:  # the room the log already has is enough to open it
        check_last(opened_when_full.store, number)
        opened_when_full.store.close()
    (small_disk / "filler").unlink()
    ballast.unlink()
    opened = Store.open(small_disk / "data")
    check_last(opened.store, number)
    opened.store.first_unit().write("n", "f", {"b": Filled("写得下了")})
    opened.store.close()


def fill_up(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass


@ROOT_ONLY
def test_backup_that_fails_at_opening_does_not_keep_from_working(small_disk: Path) -> None:
    folder = small_disk / "data"
    store = Store.open(folder).store
    for number in range(60):
        store.first_unit().write("n", "f", {"a": Filled(f"{number}" + "安" * 1000)})
    store.close()
    shutil.rmtree(folder / "backups")
    with (small_disk / "filler").open("wb") as file:
        file.write(bytes(shutil.disk_usage(small_disk).free - 150_000))
    opened = Store.open(folder)
    assert len(opened.messages) == 1
    assert opened.messages[0].startswith("今天的自动备份没有做成。备份数据失败：磁盘已满")
    assert list((folder / "backups").iterdir()) == []
    opened.store.first_unit().write("n", "f", {"b": Filled("1")})
    opened.store.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    folder = Path(tempfile.mkdtemp(prefix="anyue-faults-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


DROP_PRIVILEGES = """
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
"""


@POSIX_ONLY
def test_read_only_folder_is_said(open_folder: Path) -> None:
    data = open_folder / "data"
    store = Store.open(data).store
    store.first_unit().write("n", "f", {"a": Filled("1")})
    store.close()
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    lines = run_child(
        DROP_PRIVILEGES
        + """
try:
    Store.open(folder)
except AnyueError as error:
    print(type(error).__name__, error.message)
""",
        data,
    )
    assert len(lines) == 1
    assert lines[0].startswith("EnvironmentFailure ")
    assert "没有权限" in lines[0]
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    for path in (data, *data.rglob("*")):
        path.chmod(0o755)


@POSIX_ONLY
def test_database_that_turns_read_only_while_open_is_said(open_folder: Path) -> None:
    lines = run_child(
        DROP_PRIVILEGES.replace("os.setgid", "os.chown(folder, 65534, 65534); os.setgid")
        + """
store = Store.open(folder).store
store._connection.execute("PRAGMA query_only=ON")
try:
    store.first_unit().write("n", "f", {"a": Filled("1")})
except AnyueError as error:
    print(type(error).__name__, error.message)
store.close()
""",
        open_folder,
    )
    assert lines == ["EnvironmentFailure 保存失败：没有写入权限，或该位置是只读的。请检查数据文件夹的权限。"]


def test_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(EnvironmentFailure, match="不是文件夹"):
        Store.open(tmp_path / "data")


def test_database_held_by_another_program_is_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    store._connection.execute("PRAGMA busy_timeout=10")
    other = sqlite3.connect(tmp_path / "anyue.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(EnvironmentFailure, match="正被另一个程序占用"):
        store.first_unit().write("n", "f", {"a": Filled("1")})
    other.close()
    assert store.first_unit().write("n", "f", {"a": Filled("1")}) is not None
    store.close()


def test_text_too_long_is_said(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    store._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000)
    with pytest.raises(InputError, match="内容太长"):
        store.first_unit().write("n", "f", {"a": Filled("安" * 10_000)})
    assert store.first_unit().filing("n", "f").filled == {}
    store._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
    store.close()


def test_error_that_only_a_bug_can_cause_is_not_hidden(tmp_path: Path) -> None:
    store = Store.open(tmp_path).store
    with pytest.raises(sqlite3.IntegrityError):
        store.first_unit().write("n", "f", {"a": Filled("1")}, kind="unheard-of")
    assert store.first_unit().filings() == ()
    store.close()
