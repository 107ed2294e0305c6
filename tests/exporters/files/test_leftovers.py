"""A process that is killed while it writes leaves nothing, or what the next one removes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from exporters.files.writing import write_file
from forms import new_file
from forms.errors import EnvironmentFailure
from forms.leftovers import remove_leftovers

PROJECT = Path(__file__).resolve().parents[3]

#: Writes a form with names in it, and dies when the bytes are on the disk.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from exporters.files import writing
from forms import new_file
if sys.argv[2] == "named":
    new_file._open_nameless = lambda folder, mode: None
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
writing.write_file(Path(sys.argv[1]), b"a telephone" * 1000)
"""
killable = pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有 SIGKILL")


def killed(path: Path, how: str) -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(path), how], cwd=PROJECT, check=False)
    assert done.returncode == -9


@killable
@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="这个系统没有 O_TMPFILE")
def test_a_kill_leaves_nothing_where_a_file_needs_no_name(tmp_path: Path) -> None:
    if (handle := new_file._open_nameless(tmp_path, 0o600)) is None:
        pytest.skip("临时文件夹所在的磁盘不支持 O_TMPFILE")
    os.close(handle)
    killed(tmp_path / "表.pdf", "nameless")
    assert not list(tmp_path.iterdir())


@killable
def test_what_a_kill_leaves_is_removed_at_the_next_write(tmp_path: Path) -> None:
    killed(tmp_path / "表.pdf", "named")
    (left,) = tmp_path.iterdir()
    assert left.name.startswith(".anyue-")
    write_file(tmp_path / "a.pdf", b"a")
    assert left.exists()  # It may be in use by a program on another computer.
    os.utime(left, (1, 1))
    write_file(tmp_path / "b.pdf", b"b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize(
    "name", [".anyue-1.tmp", "anyue-0123456789abcdef.tmp", ".anyue-x-0123456789abcdef.tmp", "我的.tmp"]
)
def test_other_files_stay(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    os.utime(path, (1, 1))
    remove_leftovers(tmp_path)
    assert path.exists()


def test_a_file_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    mine = tmp_path / f".anyue-{os.getpid()}-0123456789abcdef.tmp"
    old = tmp_path / ".anyue-0123456789abcdef.tmp"
    folder = tmp_path / ".anyue-fedcba9876543210.tmp"
    folder.mkdir()
    for path in (mine, old):
        path.write_bytes(b"x")
    for path in (mine, old, folder):
        os.utime(path, (1, 1))
    remove_leftovers(tmp_path)
    kept = {mine, folder} if os.name != "nt" else {folder}
    assert set(tmp_path.iterdir()) == kept
    remove_leftovers(tmp_path / "none")


@pytest.mark.parametrize("nameless", [True, False])
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, "full")

    if not nameless:
        monkeypatch.setattr(new_file, "_open_nameless", lambda folder, mode: None)
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(EnvironmentFailure, match="磁盘已满"):
        write_file(tmp_path / "c.ics", b"x")
    assert not list(tmp_path.iterdir())
