"""Damaged databases: set aside, the newest good backup opened, the user told; a newer one is refused, unharmed."""

from __future__ import annotations

import datetime
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.errors import AnyueError
from forms.storage.database import APPLICATION_ID
from forms.storage.migrations import MIGRATIONS, NewerDatabase
from forms.storage.store import Store
from forms.values import Filled

ZONE = datetime.timezone(datetime.timedelta(hours=8))
EVENING = datetime.datetime(2020, 6, 3, 17, 42, tzinfo=ZONE)
MORNING = datetime.datetime(2020, 6, 4, 8, 5, tzinfo=ZONE)


def at(moment: datetime.datetime) -> Callable[[], datetime.datetime]:
    return lambda: moment


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of some size, closed yesterday evening with its backup."""
    folder = tmp_path_factory.mktemp("master") / "data"
    store = Store.open(folder, now=at(EVENING)).store
    for number in range(300):
        store.first_unit().write(
            "gusu-2020", "statistics", {f"blank.{number % 69}": Filled(f"第{number}次" * 5)}
        )
    store.first_unit().write("gusu-2020", "statistics", {"last": Filled("1")})
    store.first_unit().save_profile({"unit": "某某社区"})
    store.close()
    return folder


@pytest.fixture
def data(master: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(master, tmp_path / "data"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def flip(path: Path, start: int, length: int = 1) -> None:
    content = bytearray(path.read_bytes())
    for position in range(start, min(start + length, len(content))):
        content[position] ^= 0xFF
    path.write_bytes(content)


def damage_header(path: Path) -> None:
    flip(path, 0, 8)


def damage_page(path: Path) -> None:
    flip(path, 3 * 4096, 200)


def damage_many_pages(path: Path) -> None:
    for page in range(1, path.stat().st_size // 4096):
        flip(path, page * 4096, 12)


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def cut_to_a_few_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def replace_by_text(path: Path) -> None:
    path.write_text("这不是数据库" * 1000, encoding="utf-8")


def replace_by_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def replace_by_strange_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE something (else_ TEXT)")
    connection.close()


def make_unwritable_by_header(path: Path) -> None:
    flip(path, 18)


def rename_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("ALTER TABLE filled RENAME TO filed")
    connection.close()


def add_a_trigger(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TRIGGER t AFTER INSERT ON filled BEGIN DELETE FROM filled; END")
    connection.close()


def break_a_check(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute("UPDATE filled SET source = 'nowhere' WHERE blank_id = 'last'")
    connection.commit()
    connection.close()


def orphan_a_row(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE filled SET filing_id = 77 WHERE blank_id = 'last'")
    connection.commit()
    connection.close()


DAMAGES = [
    damage_header, damage_page, damage_many_pages, cut_in_half, cut_to_a_few_bytes, replace_by_text, replace_by_zeros,
    replace_by_strange_database, make_unwritable_by_header, rename_a_table, add_a_trigger, break_a_check, orphan_a_row,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_database_is_set_aside_and_the_backup_opened(
    data: Path, damage: Callable[[Path], None]
) -> None:
    damage(data / "anyue.sqlite")
    damaged = (data / "anyue.sqlite").read_bytes()
    opened = Store.open(data, now=at(MORNING))
    aside = data / "damaged" / "2020-06-04-080500"
    assert opened.messages == (
        f"数据文件已损坏，原样移到了“{aside}”。现在打开的是 2020年6月3日 17:42 的自动备份“anyue-2020-06-03.sqlite”。"
        "那以后填写的内容不在其中，请核对。",
    )
    assert (aside / "anyue.sqlite").read_bytes() == damaged
    assert opened.store.first_unit().filing("gusu-2020", "statistics").text("last") == "1"
    assert len(opened.store.first_unit().revisions("gusu-2020", "statistics")) == 301
    opened.store.first_unit().write("gusu-2020", "statistics", {"last": Filled("2")})
    opened.store.close()
    again = Store.open(data, now=at(MORNING))
    assert again.messages == ()
    assert again.store.first_unit().filing("gusu-2020", "statistics").text("last") == "2"
    again.store.close()


@pytest.mark.parametrize("loss", ["absent", "empty"])
def test_lost_database_is_taken_from_the_backup(data: Path, loss: str) -> None:
    (data / "anyue.sqlite").unlink()
    if loss == "empty":
        (data / "anyue.sqlite").touch()
    opened = Store.open(data, now=at(MORNING))
    assert opened.messages[0].startswith("没有找到数据文件。现在打开的是 2020年6月3日 17:42 的自动备份")
    assert opened.store.first_unit().filing("gusu-2020", "statistics").text("last") == "1"
    opened.store.close()


def test_without_any_backup_a_new_one_is_begun_and_the_user_told(data: Path) -> None:
    shutil.rmtree(data / "backups")
    damage_header(data / "anyue.sqlite")
    opened = Store.open(data, now=at(MORNING))
    assert len(opened.messages) == 1
    assert opened.messages[0].endswith(
        "没有可用的自动备份，现在从空白开始。如有自己导出的备份文件，请点“从备份恢复”，或在“设置”里恢复。"
    )
    assert opened.store.first_unit().filings() == ()
    opened.store.close()


def test_damaged_backups_are_passed_over(data: Path) -> None:
    good = data / "backups" / "anyue-2020-06-03.sqlite"
    for day, damage in enumerate(
        (damage_page, replace_by_text, cut_in_half, rename_a_table, replace_by_zeros), start=4
    ):
        worse = data / "backups" / f"anyue-2020-06-{day:02}.sqlite"
        shutil.copy(good, worse)
        damage(worse)
    before = files(data / "backups")
    damage_page(data / "anyue.sqlite")
    opened = Store.open(data, now=at(MORNING.replace(day=20)))
    assert "“anyue-2020-06-03.sqlite”" in opened.messages[0]
    opened.store._is_backed_up = True
    opened.store.close()
    del before[
        "anyue-2020-06-20.sqlite" if "anyue-2020-06-20.sqlite" in before else "anyue-2020-06-04.sqlite"
    ]
    assert before.items() <= files(data / "backups").items()


def test_damage_found_while_open_is_said_and_repaired_at_the_next_opening(data: Path) -> None:
    store = Store.open(data, now=at(EVENING)).store
    store._access.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage_many_pages(data / "anyue.sqlite")
    store._access.connection.execute("PRAGMA shrink_memory")
    backup = (data / "backups" / "anyue-2020-06-03.sqlite").read_bytes()
    with pytest.raises(AnyueError, match="数据文件已损坏。请退出程序后重新打开"):
        store.first_unit().revisions("gusu-2020", "statistics")
    store._is_backed_up = False
    store.close()
    assert (data / "backups" / "anyue-2020-06-03.sqlite").read_bytes() == backup, (
        "a good backup was overwritten"
    )
    opened = Store.open(data, now=at(MORNING))
    assert "自动备份" in opened.messages[0]
    opened.store.close()


def unclosed_copy(data: Path, target: Path) -> Path:
    """The files as they are when the process dies after writing: with a log that holds the last changes."""
    store = Store.open(data, now=at(EVENING)).store
    store.first_unit().write("gusu-2020", "statistics", {"last": Filled("只在日志里")})
    shutil.copytree(data, target)
    store.close()
    (target / "anyue.sqlite-shm").unlink()
    assert (target / "anyue.sqlite-wal").stat().st_size > 0
    return target


def test_good_log_is_read(data: Path, tmp_path: Path) -> None:
    copy = unclosed_copy(data, tmp_path / "copy")
    opened = Store.open(copy, now=at(MORNING))
    assert opened.messages == ()
    assert opened.store.first_unit().filing("gusu-2020", "statistics").text("last") == "只在日志里"
    opened.store.close()


def test_garbage_log_is_kept_and_the_user_told(data: Path, tmp_path: Path) -> None:
    copy = unclosed_copy(data, tmp_path / "copy")
    log = copy / "anyue.sqlite-wal"
    garbage = b"garbage" * 3000
    log.write_bytes(garbage)
    opened = Store.open(copy, now=at(MORNING))
    aside = copy / "damaged" / "2020-06-04-080500"
    assert opened.messages == (
        f"上次关闭前的少量更改没有读出来（日志文件已损坏，原样留在“{aside}”）。请核对最近填写的内容。",
    )
    assert (aside / "anyue.sqlite-wal").read_bytes() == garbage
    assert opened.store.first_unit().filing("gusu-2020", "statistics").text("last") == "1"
    opened.store.close()


def test_log_goes_aside_with_its_database(data: Path, tmp_path: Path) -> None:
    copy = unclosed_copy(data, tmp_path / "copy")
    log = (copy / "anyue.sqlite-wal").read_bytes()
    cut_to_a_few_bytes(copy / "anyue.sqlite")
    (copy / "anyue.sqlite-wal").write_bytes(log[:-5000])
    opened = Store.open(copy, now=at(MORNING))
    if opened.messages:
        assert (copy / "damaged" / "2020-06-04-080500" / "anyue.sqlite-wal").read_bytes() == log[:-5000]
    opened.store.close()


@pytest.mark.parametrize("seed", range(60))
def test_any_damage_ends_in_words_or_in_an_open_store(data: Path, tmp_path: Path, seed: int) -> None:
    """Bytes flipped anywhere, also in the log: no traceback, and the store that opens can be read and written."""
    chance = random.Random(seed)
    folder = unclosed_copy(data, tmp_path / "copy") if seed % 2 else data
    for _ in range(chance.choice([1, 1, 3, 40])):
        path = chance.choice([p for p in folder.glob("anyue.sqlite*") if p.stat().st_size])
        in_header = chance.random() < 0.4
        flip(path, chance.randrange(120 if in_header else path.stat().st_size), chance.choice([1, 4, 100]))
    try:
        opened = Store.open(folder, now=at(MORNING))
    except NewerDatabase:
        return
    for notice_id, form_id, _ in opened.store.first_unit().filings():
        opened.store.first_unit().filing(notice_id, form_id)
        opened.store.first_unit().revisions(notice_id, form_id)
        opened.store.first_unit().undo(notice_id, form_id)
    opened.store.first_unit().write("gusu-2020", "statistics", {"last": Filled(f"{seed}")})
    opened.store.close()


@pytest.mark.parametrize("in_log", [False, True])
def test_newer_database_is_refused_unharmed(data: Path, in_log: bool) -> None:
    newer = len(MIGRATIONS) + 1
    connection = sqlite3.connect(data / "anyue.sqlite", isolation_level=None)
    connection.execute(f"PRAGMA user_version={newer}")
    connection.execute("CREATE TABLE later (thing TEXT)")
    if in_log:
        shutil.copytree(data, data.with_name("copy"))
        data = data.with_name("copy")
        (data / "anyue.sqlite-shm").unlink()
        assert (data / "anyue.sqlite-wal").stat().st_size > 0
    connection.close()
    before = files(data)
    with pytest.raises(NewerDatabase) as caught:
        Store.open(data)
    assert caught.value.message == (
        f"数据由更新版本的程序保存过（数据格式 {newer}，本程序只认识到 {newer - 1}）。为免损坏，没有打开，数据原样未动。"
        "请安装新版本的程序后再打开。"
    )
    assert caught.value.exit_code == 3
    assert files(data) == before
    assert not list(data.glob("*-shm"))


def test_first_start_tells_nothing(tmp_path: Path) -> None:
    opened = Store.open(tmp_path / "new")
    assert opened.messages == ()
    opened.store.close()
    assert int.from_bytes((tmp_path / "new" / "anyue.sqlite").read_bytes()[68:72], "big") == APPLICATION_ID
