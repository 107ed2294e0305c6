"""One unit in a file: everything of it comes along under new ids, nothing of others, and nothing is overwritten."""

from __future__ import annotations

import datetime
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from forms.errors import Cancelled, InputError
from forms.form.filing import Confirmation
from forms.packet import NewFile, Packet, Preparation
from forms.storage.archive.archive import read_manifest, restore_archive, write_archive
from forms.storage.archive.unit_archive import (
    import_unit,
    is_unit_archive,
    unit_name_in,
    write_unit_archive,
)
from forms.storage.archive.unit_rows import NOT_OWNED, OWNED
from forms.storage.migrations import migrate
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore
from forms.values import Filled
from tests.forms.kept_packets import CONTENTS, DISPATCH, NEW_FILES, NOW, open_store
from tests.packets import send_packet

KEY = ("gusu-2020", "liaison")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "here")
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "there")
    yield opened
    opened.close()


def fill(unit: UnitStore, name: str) -> None:
    """Everything that a unit can have."""
    unit.save_profile({"unit.name": name})
    unit.use_notice("gusu-2020")
    unit.rest_notice("xinjiang-2021")
    unit.set_setting("notice", "gusu-2020")
    for text in ("沈若兰", "李明", ""):
        unit.write(*KEY, {"name": Filled(text)})
    unit.undo(*KEY)
    unit.write(*KEY, {"qq": Filled("12345", note=name)}, kind="import")
    unit.confirm(*KEY, Confirmation("qq", "code", "问过", "12345"))
    first = send_packet(unit, replace(CONTENTS, unit=name), NEW_FILES, DISPATCH)
    unit.add_receipt(first.dispatches[0].id, f"{name}收到", [NewFile("回执.jpg", name.encode())])
    correction = replace(CONTENTS, corrects=first.id)
    unit.keep_pending(correction, NEW_FILES, way="mail", preparation=Preparation("mail", further=("/a",)))
    second = unit.confirm_pending("gusu-2020", correction_key(), DISPATCH)
    unit.void(second.id, "误登")
    unit.keep_pending(correction, NEW_FILES, way="fax")
    unit.settle("gusu-2020", ("weekly-material", 2), "已另行报送")


def correction_key() -> tuple[str, int]:
    return CONTENTS.obligation_id, CONTENTS.number


def without_ids(packet: Packet, first: int) -> Packet:
    """The packet with the numbers that each database gives taken out."""
    dispatches = tuple(
        replace(each, id=0, receipts=tuple(replace(receipt, id=0) for receipt in each.receipts))
        for each in packet.dispatches
    )
    corrects = None if packet.contents.corrects is None else packet.contents.corrects - first
    contents = replace(packet.contents, corrects=corrects)
    return replace(packet, id=packet.id - first, contents=contents, dispatches=dispatches)


def reading(unit: UnitStore) -> dict[str, object]:
    """All that can be read of a unit, without the numbers."""
    packets = unit.packets()
    first = packets[0].id
    (pending,) = unit.pending("gusu-2020")
    revisions = unit.revisions(*KEY)
    return {
        "profile": unit.profile(),
        "in use": unit.notices_in_use(),
        "setting": unit.setting("notice"),
        "filings": unit.filings(),
        "filing": unit.filing(*KEY),
        "revisions": [(each.made_at, each.kind, each.changes) for each in revisions],
        "then": [unit.filing_at(*KEY, each.id) for each in revisions],
        "undo": (unit.can_undo(*KEY), unit.can_redo(*KEY)),
        "packets": [without_ids(packet, first) for packet in packets],
        "pending": (pending.files, pending.way, (pending.contents.corrects or 0) - first),
        "content": [unit.store.read_content(file.sha256) for packet in packets for file in packet.files],
        "settled": unit.settlements("gusu-2020"),
    }


def test_every_table_is_the_units_or_known_to_be_none() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert {name for (name,) in tables} == OWNED | NOT_OWNED


def test_a_unit_goes_to_another_computer_with_all_it_has(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store.first_unit(), "甲单位")
    fill(unit := store.add_unit({}), "乙单位")
    store.set_setting("appearance", "dark")
    fill(other.first_unit(), "丙单位")
    before = reading(other.first_unit())
    archive = tmp_path / "乙.anyue"
    assert write_unit_archive(store, unit.unit_id, archive, now=NOW) == ()
    assert unit_name_in(other, archive, now=NOW) == "乙单位"
    imported = import_unit(other, archive, now=NOW)
    assert (imported.name, imported.remarks) == ("乙单位", ())
    assert reading(other.unit(imported.unit_id)) == reading(unit)
    assert reading(other.first_unit()) == before
    assert other.setting("appearance") == ""
    moved = other.unit(imported.unit_id)
    while moved.undo(*KEY):
        pass
    assert not moved.filing(*KEY).filled
    assert other.first_unit().filing(*KEY).filled
    again = import_unit(other, archive, now=NOW)
    assert again.unit_id != imported.unit_id
    assert len(other.listed_units()) == 3


def test_nothing_of_other_units_is_in_the_file(store: Store, tmp_path: Path) -> None:
    fill(store.first_unit(), "甲单位不外传")
    fill(unit := store.add_unit({}), "乙单位")
    archive = tmp_path / "乙.anyue"
    write_unit_archive(store, unit.unit_id, archive, now=NOW)
    with zipfile.ZipFile(archive) as file:
        for name in file.namelist():
            assert "甲单位不外传".encode() not in file.read(name), name


def test_a_carried_over_history_stays_below_all_others(store: Store, other: Store, tmp_path: Path) -> None:
    unit = store.first_unit()
    fill(unit, "甲单位")
    connection = store._access.connection
    (filing,) = connection.execute("SELECT id FROM filing").fetchone()
    connection.execute("INSERT INTO revision VALUES (?, ?, 5, 'carried-over')", (-filing, filing))
    connection.execute(
        "INSERT INTO change VALUES (?, 'lines.unit', '', 'typed', '', '甲', 'typed', '')", (-filing,)
    )
    fill(other.first_unit(), "丙单位")
    other.first_unit().write("gusu-2020", "statistics", {"study.sessions": Filled("1")})
    write_unit_archive(store, unit.unit_id, tmp_path / "a.anyue", now=NOW)
    imported = other.unit(import_unit(other, tmp_path / "a.anyue", now=NOW).unit_id)
    assert [each.kind for each in imported.revisions(*KEY)] == [each.kind for each in unit.revisions(*KEY)]
    assert imported.filing_at(*KEY, imported.revisions(*KEY)[-1].id).text("lines.unit") == "甲"


def test_own_notices_come_along_and_none_is_overwritten(store: Store, other: Store, tmp_path: Path) -> None:
    base = '[forms.liaison]\nbase = "mine/liaison"\n'
    for name, text in (("mine", "a"), ("based", base), ("unused", "c")):
        (store.folder / "notices" / f"{name}.toml").write_text(text, "utf-8")
    unit = store.first_unit()
    unit.use_notice("based")
    write_unit_archive(store, unit.unit_id, tmp_path / "a.anyue", now=NOW)
    (other.folder / "notices" / "mine.toml").write_text("another", "utf-8")
    imported = import_unit(other, tmp_path / "a.anyue", now=NOW)
    assert "mine.toml" in imported.remarks[0] and len(imported.remarks) == 1
    found = {path.name: path.read_text("utf-8") for path in (other.folder / "notices").iterdir()}
    assert found == {"mine.toml": "another", "based.toml": base}


def test_the_two_kinds_of_archives_are_told_apart(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store.first_unit(), "甲单位")
    one, everything = tmp_path / "one.anyue", tmp_path / "all.anyue"
    write_unit_archive(store, 1, one, now=NOW)
    write_archive(store, everything, now=NOW)
    assert (is_unit_archive(one), is_unit_archive(everything)) == (True, False)
    with pytest.raises(InputError, match="导出此单位"):
        import_unit(other, everything, now=NOW)
    with pytest.raises(InputError):
        read_manifest(one)
    with pytest.raises(InputError):
        restore_archive(tmp_path / "new", one, now=NOW)


def remade(archive: Path, change: str, target: Path) -> Path:
    """The archive with a statement done to its database, and a manifest that fits."""
    with zipfile.ZipFile(archive) as file:
        members = {name: file.read(name) for name in file.namelist()}
    database = target.with_suffix(".sqlite")
    database.write_bytes(members["anyue.sqlite"])
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA ignore_check_constraints=ON;" + change)
    members["anyue.sqlite"] = database.read_bytes()
    manifest = json.loads(members.pop("manifest.json"))
    for entry in manifest["files"]:
        content = members[entry["name"]]
        entry |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(target, "w") as file:
        for name, content in (members | {"manifest.json": json.dumps(manifest).encode()}).items():
            file.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO unit VALUES (2, 0)",
        "DELETE FROM pending_file; DELETE FROM pending_packet; DELETE FROM unit",
        "UPDATE filled SET source = 'evil'",
        "UPDATE packet SET frozen_at = 1e300",
        "UPDATE packet SET due = 'x'",
        "UPDATE filing SET changed_at = 9000000000000000000",
        "UPDATE step SET revision_id = 9999",
        "CREATE TRIGGER t AFTER INSERT ON filled BEGIN DELETE FROM filled; END",
        "CREATE VIEW v AS SELECT 1",
        "PRAGMA user_version=99",
        "DROP TABLE voiding",
        "INSERT INTO revision VALUES (-77, 1, 0, 'edit')",
        "UPDATE packet_file SET sha256 = '../../etc/passwd'",
    ],
)
def test_a_crafted_database_is_refused_and_leaves_everything(
    store: Store, other: Store, tmp_path: Path, change: str
) -> None:
    fill(store.first_unit(), "甲单位")
    fill(other.first_unit(), "丙单位")
    write_unit_archive(store, 1, tmp_path / "a.anyue", now=NOW)
    before = reading(other.first_unit())
    with pytest.raises(InputError) as raised:
        import_unit(other, remade(tmp_path / "a.anyue", change, tmp_path / "b.anyue"), now=NOW)
    assert raised.value.message.startswith("单位文件“b.anyue”")
    assert reading(other.first_unit()) == before
    assert len(other.listed_units()) == 1
    assert not [path for path in other.folder.iterdir() if path.name.endswith("preparation")]


def test_a_damaged_file_is_refused(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store.first_unit(), "甲单位")
    write_unit_archive(store, 1, tmp_path / "a.anyue", now=NOW)
    whole = (tmp_path / "a.anyue").read_bytes()
    for number, cut in enumerate(
        (b"", whole[: len(whole) // 2], whole[:-1], whole[:200] + b"xx" + whole[202:])
    ):
        path = tmp_path / f"{number}.anyue"
        path.write_bytes(cut)
        with pytest.raises(InputError):
            import_unit(other, path, now=NOW)
    assert len(other.listed_units()) == 1


def test_files_that_are_gone_are_said_on_both_sides(store: Store, other: Store, tmp_path: Path) -> None:
    unit = store.first_unit()
    fill(unit, "甲单位")
    lost = unit.packets()[0].files[0]
    (store.folder / "content" / lost.sha256[:2] / lost.sha256).unlink()
    (said,) = write_unit_archive(store, 1, tmp_path / "a.anyue", now=NOW)
    assert lost.name in said
    assert lost.name in import_unit(other, tmp_path / "a.anyue", now=NOW).remarks[0]


def test_a_stop_leaves_nothing(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store.first_unit(), "甲单位")

    def stop(done: int, total: int) -> None:
        if done * 3 > total * 2:
            raise Cancelled

    target = tmp_path / "out" / "a.anyue"
    target.parent.mkdir()
    with pytest.raises(Cancelled):
        write_unit_archive(store, 1, target, now=NOW, progress=stop)
    assert list(target.parent.iterdir()) == []
    write_unit_archive(store, 1, target, now=NOW)
    with pytest.raises(Cancelled):
        import_unit(other, target, progress=stop, now=NOW)
    assert len(other.listed_units()) == 1


def test_the_file_is_dated_even_where_zip_knows_no_such_year(store: Store, tmp_path: Path) -> None:
    for year in (1970, 2150):
        moment = datetime.datetime(year, 1, 2, tzinfo=datetime.UTC)
        write_unit_archive(store, 1, tmp_path / "a.anyue", now=moment)
        assert is_unit_archive(tmp_path / "a.anyue")
