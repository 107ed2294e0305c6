"""Packets as they went: every byte comes out again after changes, backups, restores, updates, kills and full disks."""

from __future__ import annotations

import dataclasses
import datetime
import errno
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from forms.channel import Channel
from forms.declared.catalogue import Catalogue
from forms.errors import DamagedFile, EnvironmentFailure, InputError
from forms.file_role import FileRole
from forms.form.filing import Filing
from forms.packet import Contents, DispatchFacts, NewFile, Packet, differences, freeze_form
from forms.storage import content
from forms.storage.archive import file as archive_file
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.archive.restoring import READY, finish_restore
from forms.storage.content import content_file, keep
from forms.storage.folders import content_folder
from forms.storage.migrations import MIGRATIONS, Migration
from forms.storage.opening.opening import open_database
from forms.storage.store import Store
from forms.values import Filled
from tests.packets import send_packet

PROJECT = Path(__file__).resolve().parents[3]
NOW = datetime.datetime(2020, 6, 4, 10, 32, 5, tzinfo=datetime.UTC)
LIAISON = Catalogue().form("gusu-2020", "liaison")
EXAMPLE = {key: Filled(text) for key, text in LIAISON.example.items()}
FOOT = {"lines.unit": Filled("平江"), "lines.date": Filled("2020-06-04")}
DISPATCH = DispatchFacts(Channel.FAX, "应急保障处", "沈若兰", NOW, "13:00 打过电话")
CONTENTS = Contents(
    notice_id="gusu-2020",
    notice_title="通知",
    obligation_id="liaison-and-plan",
    what="联络员推荐表和活动方案",
    number=1,
    due=datetime.date(2020, 6, 4),
    forms=(freeze_form(LIAISON, Filing("gusu-2020", "liaison", EXAMPLE | FOOT)),),
    cover=(("收件人", "应急保障处"), ("事由", "推荐表")),
)
FILES = {
    "推荐表.pdf": (FileRole.FORM, b"%PDF-1.7 form"),
    "活动方案.docx": (FileRole.FURTHER, bytes(range(256)) * 5000),
    "空.txt": (FileRole.FURTHER, b""),
    "传真.tiff": (FileRole.SENT, b"II*\0"),
}
NEW_FILES = tuple(NewFile(name, data, role) for name, (role, data) in FILES.items())


def open_store(folder: Path) -> Store:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    return opened.store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with one packet in it."""
    store = open_store(tmp_path / "data")
    store.first_unit().write("gusu-2020", "liaison", EXAMPLE)
    send_packet(store.first_unit(), CONTENTS, NEW_FILES, DISPATCH)
    store.close()
    return tmp_path / "data"


def check_packet(folder: Path) -> Packet:
    """The packet of ``folder`` is there to the byte."""
    store = open_store(folder)
    (packet,) = store.first_unit().packets("gusu-2020")
    assert packet.contents == CONTENTS
    taken_out = {file.name: (file.role, store.read_content(file.sha256)) for file in packet.files}
    assert taken_out == FILES
    assert store.first_unit().packet_files(packet.id) == packet.files
    assert [dispatch.facts for dispatch in packet.dispatches] == [DISPATCH]
    store.close()
    return packet


def test_a_packet_is_kept_as_it_went(folder: Path) -> None:
    packet = check_packet(folder)
    assert packet.frozen_at == NOW
    for file in packet.files:
        assert file.sha256 == hashlib.sha256(FILES[file.name][1]).hexdigest()
        assert file.size == len(FILES[file.name][1])
        assert content_file(folder, file.sha256) == folder / "content" / file.sha256[:2] / file.sha256
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_form_changes_and_the_packet_does_not(folder: Path) -> None:
    store = open_store(folder)
    store.first_unit().write("gusu-2020", "liaison", {"name": Filled("陆文婷"), "wechat": Filled("")})
    changed = store.first_unit().filing("gusu-2020", "liaison")
    store.close()
    found = differences(check_packet(folder), {"liaison": (LIAISON, changed)})
    assert [difference.label for difference in found] == ["姓名", "微信号", "填报单位", "日期"]
    assert (found[0].before, found[0].after) == (LIAISON.example["name"], "陆文婷")


def test_the_same_bytes_are_kept_once(folder: Path, tmp_path: Path) -> None:
    store = open_store(folder)
    before = sorted(content_folder(folder).rglob("*"))
    video = tmp_path / "活动方案.docx"
    video.write_bytes(FILES["活动方案.docx"][1])
    packet = send_packet(store.first_unit(), CONTENTS, [NewFile("方案.docx", video)], DISPATCH)
    assert [path for path in sorted(content_folder(folder).rglob("*")) if path.name != "unfinished"] == [
        path for path in before if path.name != "unfinished"
    ]
    assert store.read_content(packet.files[0].sha256) == video.read_bytes()
    store.close()


def test_a_correction_refers_to_the_first_packet(folder: Path) -> None:
    store = open_store(folder)
    (first,) = store.first_unit().packets()
    second = send_packet(store.first_unit(), dataclasses.replace(CONTENTS, corrects=first.id), [], DISPATCH)
    third = send_packet(store.first_unit(), dataclasses.replace(CONTENTS, corrects=second.id), [], DISPATCH)
    assert second.contents.corrects == third.contents.corrects == first.id
    for wrong in ({"corrects": 99}, {"corrects": 1, "number": 2}, {"corrects": 1, "notice_id": "other"}):
        with pytest.raises(InputError, match="更正"):
            send_packet(store.first_unit(), dataclasses.replace(CONTENTS, **wrong), [], DISPATCH)
    assert [packet.id for packet in store.first_unit().packets("gusu-2020")] == [
        first.id,
        second.id,
        third.id,
    ]
    assert store.first_unit().packets("other") == ()
    store.close()


def test_dispatches_and_what_came_back(folder: Path) -> None:
    store = open_store(folder)
    (packet,) = store.first_unit().packets()
    email = dataclasses.replace(DISPATCH, channel=Channel.EMAIL, note="")
    packet = store.first_unit().add_dispatch(packet.id, email)
    assert [dispatch.facts for dispatch in packet.dispatches] == [DISPATCH, email]
    first = packet.dispatches[0].id
    store.first_unit().add_receipt(
        first, "已电话确认收到", [NewFile("回执.jpg", b"jpg"), NewFile("b.txt", b"")]
    )
    packet = store.first_unit().add_receipt(first, "第二次\n确认")
    store.close()
    store = open_store(folder)
    assert store.first_unit().packet(packet.id) == packet
    notes = packet.dispatches[0].receipts
    assert [(note.text, note.noted_at) for note in notes] == [("已电话确认收到", NOW), ("第二次\n确认", NOW)]
    assert [store.read_content(file.sha256) for file in notes[0].files] == [b"jpg", b""]
    assert packet.dispatches[1].receipts == ()
    for call in (
        lambda: store.first_unit().add_dispatch(99, DISPATCH),
        lambda: store.first_unit().add_receipt(99, "x"),
        lambda: store.first_unit().packet(99),
    ):
        with pytest.raises(InputError, match="请刷新报送记录"):
            call()
    store.close()


def test_many_packets_take_as_many_queries_as_one(folder: Path) -> None:
    store = open_store(folder)
    unit = store.first_unit()
    (packet,) = unit.packets()
    unit.add_receipt(packet.dispatches[0].id, "收到", [NewFile("回执.jpg", b"jpg")])
    statements: list[str] = []
    store._access.connection.set_trace_callback(statements.append)
    assert len(unit.packets("gusu-2020")) == 1
    of_one = len(statements)
    store._access.connection.set_trace_callback(None)
    for _ in range(49):
        packet = send_packet(unit, CONTENTS, NEW_FILES, DISPATCH)
        unit.add_receipt(packet.dispatches[0].id, "收到", [NewFile("回执.jpg", b"jpg")])
    statements.clear()
    store._access.connection.set_trace_callback(statements.append)
    packets = unit.packets("gusu-2020")
    assert len(statements) == of_one == 8
    assert {(len(each.files), len(each.dispatches[0].receipts[0].files)) for each in packets} == {(4, 1)}
    assert len(packets) == 50
    store._access.connection.set_trace_callback(None)
    store.close()


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["../a"], "文件名"),
        (["a\\b"], "文件名"),
        (["a\nb"], "文件名"),
        ([""], "文件名"),
        ([".."], "文件名"),
        (["安" * 86], "文件名"),
        (["a.PDF", "A.pdf"], "有两个文件"),
    ],
)
def test_names_that_cannot_be_file_names_are_refused(folder: Path, names: list[str], words: str) -> None:
    store = open_store(folder)
    with pytest.raises(InputError, match=words):
        send_packet(store.first_unit(), CONTENTS, [NewFile(name, b"x") for name in names], DISPATCH)
    assert len(store.first_unit().packets()) == 1
    store.close()


def test_too_large_a_file_is_refused_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "CONTENT_LIMIT", 10)
    with pytest.raises(InputError, match=r"“大\.mp4”超过"):
        keep(folder, bytes(11), "大.mp4")
    assert list((folder / "content" / "unfinished").iterdir()) == []


def test_a_file_that_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match=r"读取文件“没有\.pdf”失败"):
        keep(folder, tmp_path / "x", "没有.pdf")


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
    with pytest.raises(DamagedFile, match="不见了" if damage == "gone" else "与报送时的指纹不符"):
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


def test_packets_alone_are_backed_up_when_the_data_are_opened(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    send_packet(store.first_unit(), CONTENTS, NEW_FILES, DISPATCH)
    store.close()
    shutil.rmtree(tmp_path / "backups")
    open_store(tmp_path).close()
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["anyue-2020-06-04.sqlite"]


# Full disks and kills


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
