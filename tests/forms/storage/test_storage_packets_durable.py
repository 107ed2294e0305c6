"""Packets outlive damaged databases, updates of the program, full disks and kills."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from forms.errors import EnvironmentFailure
from forms.packet import NewFile
from forms.storage import content
from forms.storage.content import content_file
from forms.storage.migrations import MIGRATIONS, Migration
from forms.storage.opening.opening import open_database
from forms.storage.store import Store
from tests.forms.kept_packets import (
    CONTENTS,
    DISPATCH,
    FILES,
    NEW_FILES,
    NOW,
    check_packet,
    keep_a_packet,
    open_store,
)
from tests.packets import send_packet

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with one packet in it."""
    return keep_a_packet(tmp_path / "data")


def test_bytes_come_out_after_the_database_was_recovered(folder: Path) -> None:
    (folder / "anyue.sqlite").write_bytes(b"damaged")
    opened = Store.open(folder, now=lambda: NOW)
    assert len(opened.messages) == 1
    opened.store.close()
    check_packet(folder)


def test_bytes_come_out_after_an_update_of_the_program(folder: Path) -> None:
    def add_place(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE filing ADD COLUMN place TEXT NOT NULL DEFAULT ''")

    connection, messages = open_database(folder, NOW, (*MIGRATIONS, Migration("place", add_place)))
    assert messages == ()
    store = Store(connection, folder, lambda: NOW)
    (packet,) = store.first_unit().packets()
    assert {file.name: store.read_content(file.sha256) for file in packet.files} == {
        name: data for name, (_, data) in FILES.items()
    }
    store.close()


def test_data_of_the_first_version_are_migrated_and_take_packets(tmp_path: Path) -> None:
    connection, _ = open_database(tmp_path, NOW, MIGRATIONS[:1])
    connection.close()
    store = open_store(tmp_path)
    send_packet(store.first_unit(), CONTENTS, NEW_FILES, DISPATCH)
    store.close()
    check_packet(tmp_path)


def test_packets_alone_are_backed_up_when_the_data_are_opened(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    send_packet(store.first_unit(), CONTENTS, NEW_FILES, DISPATCH)
    store.close()
    shutil.rmtree(tmp_path / "backups")
    open_store(tmp_path).close()
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["anyue-2020-06-04.sqlite"]


def test_a_full_disk_is_said_and_nothing_is_half_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(folder)
    before = {path for path in folder.rglob("*") if path.is_file()}

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(content, "settle_file", full)
    with pytest.raises(EnvironmentFailure, match=r"保存文件“b\.pdf”失败：磁盘已满"):
        send_packet(store.first_unit(), CONTENTS, [NewFile("b.pdf", b"new bytes")], DISPATCH)
    monkeypatch.undo()
    assert len(store.first_unit().packets()) == 1
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    send_packet(store.first_unit(), CONTENTS, [NewFile("b.pdf", b"new bytes")], DISPATCH)
    store.close()


def test_a_row_that_fails_leaves_only_an_orphan(folder: Path) -> None:
    store = open_store(folder)
    store._access.connection.execute("PRAGMA max_page_count=1")
    huge = dataclasses.replace(CONTENTS, cover=tuple((str(n), "安" * 1000) for n in range(500)))
    with pytest.raises(EnvironmentFailure, match="磁盘已满"):
        send_packet(store.first_unit(), huge, [NewFile("b.pdf", b"orphan")], DISPATCH)
    assert len(store.first_unit().packets()) == 1
    store.close()
    assert content_file(folder, hashlib.sha256(b"orphan").hexdigest()).read_bytes() == b"orphan"
    check_packet(folder)


def test_what_a_killed_process_left_unfinished_is_removed(folder: Path) -> None:
    unfinished = folder / "content" / "unfinished"
    unfinished.mkdir(exist_ok=True)
    (unfinished / "half").write_bytes(b"half a video")
    check_packet(folder)
    assert not unfinished.exists()


CHILD = """
import datetime, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from forms.channel import Channel
from forms.packet import Contents, DispatchFacts, NewFile
from forms.storage.store import Store
from tests.packets import send_packet

now = datetime.datetime.now().astimezone()
store = Store.open(Path(sys.argv[2])).store
print("open", flush=True)
number = len(store.first_unit().packets())
while True:
    number += 1
    files = [NewFile(f"{at}.bin", f"{number} {at} ".encode() * 5000) for at in range(4)]
    contents = Contents("n", "t", "o", "w", number, datetime.date(2020, 6, 4))
    send_packet(store.first_unit(), contents, files, DispatchFacts(Channel.FAX, "r", "w", now))
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")
def test_every_packet_acknowledged_is_whole_when_the_process_is_killed(tmp_path: Path) -> None:
    chance = random.Random(7)
    acknowledged = 0
    for _ in range(12):
        command = [sys.executable, "-E", "-c", CHILD, str(PROJECT), str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(1 + chance.randrange(8))]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        acknowledged = max([acknowledged, *(int(line) for line in lines if line.strip().isdigit())])
    assert acknowledged > 0
    opened = Store.open(tmp_path)
    assert opened.messages == ()
    packets = opened.store.first_unit().packets()
    assert len(packets) in (acknowledged, acknowledged + 1)
    for number, packet in enumerate(packets, start=1):
        assert len(packet.dispatches) == 1
        assert [opened.store.read_content(file.sha256) for file in packet.files] == [
            f"{number} {at} ".encode() * 5000 for at in range(4)
        ]
    opened.store.close()
    with closing(sqlite3.connect(tmp_path / "anyue.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
