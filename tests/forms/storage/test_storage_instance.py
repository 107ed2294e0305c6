"""One window on the data: a second process is told so, calls the first, and a killed one leaves no lock."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from forms.errors import EnvironmentFailure
from forms.storage.instance import InstanceGuard

PROJECT = Path(__file__).resolve().parents[3]

CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from forms.storage.instance import InstanceGuard
guard = InstanceGuard(Path(sys.argv[2]))
print(guard.acquire(), flush=True)
for line in sys.stdin:
    getattr(guard, line.strip())()
    print("did", line.strip(), flush=True)
"""


@contextmanager
def other_process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], bool]]:
    command = [sys.executable, "-E", "-c", CHILD, str(PROJECT), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        answer = process.stdout.readline().strip()
        assert answer in ("True", "False")
        try:
            yield process, answer == "True"
        finally:
            process.kill()


def ask(process: subprocess.Popen[str], method: str) -> None:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(f"{method}\n")
    process.stdin.flush()
    assert process.stdout.readline() == f"did {method}\n"


def test_second_process_has_no_window_until_the_first_is_killed(tmp_path: Path) -> None:
    guard = InstanceGuard(tmp_path / "data")
    with other_process(tmp_path / "data") as (process, first):
        assert first
        assert not guard.acquire()
        assert not guard.acquire()
        process.kill()
        process.wait()
        assert guard.acquire()
    guard.release()


def test_released_window_can_be_had(tmp_path: Path) -> None:
    guard = InstanceGuard(tmp_path)
    with other_process(tmp_path) as (process, first):
        assert first
        ask(process, "release")
        assert guard.acquire()
        assert guard.acquire(), "what is held may be asked for again"
        guard.release()
        guard.release()
        assert InstanceGuard(tmp_path).acquire()


def test_second_process_calls_the_first(tmp_path: Path) -> None:
    guard = InstanceGuard(tmp_path)
    assert guard.acquire()
    seen = [guard.request_file.read_bytes()]
    inode = guard.request_file.stat().st_ino
    with other_process(tmp_path) as (process, first):
        assert not first
        for _ in range(3):
            ask(process, "request_front")
            seen.append(guard.request_file.read_bytes())
    assert len(set(seen)) == 4, "each request changes the file"
    assert guard.request_file.stat().st_ino == inode, (
        "a watcher keeps hold of a file that is changed in place"
    )
    assert stat.S_IMODE(guard.request_file.stat().st_mode) == 0o600
    guard.release()


def test_two_guards_in_one_process(tmp_path: Path) -> None:
    first, second = InstanceGuard(tmp_path), InstanceGuard(tmp_path)
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(EnvironmentFailure, match="不是文件夹"):
        InstanceGuard(tmp_path / "data").acquire()
