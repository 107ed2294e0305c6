"""Packets as they went: every byte is kept, with its dispatches and what came back."""

from __future__ import annotations

import dataclasses
import hashlib
import stat
from pathlib import Path

import pytest

from forms.channel import Channel
from forms.errors import EnvironmentFailure, InputError
from forms.packet import NewFile, differences
from forms.storage import content
from forms.storage.content import content_file, keep
from forms.storage.folders import content_folder
from forms.values import Filled
from tests.forms.kept_packets import (
    CONTENTS,
    DISPATCH,
    FILES,
    LIAISON,
    NEW_FILES,
    NOW,
    check_packet,
    keep_a_packet,
    open_store,
)
from tests.packets import send_packet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with one packet in it."""
    return keep_a_packet(tmp_path / "data")


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
    assert len(statements) == of_one == 10
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
