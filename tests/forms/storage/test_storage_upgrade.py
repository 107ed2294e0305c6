"""Data made by 0.2.0 open with everything in place; a kill while they are upgraded leaves the one state or the other.

``files/data-0.2.0`` is a data folder that 0.2.0's own code made, ``files/reading-0.2.0.json`` what 0.2.0 then read in it,
``files/backup-0.2.0.anyue`` the backup that 0.2.0 wrote of it. They were made once; all names and numbers in them are
invented.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from forms.form.filing import Confirmation
from forms.storage.archive.archive import restore_archive
from forms.storage.backups import backups_folder
from forms.storage.database import connect_for_reading, version_of
from forms.storage.migrations import MIGRATIONS
from forms.storage.office.units import NoticeInUse, Unit
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore
from forms.values import Filled, Source

PROJECT = Path(__file__).resolve().parents[3]
FILES = Path(__file__).parent / "files"
READING: dict[str, Any] = json.loads((FILES / "reading-0.2.0.json").read_text("utf-8"))
NOW = datetime.datetime(2026, 6, 4, 10, 32, tzinfo=datetime.UTC)
LINES = {"unit": "lines.unit", "filled_by": "lines.filled_by", "date": "lines.date"}
LABELS = {"unit": "填报单位", "filled_by": "填报人", "date": "日期"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data of 0.2.0."""
    return Path(shutil.copytree(FILES / "data-0.2.0", tmp_path / "data"))


def lines_of(old: dict[str, Any]) -> dict[str, str]:
    """What stood outside a form's frame, as it was printed, by the blanks that hold it now."""
    lines = {LINES[key]: old[key] for key in ("unit", "filled_by") if old[key]}
    if old["date"]:
        day = datetime.date.fromisoformat(old["date"])
        lines[LINES["date"]] = f"{day.year}年{day.month}月{day.day}日"
    return lines


def filled_of(old: dict[str, list[str]]) -> dict[str, Filled]:
    return {blank_id: Filled(text, Source(source), note) for blank_id, (text, source, note) in old.items()}


def without_lines(filled: Any) -> dict[str, Filled]:
    return {key: value for key, value in filled.items() if key not in LINES.values()}


def check_filing(unit: UnitStore, old: dict[str, Any]) -> None:
    key = (old["notice"], old["form"])
    now, lines = unit.filing(*key), lines_of(old["now"])
    assert without_lines(now.filled) == filled_of(old["now"]["filled"])
    assert {blank_id: now.text(blank_id) for blank_id in LINES.values() if now.text(blank_id)} == lines
    assert now.confirmations == tuple(Confirmation(*each) for each in old["now"]["confirmations"])
    assert (unit.can_undo(*key), unit.can_redo(*key)) == (old["can_undo"], old["can_redo"])
    revisions = unit.revisions(*key)
    assert [revision.kind for revision in revisions[len(old["revisions"]) :]] == ["carried-over"] * bool(
        lines
    )
    for revision, was in zip(revisions, old["revisions"], strict=False):
        assert (revision.id, revision.made_at.isoformat(), revision.kind) == (
            was["id"],
            was["made_at"],
            was["kind"],
        )
        changes = [
            [
                change.blank_id,
                [change.before.text, change.before.source.value, change.before.note],
                [change.after.text, change.after.source.value, change.after.note],
            ]
            for change in revision.changes
        ]
        assert changes == was["changes"]
        then = unit.filing_at(*key, revision.id)
        assert without_lines(then.filled) == filled_of(was["at"])
        assert {blank_id: then.text(blank_id) for blank_id in lines} == lines


def check_packets(unit: UnitStore) -> None:
    packets = unit.packets()
    assert [packet.id for packet in packets] == [old["id"] for old in READING["packets"]]
    for packet, old in zip(packets, READING["packets"], strict=True):
        contents = packet.contents
        assert packet.frozen_at.isoformat() == old["frozen_at"]
        assert [
            contents.notice_id,
            contents.notice_title,
            contents.obligation_id,
            contents.what,
            contents.number,
            contents.due.isoformat(),
            [list(line) for line in contents.cover],
            contents.corrects,
        ] == old["contents"]
        for form, was in zip(contents.forms, old["forms"], strict=True):
            assert (form.form_id, form.name, form.check_code) == (
                was["form_id"],
                was["name"],
                was["check_code"],
            )
            lines = [
                [LINES[key], LABELS[key], text, text]
                for key in LINES
                if (text := lines_of(was).get(LINES[key]))
            ]
            values = [[value.blank_id, value.label, value.text, value.printed] for value in form.values]
            assert values == was["values"] + lines
        files = [
            [
                file.name,
                file.role.value,
                file.form_id,
                file.sha256,
                file.size,
                unit.store.read_content(file.sha256).hex(),
            ]
            for file in packet.files
        ]
        assert files == old["files"]
        for dispatch, was in zip(packet.dispatches, old["receipts"], strict=True):
            facts = dispatch.facts
            assert dispatch.id == was["id"]
            assert [
                facts.channel.value,
                facts.recipient,
                facts.who,
                facts.sent_at.isoformat(),
                facts.note,
            ] == was["dispatch"]
            receipts = [
                [
                    receipt.id,
                    receipt.noted_at.isoformat(),
                    receipt.text,
                    [[file.name, file.sha256, file.size] for file in receipt.files],
                ]
                for receipt in dispatch.receipts
            ]
            assert receipts == was["notes"]


def check_all(folder: Path) -> None:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    store, unit = opened.store, opened.store.first_unit()
    settings = dict(READING["settings"]) | {"window.page": "record"}
    notice_id = settings.pop("notice")
    assert unit.setting("notice") == notice_id
    assert unit.notices_in_use() == (NoticeInUse(notice_id, is_at_rest=False),)
    assert store.listed_units() == (Unit(1, READING["profile"]["unit.name"], is_set_aside=False),)
    assert {key: store.setting(key) for key in settings} == settings
    assert unit.profile() == READING["profile"]
    filings = [(notice, form, when.isoformat()) for notice, form, when in unit.filings()]
    assert filings == [(old["notice"], old["form"], old["changed_at"]) for old in READING["filings"]]
    for old in READING["filings"]:
        check_filing(unit, old)
    check_packets(unit)
    assert unit.pending("gusu-2020") == ()
    store.close()


def test_data_of_0_2_0_open_with_everything_in_place(folder: Path) -> None:
    check_all(folder)
    check_all(folder)
    before = backups_folder(folder) / f"anyue-before-units-and-lines-{NOW.date()}.sqlite"
    with closing(connect_for_reading(before)) as connection:
        assert version_of(connection) == 2


def test_a_backup_written_by_0_2_0_restores_with_everything_in_place(tmp_path: Path) -> None:
    restore_archive(tmp_path / "new", FILES / "backup-0.2.0.anyue", now=NOW)
    check_all(tmp_path / "new")


def test_data_of_0_2_0_that_were_not_opened_yet_can_be_brought_back(folder: Path) -> None:
    before = restore_archive(folder, FILES / "backup-0.2.0.anyue", now=NOW)
    assert before is not None
    restore_archive(folder, before, now=NOW + datetime.timedelta(days=1))
    check_all(folder)


def test_where_the_lines_came_from_is_told(folder: Path) -> None:
    store = Store.open(folder, now=lambda: NOW).store
    filing = store.first_unit().filing("gusu-2020", "statistics")
    assert filing.filled["lines.unit"].source is Source.UNIT
    assert filing.filled["lines.date"] == Filled("2020年6月28日", Source.TYPED)
    other = store.first_unit().filing("xinjiang-2021", "statistics")
    assert other.filled["lines.unit"] == Filled("另写的单位", Source.TYPED)
    store.close()


def test_undo_after_the_upgrade_takes_back_the_last_step_alone(folder: Path) -> None:
    store = Store.open(folder, now=lambda: NOW).store
    unit = store.first_unit()
    for old in READING["filings"]:
        key = (old["notice"], old["form"])
        lines = lines_of(old["now"])
        while unit.can_undo(*key):
            before = dict(unit.filing(*key).filled)
            revision = unit.undo(*key)
            assert revision is not None
            after = unit.filing(*key).filled
            changed = {
                blank_id
                for blank_id in before.keys() | after.keys()
                if before.get(blank_id) != after.get(blank_id)
            }
            assert changed == {change.blank_id for change in revision.changes}
        assert unit.undo(*key) is None
        assert {blank_id: unit.filing(*key).text(blank_id) for blank_id in lines} == lines
        while unit.redo(*key):
            pass
    store.close()


def test_an_older_state_comes_back_with_its_lines(folder: Path) -> None:
    store = Store.open(folder, now=lambda: NOW).store
    unit, key = store.first_unit(), ("gusu-2020", "statistics")
    unit.write(*key, {"lines.date": Filled("2020-7-1")})
    first = unit.revisions(*key)[-2]
    unit.restore(*key, first.id)
    assert unit.filing(*key).text("lines.date") == "2020年6月28日"
    unit.undo(*key)
    assert unit.filing(*key).text("lines.date") == "2020-7-1"
    store.close()


CHILD = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from forms.storage.opening import opening
from forms.storage.store import Store

count, last = 0, int(sys.argv[3])
def step(statement):
    global count
    count += 1
    if count == last:
        os.kill(os.getpid(), signal.SIGKILL)

connect = opening.connect
def traced(path):
    connection = connect(path)
    connection.set_trace_callback(step)
    return connection
opening.connect = traced
Store.open(Path(sys.argv[2]))
print(count, flush=True)
os._exit(0)
"""


def run_child(folder: Path, last: int) -> tuple[int, str]:
    command = [sys.executable, "-S", "-E", "-c", CHILD, str(PROJECT), str(folder), str(last)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")
@pytest.mark.parametrize("part", range(8))
def test_a_kill_during_the_upgrade_leaves_one_state_or_the_other(
    folder: Path, tmp_path: Path, part: int
) -> None:
    """The process dies at one statement of the opening after another, at each of them; every eighth in each part."""
    whole = Path(shutil.copytree(folder, tmp_path / "whole"))
    code, count = run_child(whole, 0)
    assert code == 0, count
    moments = range(1 + part, int(count), 8)
    assert len(moments) > 10
    for moment in moments:
        case = Path(shutil.copytree(folder, tmp_path / f"killed-at-{moment}"))
        code, output = run_child(case, moment)
        assert code == -signal.SIGKILL, output
        check_all(case)
        shutil.rmtree(case)


def test_the_number_of_migrations_is_that_of_the_data_of_each_release() -> None:
    """0.2.0 knew two. A release that adds some adds its data to ``files`` as well."""
    with closing(connect_for_reading(FILES / "data-0.2.0" / "anyue.sqlite")) as connection:
        assert version_of(connection) == 2 < len(MIGRATIONS)
