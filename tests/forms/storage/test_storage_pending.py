"""Packets that were written and wait to be confirmed as sent: kept across a restart, to the byte, and sent once."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.channel import Channel
from forms.errors import EnvironmentFailure, InputError
from forms.file_role import FileRole
from forms.packet import Contents, DispatchFacts, FrozenForm, FrozenValue, NewFile, PendingPacket
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore

NOW = datetime.datetime(2020, 6, 4, 10, 32, 5, tzinfo=datetime.UTC)
NOTICE = "gusu-2020"
KEY = ("statistics-weekly", 2)
FACTS = DispatchFacts(Channel.EMAIL, "应急保障处", "沈若兰", NOW)
VALUES = (FrozenValue("a", "集中宣讲", "３", "3"), FrozenValue("lines.date", "日期", "6.28", "2020年6月28日"))
CONTENTS = Contents(
    notice_id=NOTICE,
    notice_title="通知\n全称",
    obligation_id=KEY[0],
    what="统计表",
    number=KEY[1],
    due=datetime.date(2020, 6, 12),
    forms=(FrozenForm("statistics", "统计表", "4KDR-7XMH", VALUES), FrozenForm("b", "另一张", "", ())),
    cover=(("收件人", "应急保障处"),),
)
FILES = (
    NewFile("统计表.pdf", b"%PDF", FileRole.FORM, "statistics"),
    NewFile("邮件.eml", b"eml", FileRole.SENT),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "data", now=lambda: NOW)
    yield opened.store
    opened.store.close()


def keep(unit: UnitStore, contents: Contents = CONTENTS, **others: Any) -> PendingPacket:
    others = {"remarks": ("照片已缩小",), "recipient": "应急保障处", "sender": "沈若兰"} | others
    paths = (Path("/home/报送/统计表.pdf"), Path("/home/报送/邮件.eml"))
    return unit.keep_pending(contents, FILES, way="mail", folder=Path("/home/报送"), paths=paths, **others)


def reopened(store: Store) -> Store:
    store.close()
    opened = Store.open(store.folder, now=lambda: NOW)
    assert opened.messages == ()
    return opened.store


def test_a_waiting_packet_is_there_after_a_restart(store: Store) -> None:
    kept = keep(store.first_unit())
    assert (kept.contents, kept.written_at, kept.way, kept.occurrence) == (CONTENTS, NOW, "mail", KEY)
    assert (kept.folder, kept.paths) == ("/home/报送", ("/home/报送/统计表.pdf", "/home/报送/邮件.eml"))
    assert (kept.remarks, kept.recipient, kept.sender) == (("照片已缩小",), "应急保障处", "沈若兰")
    again = reopened(store)
    assert again.first_unit().pending(NOTICE) == (kept,)
    assert [again.read_content(file.sha256) for file in kept.files] == [b"%PDF", b"eml"]
    assert again.first_unit().pending("other") == () == again.first_unit().packets()
    again.close()


def test_one_written_anew_takes_its_place(store: Store) -> None:
    unit = store.first_unit()
    keep(unit)
    other = keep(unit, dataclasses.replace(CONTENTS, number=3))
    newer = keep(unit, dataclasses.replace(CONTENTS, what="更正的统计表"))
    assert unit.pending(NOTICE) == (other, newer)
    unit.discard_pending(NOTICE, KEY)
    unit.discard_pending(NOTICE, KEY)
    assert unit.pending(NOTICE) == (other,)


def test_confirmed_it_is_a_packet_and_waits_no_more(store: Store) -> None:
    unit = store.first_unit()
    kept, other = keep(unit), keep(unit, dataclasses.replace(CONTENTS, number=3))
    packet = unit.confirm_pending(NOTICE, KEY, FACTS)
    assert (packet.id, packet.contents, packet.files) == (1, CONTENTS, kept.files)
    assert [dispatch.facts for dispatch in packet.dispatches] == [FACTS]
    assert unit.pending(NOTICE) == (other,)
    with pytest.raises(InputError, match="已经存入报送记录，或已重新准备"):
        unit.confirm_pending(NOTICE, KEY, FACTS)
    again = reopened(store)
    assert again.first_unit().packets() == (packet,)
    again.close()


def test_a_confirmation_that_fails_leaves_it_waiting(store: Store) -> None:
    unit = store.first_unit()
    wrong = keep(unit, dataclasses.replace(CONTENTS, corrects=99))
    with pytest.raises(InputError, match="更正"):
        unit.confirm_pending(NOTICE, KEY, FACTS)
    assert unit.pending(NOTICE) == (wrong,)
    kept = keep(unit, dataclasses.replace(CONTENTS, cover=tuple((str(n), "安" * 1000) for n in range(300))))
    connection = store._access.connection
    connection.execute("PRAGMA max_page_count=1")
    with pytest.raises(EnvironmentFailure, match="磁盘已满"):
        unit.confirm_pending(NOTICE, KEY, FACTS)
    connection.execute("PRAGMA max_page_count=100000")
    assert unit.pending(NOTICE) == (kept,)
    assert unit.packets() == ()
    assert unit.confirm_pending(NOTICE, KEY, FACTS).id == 1, "a number is missing"


def test_another_unit_neither_sees_nor_confirms_nor_answers_it(store: Store) -> None:
    store._access.connection.execute("INSERT INTO unit (id) VALUES (2)")
    first, second = store.first_unit(), store.unit(2)
    kept = keep(first)
    assert second.pending(NOTICE) == ()
    second.discard_pending(NOTICE, KEY)
    with pytest.raises(InputError, match="回到工作台"):
        second.confirm_pending(NOTICE, KEY, FACTS)
    own = keep(second, dataclasses.replace(CONTENTS, what="乙的"))
    assert (first.pending(NOTICE), second.pending(NOTICE)) == ((kept,), (own,))
    packet = first.confirm_pending(NOTICE, KEY, FACTS)
    assert second.packets() == () == second.packets(NOTICE)
    with pytest.raises(InputError, match="没有这份报送包"):
        second.packet(packet.id)
    with pytest.raises(InputError, match="没有这份报送包"):
        second.add_dispatch(packet.id, FACTS)
    with pytest.raises(InputError, match="没有这条报送记录"):
        second.add_receipt(packet.dispatches[0].id, "收到")
    keep(second, dataclasses.replace(CONTENTS, corrects=packet.id))
    with pytest.raises(InputError, match="更正"):
        second.confirm_pending(NOTICE, KEY, FACTS)
    assert first.packets() == (packet,)


def test_an_archive_holds_its_bytes(store: Store, tmp_path: Path) -> None:
    kept = keep(store.first_unit())
    assert write_archive(store, tmp_path / "a.anyue", now=NOW) == ()
    names = {member.name for member in read_manifest(tmp_path / "a.anyue").members}
    assert {name.rpartition("/")[2] for name in names} >= {file.sha256 for file in kept.files}
    restore_archive(tmp_path / "new", tmp_path / "a.anyue", now=NOW)
    new = Store.open(tmp_path / "new", now=lambda: NOW).store
    assert new.first_unit().pending(NOTICE) == (kept,)
    assert [new.read_content(file.sha256) for file in kept.files] == [b"%PDF", b"eml"]
    new.close()


def test_alone_it_is_backed_up_when_the_data_are_opened(store: Store) -> None:
    keep(store.first_unit())
    store.close()
    (backup,) = (store.folder / "backups").iterdir()
    backup.unlink()
    reopened(store).close()
    assert backup.exists()


def changed(**parts: Any) -> str:
    """The content that is kept, with something else in it."""
    content = {
        "notice_id": NOTICE,
        "notice_title": "通知",
        "obligation_id": KEY[0],
        "what": "统计表",
        "number": KEY[1],
        "due": "2020-06-12",
        "forms": [],
        "cover": [],
        "corrects": None,
        "paths": [],
        "remarks": [],
        "way": "mail",
        "folder": "",
        "recipient": "",
        "sender": "",
    }
    return json.dumps(content | parts)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        changed(number=3),
        changed(number=True),
        changed(obligation_id="another"),
        changed(notice_id="another"),
        changed(what=7),
        changed(due="2020-06-31"),
        changed(corrects="1"),
        changed(corrects=2**63),
        changed(cover=[["收件人"]]),
        changed(forms=[["f", "表", "4KDR-7XMH"]]),
        changed(forms=[["f", "表", "", [["a", "甲", "1"]]]]),
        changed(forms=[["f", "表", "", []], ["f", "表", "", []]]),
        changed(forms=[["f", "表", "", [["a", "甲", "1", "1"], ["a", "甲", "2", "2"]]]]),
        changed(paths=7),
        changed(way=None),
    ],
)
def test_one_that_cannot_be_read_is_told_and_can_be_prepared_anew(store: Store, content: str) -> None:
    unit = store.first_unit()
    keep(unit)
    other = keep(unit, dataclasses.replace(CONTENTS, number=3))
    store._access.connection.execute("UPDATE pending_packet SET content = ? WHERE number = 2", (content,))
    store.close()
    opened = Store.open(store.folder, now=lambda: NOW)
    (message,) = opened.messages
    assert message.startswith("通知“gusu-2020”的报送“statistics-weekly”第2次") and "重新准备" in message
    again = opened.store.first_unit()
    assert again.pending(NOTICE) == (other,)
    with pytest.raises(InputError, match="回到工作台"):
        again.confirm_pending(NOTICE, KEY, FACTS)
    kept = keep(again)
    assert again.pending(NOTICE) == (other, kept)
    reopened(opened.store).close()


def test_what_is_changed_here_can_be_read(store: Store) -> None:
    """Without it the test before could pass whatever it changes."""
    keep(store.first_unit())
    store._access.connection.execute("UPDATE pending_packet SET content = ?", (changed(),))
    (kept,) = store.first_unit().pending(NOTICE)
    assert kept.contents.notice_title == "通知"
