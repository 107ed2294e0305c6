"""What a restore replaces is somewhere afterwards, whatever the clock says and whatever lies in the notices folder."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from forms.storage.archive.archive import SUFFIX, read_manifest, restore_archive, write_archive
from forms.storage.archive.before import BEFORE_RESTORE_KEPT, before_restore
from forms.storage.store import Store
from forms.values import Filled

NOW = datetime.datetime(2026, 6, 9, 10, 32, tzinfo=datetime.UTC)
KEY = ("gusu-2020", "liaison")


def make_data(folder: Path, text: str) -> Path:
    store = Store.open(folder, now=lambda: NOW).store
    store.first_unit().write(*KEY, {"name": Filled(text)})
    store.close()
    return folder


def text_in(folder: Path) -> str:
    opened = Store.open(folder, now=lambda: NOW)
    assert opened.messages == ()
    try:
        return opened.store.first_unit().filing(*KEY).text("name")
    finally:
        opened.store.close()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = make_data(tmp_path / "source", "备份")
    (folder / "notices" / "共有.toml").write_text("备份里的", "utf-8")
    store = Store.open(folder, now=lambda: NOW).store
    assert write_archive(store, tmp_path / "all.anyue", now=NOW) == ()
    store.close()
    return tmp_path / "all.anyue"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_data(tmp_path / "data", "现在")


def test_the_last_data_stay_when_the_clock_was_ahead(archive: Path, data: Path) -> None:
    for day in range(5):
        restore_archive(data, archive, now=NOW + datetime.timedelta(days=400 + day))
    store = Store.open(data, now=lambda: NOW).store
    store.first_unit().write(*KEY, {"name": Filled("一周的工作")})
    store.close()
    kept = restore_archive(data, archive, now=NOW)
    again = restore_archive(data, archive, now=NOW - datetime.timedelta(days=9))
    assert kept is not None and kept.exists()
    assert again is not None and again.exists()
    assert before_restore(data, SUFFIX)[:2] == [again, kept]
    assert len(before_restore(data, SUFFIX)) == BEFORE_RESTORE_KEPT
    restore_archive(data, kept, now=NOW)
    assert text_in(data) == "一周的工作"


def test_two_restores_in_one_second_keep_both(archive: Path, data: Path) -> None:
    first = restore_archive(data, archive, now=NOW)
    second = restore_archive(data, archive, now=NOW)
    assert first is not None and second is not None and first != second
    restore_archive(data, first, now=NOW)
    assert text_in(data) == "现在"


def test_archives_of_0_2_0_count_as_the_oldest(archive: Path, data: Path) -> None:
    old = data / "backups" / "before-restore-2026-06-08-101112.anyue"
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(archive.read_bytes())
    new = restore_archive(data, archive, now=NOW - datetime.timedelta(days=30))
    assert before_restore(data, SUFFIX) == [new, old]
    for _ in range(BEFORE_RESTORE_KEPT - 1):
        restore_archive(data, archive, now=NOW)
    assert not old.exists()


@pytest.mark.parametrize("year", [1970, 2107, 2108, 9998])
def test_any_clock_can_back_up_and_restore(data: Path, tmp_path: Path, year: int) -> None:
    now = NOW.replace(year=year)
    store = Store.open(data, now=lambda: NOW).store
    write_archive(store, tmp_path / "x.anyue", now=now)
    store.close()
    assert read_manifest(tmp_path / "x.anyue").made_at == now
    restore_archive(data, tmp_path / "x.anyue", now=now)
    assert text_in(data) == "现在"


def other_things(notices: Path, elsewhere: Path) -> set[str]:
    """Fill a notices folder with what no archive holds; returns the names."""
    elsewhere.write_text("链接所指", "utf-8")
    names = {"我的:通知.toml", ".x.toml", "备注.docx", "长" * 80 + ".toml"}
    for name in names - {"长" * 80 + ".toml"}:
        (notices / name).write_text(name, "utf-8")
    (notices / ("a" * 130 + ".toml")).write_text("长", "utf-8")
    (notices / "去年").mkdir()
    (notices / "去年" / "a.toml").write_text("去年", "utf-8")
    (notices / "link.toml").symlink_to(elsewhere)
    return {path.name for path in notices.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="names and links are those of POSIX")
def test_what_no_archive_holds_stays_and_is_told(archive: Path, data: Path, tmp_path: Path) -> None:
    notices = data / "notices"
    names = other_things(notices, tmp_path / "elsewhere")
    (notices / "只在现在.toml").write_text("现在的", "utf-8")
    store = Store.open(data, now=lambda: NOW).store
    (message,) = write_archive(store, tmp_path / "x.anyue", now=NOW)
    store.close()
    assert f"有{len(names)}项没有备份进去" in message and "备注.docx" in message
    before = restore_archive(data, archive, now=NOW)
    assert {path.name for path in notices.iterdir()} == names | {"共有.toml"}
    assert (notices / "去年" / "a.toml").read_text("utf-8") == "去年"
    assert (notices / "link.toml").read_text("utf-8") == "链接所指"
    assert before is not None
    restore_archive(data, before, now=NOW)
    assert {path.name for path in notices.iterdir()} == names | {"只在现在.toml"}


@pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")
def test_what_stands_in_the_way_of_a_notice_keeps_its_content(
    archive: Path, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").write_text("链接所指", "utf-8")
    (data / "notices" / "共有.toml").symlink_to(tmp_path / "elsewhere")
    restore_archive(data, archive, now=NOW)
    assert (data / "notices" / "共有.toml").read_text("utf-8") == "备份里的"
    assert (data / "notices" / "共有.toml.恢复前1").read_text("utf-8") == "链接所指"
    assert (tmp_path / "elsewhere").read_text("utf-8") == "链接所指"


@pytest.mark.parametrize("lost", ["missing", "damaged"])
def test_notices_beside_lost_data_are_set_aside(archive: Path, data: Path, lost: str) -> None:
    (data / "notices" / "共有.toml").write_text("自己写的", "utf-8")
    (data / "anyue.sqlite").unlink()
    if lost == "damaged":
        (data / "anyue.sqlite").write_bytes(b"damaged" * 1000)
    aside = restore_archive(data, archive, now=NOW)
    assert aside is not None
    assert (aside / "notices" / "共有.toml").read_text("utf-8") == "自己写的"
    assert (data / "notices" / "共有.toml").read_text("utf-8") == "备份里的"


@pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")
def test_a_link_laid_in_the_way_of_a_backup_is_not_followed(data: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("别人的", "utf-8")
    share = tmp_path / "share"
    share.mkdir()
    (share / ".b.anyue.part").symlink_to(victim)
    store = Store.open(data, now=lambda: NOW).store
    write_archive(store, share / "b.anyue", now=NOW)
    write_archive(store, share / ("b" * 249 + SUFFIX), now=NOW)
    store.close()
    assert victim.read_text("utf-8") == "别人的"
    assert {path.name for path in share.iterdir()} == {".b.anyue.part", "b.anyue", "b" * 249 + SUFFIX}
