"""Damage anywhere in the write-ahead log is told where it takes a change with it; the torn end of a killed process is not."""

from __future__ import annotations

import datetime
import random
import shutil
from pathlib import Path

import pytest

from forms.storage.opening.log import log_file, log_is_whole, shared_memory_file
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2020, 6, 4, 8, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
WRITES = 12
FRAME = 24 + 4096


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files as a killed process leaves them: everything typed is in the log only."""
    place = tmp_path_factory.mktemp("killed")
    store = Store.open(place / "data", now=lambda: NOW).store
    store.back_up()
    store._access.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(1, WRITES + 1):
        store.first_unit().write("n", "f", {"a": Filled(str(number))})
    shutil.copytree(place / "data", place / "copy")
    store.close()
    return place / "copy"


@pytest.fixture
def data(killed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(killed, tmp_path / "data"))


def last_text(data: Path) -> tuple[str, tuple[str, ...]]:
    opened = Store.open(data, now=lambda: NOW)
    try:
        return opened.store.first_unit().filing("n", "f").text("a"), opened.messages
    finally:
        opened.store.abandon()


def log_of(data: Path) -> Path:
    return log_file(data / "anyue.sqlite")


def flip(path: Path, position: int) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("with_index", [True, False])
def test_a_whole_log_is_read_without_a_word(data: Path, with_index: bool) -> None:
    if not with_index:
        shared_memory_file(data / "anyue.sqlite").unlink()
    assert last_text(data) == (str(WRITES), ())


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_loses_nothing_unsaid(data: Path, seed: int) -> None:
    log = log_of(data)
    damaged = log.read_bytes()
    flip(log, random.Random(seed).randrange(len(damaged)))
    damaged = log.read_bytes()
    text, messages = last_text(data)
    assert text == str(WRITES) or len(messages) == 1
    if messages:
        assert "请核对" in messages[0]
        assert damaged in [path.read_bytes() for path in (data / "damaged").rglob("*-wal")]


def test_without_its_index_only_damage_before_the_last_change_can_be_seen(data: Path) -> None:
    shared_memory_file(data / "anyue.sqlite").unlink()
    flip(log_of(data), 32 + 24 + 100)
    assert not log_is_whole(data / "anyue.sqlite")


@pytest.mark.parametrize("cut", [1, 24, FRAME - 24, FRAME - 1])
def test_the_torn_end_of_a_killed_process_is_no_loss(data: Path, cut: int) -> None:
    """It was killed while it wrote one more frame, which the index does not count yet."""
    log = log_of(data)
    content = log.read_bytes()
    torn = content[32 : 32 + FRAME][:cut]
    log.write_bytes(content + torn)
    assert last_text(data) == (str(WRITES), ())


def test_frames_of_an_earlier_log_behind_the_end_are_no_loss(data: Path) -> None:
    log = log_of(data)
    content = log.read_bytes()
    earlier = bytearray(content[-FRAME:])
    earlier[8] ^= 0xFF
    log.write_bytes(content + bytes(earlier))
    assert log_is_whole(data / "anyue.sqlite")


def test_an_index_of_another_log_tells_nothing(data: Path) -> None:
    index = shared_memory_file(data / "anyue.sqlite")
    flip(index, 33)
    log = log_of(data)
    log.write_bytes(log.read_bytes()[: -FRAME // 2])
    assert log_is_whole(data / "anyue.sqlite")
