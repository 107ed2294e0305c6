"""Backup, restore, migration and packets are killed at random moments: nothing acknowledged is lost, nothing is left behind."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from forms.leftovers import remove_leftovers
from forms.new_file import _open_nameless
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.backups import is_good
from forms.storage.store import Store
from forms.values import Filled
from tests.forms.storage import killed_work
from tests.forms.storage.killed_work import NOW, content

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")

OLD_DATA = Path(__file__).parent / "files" / "data-0.2.0"
#: Twelve or thirteen kills of each kind make fifty.
FEW, MANY = 12, 125
SEEDS = [
    pytest.param(1, FEW, id="few"),
    pytest.param(2, MANY, id="many", marks=pytest.mark.long),
]
_LEFT_BEHIND = re.compile(r".*\.(tmp|part)(-journal)?|.*-preparation|restore-ready|unfinished|notices-coming")


def kill(work: str, place: Path, chance: random.Random, longest: float) -> dict[str, str]:
    """Let the work run for up to ``longest`` seconds and kill it: the last of each thing it told."""
    command = [sys.executable, "-S", "-E", killed_work.__file__, work, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        assert lines == [b"ready\n"]
        end = time.perf_counter() + chance.random() * longest
        while time.perf_counter() < end:
            pass
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    words = [line.decode().split() for line in lines if line.endswith(b"\n")]
    return {first: rest[0] if rest else "" for first, *rest in words}


def left_behind(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if _LEFT_BEHIND.fullmatch(path.name)]


def text_in(folder: Path) -> str:
    """What stands there after an opening that has nothing to say, and leaves nothing behind."""
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == (), "the user would be told of damage"
    text = opened.store.first_unit().filing("n", "f").text("a")
    assert left_behind(folder) == []
    opened.store.close()
    return text


def check_share(share: Path, is_nameless: bool) -> None:
    """Nothing but the archive; or one that is whole, named but not yet moved, which the next backup a minute later removes."""
    others = [path for path in share.iterdir() if path.name != "all.anyue"]
    if is_nameless:
        assert len(others) <= 1
        for path in others:
            read_manifest(path)
    remove_leftovers(share, now=lambda: time.time() + 61)
    assert {path.name for path in share.iterdir()} <= {"all.anyue"}


@pytest.mark.parametrize(("seed", "kills"), SEEDS)
def test_killed_in_a_backup(tmp_path: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    share = tmp_path / "share"
    share.mkdir()
    handle = _open_nameless(share, 0o600)
    if handle is not None:
        os.close(handle)
    archived = 0
    for _ in range(kills):
        told = kill("archive", tmp_path, chance, 0.15)
        found = int(text_in(tmp_path / "data") or 0)
        assert found in (int(told.get("wrote", found)), int(told.get("wrote", found)) + 1)
        archived = int(told.get("archived", archived))
        check_share(share, is_nameless=handle is not None)
        if archived:
            shutil.rmtree(tmp_path / "new", ignore_errors=True)
            restore_archive(tmp_path / "new", share / "all.anyue", now=NOW)
            assert archived <= int(text_in(tmp_path / "new")) <= found
        assert all(is_good(path) for path in (tmp_path / "data" / "backups").glob("*.sqlite"))
    assert archived > 0


def make_archive(place: Path, text: str) -> None:
    store = Store.open(place / text, now=lambda: NOW).store
    store.first_unit().write("n", "f", {"a": Filled(text), "b": Filled("安" * 5000)})
    (place / text / "notices" / f"{text}.toml").write_text(text, "utf-8")
    write_archive(store, place / f"{text}.anyue", now=NOW)
    store.close()


@pytest.mark.parametrize(("seed", "kills"), SEEDS)
def test_killed_in_a_restore(tmp_path: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    for text in "甲乙":
        make_archive(tmp_path, text)
    shutil.copytree(tmp_path / "乙", tmp_path / "data")
    (tmp_path / "data" / "notices" / "备注.docx").write_text("自己的", "utf-8")
    present, restored = "乙", 0
    for _ in range(kills):
        told = kill("restore", tmp_path, chance, 0.25)
        present = told.get("restored", present)
        found = text_in(tmp_path / "data")
        assert found in (present, told.get("begins", present))
        notices = {path.name for path in (tmp_path / "data" / "notices").iterdir()}
        assert notices == {f"{found}.toml", "备注.docx"}
        present = found
        restored += "restored" in told
    assert restored > 0


def readings(folder: Path) -> object:
    """Everything in the first unit, and the bytes of every file of a packet."""
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    unit = opened.store.first_unit()
    profile = unit.profile()
    filings = [(key, unit.filing(*key), unit.revisions(*key)) for *key, _ in unit.filings()]
    packets = unit.packets()
    bytes_kept = [opened.store.read_content(file.sha256) for packet in packets for file in packet.files]
    assert left_behind(folder) == []
    opened.store.close()
    return profile, filings, packets, bytes_kept


@pytest.mark.parametrize(("seed", "kills"), SEEDS)
def test_killed_in_a_migration(tmp_path: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    shutil.copytree(OLD_DATA, tmp_path / "whole")
    expected = readings(tmp_path / "whole")
    for _ in range(kills):
        shutil.rmtree(tmp_path / "data", ignore_errors=True)
        shutil.copytree(OLD_DATA, tmp_path / "data")
        kill("migration", tmp_path, chance, 0.12)
        assert readings(tmp_path / "data") == expected


@pytest.mark.parametrize(("seed", "kills"), SEEDS)
def test_killed_in_packets(tmp_path: Path, seed: int, kills: int) -> None:
    chance = random.Random(seed)
    total = 0
    for _ in range(kills):
        told = kill("packets", tmp_path, chance, 0.1)
        opened = Store.open(tmp_path / "data", now=lambda: NOW)
        assert opened.messages == ()
        assert left_behind(tmp_path / "data") == []
        unit = opened.store.first_unit()
        packets, waiting = unit.packets(), unit.pending("n")
        confirmed = int(told.get("confirmed", total))
        assert len(packets) in (confirmed, confirmed + 1)
        if int(told.get("pending", 0)) > len(packets):
            assert [pending.contents.number for pending in waiting] == [int(told["pending"])]
        received = {
            packet.contents.number for packet in packets for each in packet.dispatches if each.receipts
        }
        assert "received" not in told or int(told["received"]) in received
        for packet in packets[total:]:
            number = packet.contents.number
            kinds = [(file, "pdf") for file in packet.files]
            kinds += [(f, "jpg") for d in packet.dispatches for r in d.receipts for f in r.files]
            for file, kind in kinds:
                assert opened.store.read_content(file.sha256) == content(number, kind)
        for pending in waiting:
            for file in pending.files:
                assert opened.store.read_content(file.sha256) == content(pending.contents.number, "pdf")
        total = len(packets)
        opened.store.close()
    assert total > 0
