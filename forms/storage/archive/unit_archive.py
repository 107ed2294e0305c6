"""One unit in a file of its own, to be handed to a colleague or another computer, and added there as a further unit.

Nothing that is there is ever replaced: the unit gets ids of its own, files of packets are kept by their content, a notice
file that is there in other words stays.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from forms.errors import DamagedFile, InputError
from forms.progress import Progress, no_progress
from forms.storage.archive.file import (
    CONTENT_PREFIX,
    DATABASE_NAME,
    NOTICE_LIMIT,
    NOTICES_PREFIX,
    ArchiveReader,
    Member,
    content_name,
    open_archive,
    sha256_of,
)
from forms.storage.archive.foreign import check_foreign
from forms.storage.archive.notices import is_notice_name
from forms.storage.archive.restoring import PREPARATIONS
from forms.storage.archive.unit_rows import keep_one_unit
from forms.storage.archive.writing import write_members
from forms.storage.content import adopt, content_file, is_whole
from forms.storage.database import connect_snapshot, database_errors_in_words
from forms.storage.folders import (
    FILE_MODE,
    content_folder,
    database_file,
    make_file,
    make_folder,
    notices_folder,
    settle,
    settle_file,
    system_errors_in_words,
)
from forms.storage.migrations import NewerDatabase
from forms.storage.office.units import list_units
from forms.storage.packets import names_of_content
from forms.storage.store import Store

#: How the file's name ends; what is in it tells it from a backup of everything.
SUFFIX: Final = ".anyue"
_WRITING, _READING = PREPARATIONS


class UnitArchiveReader(ArchiveReader):
    """An archive of one unit, read as warily as one of everything."""

    program: ClassVar[str] = "Anyue unit"

    def _wrong(self, what: str) -> InputError:
        what = what.replace("不是本程序导出的备份", "不是从“导出此单位”得到的文件")
        return InputError(f"单位文件“{self._name}”不能用：{what}。现有的数据没有改动，请换一个文件。")


@dataclass(frozen=True)
class Imported:
    """The unit that was added, and what the user must be told."""

    unit_id: int
    name: str
    remarks: tuple[str, ...]


def is_unit_archive(path: Path) -> bool:
    """Whether a file is an archive of one unit, for who expects one of everything."""
    try:
        with open_archive(path, UnitArchiveReader):
            return True
    except InputError:
        return False


# Writing --------------------------------------------------------------------------------------------------------------


def write_unit_archive(
    store: Store, unit_id: int, target: Path, *, now: datetime.datetime, progress: Progress = no_progress
) -> tuple[str, ...]:
    """Write one unit to ``target``, whole or not at all; returns what the user must be told.

    With it go the files of its packets and the user's own notices that it works or worked under. Raises
    ``EnvironmentFailure``, ``InputError`` for a notice file too large to be one, and what ``progress`` raises.
    """
    with (
        system_errors_in_words(f"写入文件“{target.name}”"),
        _preparation(store.folder / _WRITING) as place,
    ):
        database = database_file(place)
        store.snapshot(database, lambda done, total: progress(done, total * 2))
        with (
            database_errors_in_words("导出单位"),
            contextlib.closing(connect_snapshot(database)) as connection,
        ):
            keep_one_unit(connection, unit_id)
            names = names_of_content(connection)
            used = _notice_ids(connection)
        sources = {DATABASE_NAME: database} | _own_notices(store.folder, used)
        wrong = []
        for sha256, name in names.items():
            if is_whole(file := content_file(store.folder, sha256), sha256):
                sources[content_name(sha256)] = file
            else:
                wrong.append(name)
        write_members(target, sources, now, progress, UnitArchiveReader.program)
    if not wrong:
        return ()
    return (
        f"报送记录里有{len(wrong)}个文件已损坏或不见了，没有导出：{'、'.join(wrong[:5])}。其余已全部导出。",
    )


def _notice_ids(connection: sqlite3.Connection) -> set[str]:
    tables = ("notice_in_use", "filing", "packet", "pending_packet")
    union = " UNION ".join(f"SELECT notice_id FROM {table}" for table in tables)
    return {notice_id for (notice_id,) in connection.execute(union)}


def _own_notices(folder: Path, used: set[str]) -> dict[str, Path]:
    """The user's own notice files of these ids, and those that their forms are made from."""
    found: dict[str, Path] = {}
    wanted = sorted(used)
    while wanted:
        notice_id = wanted.pop()
        path = notices_folder(folder) / f"{notice_id}.toml"
        name = f"{NOTICES_PREFIX}{path.name}"
        if name in found or not is_notice_name(path.name) or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size > NOTICE_LIMIT:
            raise InputError(f"通知文件“{path.name}”太大，不能导出。请把它移出通知文件夹后再试。")
        found[name] = path
        wanted += _bases(path)
    return found


def _bases(path: Path) -> list[str]:
    """The notices that a file's forms are made from; a file that cannot be read goes along by itself."""
    try:
        declared = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError):
        return []
    tables = declared.get("form", declared.get("forms", []))
    listed = tables.values() if isinstance(tables, dict) else tables if isinstance(tables, list) else []
    bases = [table.get("base") for table in listed if isinstance(table, dict)]
    return [base.partition("/")[0] for base in bases if isinstance(base, str)]


# Reading --------------------------------------------------------------------------------------------------------------


def unit_name_in(store: Store, archive: Path, *, now: datetime.datetime) -> str:
    """What the unit in an archive is called, to be shown before it is imported. Raises as :func:`import_unit`."""
    with _preparation(store.folder / _READING) as place:
        with open_archive(archive, UnitArchiveReader) as reader:
            _extract(reader, place, lambda member: member.name == DATABASE_NAME, lambda _count: None)
        with _checked(database_file(place), archive, now) as connection:
            return list_units(connection)[0].label


def import_unit(
    store: Store, archive: Path, *, now: datetime.datetime, progress: Progress = no_progress
) -> Imported:
    """Add the unit of an archive as a further one, wholly or not at all.

    Raises ``InputError`` for an archive that cannot be used, ``EnvironmentFailure``, and what ``progress`` raises.
    """
    folder = store.folder
    with system_errors_in_words("导入单位"), _preparation(folder / _READING) as place:
        with open_archive(archive, UnitArchiveReader) as reader:
            total = sum(member.size for member in reader.manifest.members)
            done = 0

            def advance(count: int) -> None:
                nonlocal done
                done += count
                progress(done, total)

            is_row = _in_database_or_notices
            _extract(reader, place, is_row, advance)
            with _checked(database_file(place), archive, now) as connection:
                wanted = names_of_content(connection)
                _extract(reader, place, lambda member: sha256_of(member) in wanted, advance)
                name = list_units(connection)[0].label
                missing = [
                    named
                    for sha256, named in wanted.items()
                    if not (content_file(place, sha256).exists() or content_file(folder, sha256).exists())
                ]
                adopt(folder, content_folder(place))
                try:
                    unit_id = store.add_unit_from(connection)
                except (KeyError, ValueError, OverflowError, sqlite3.IntegrityError) as error:
                    raise _damaged(archive) from error
        remarks = _add_notices(place, folder)
    if missing:
        shown = "、".join(missing[:5])
        remarks.append(f"报送记录里有{len(missing)}个文件不在其中，取不出来：{shown}。")
    return Imported(unit_id, name, tuple(remarks))


def _in_database_or_notices(member: Member) -> bool:
    return not member.name.startswith(CONTENT_PREFIX)


def _extract(
    reader: ArchiveReader, place: Path, wanted: Callable[[Member], bool], advance: Callable[[int], None]
) -> None:
    for each in (notices_folder(place), content_folder(place)):
        make_folder(each)
    for member in reader.manifest.members:
        if not wanted(member):
            continue
        if member.name == DATABASE_NAME:
            target = database_file(place)
        elif sha256 := sha256_of(member):
            target = content_file(place, sha256)
        else:
            target = notices_folder(place) / member.name.removeprefix(NOTICES_PREFIX)
        make_folder(target.parent)
        make_file(target)
        reader.extract(member, target, advance)
        settle_file(target)


@contextlib.contextmanager
def _checked(database: Path, archive: Path, now: datetime.datetime) -> Iterator[sqlite3.Connection]:
    """The database of an archive, whole, of the present version, with one unit in it."""
    try:
        check_foreign(database, now)
        with (
            database_errors_in_words("读取单位文件"),
            contextlib.closing(connect_snapshot(database)) as connection,
        ):
            if len(list_units(connection)) != 1:
                raise _damaged(archive)
            yield connection
    except NewerDatabase as error:
        raise InputError(
            f"单位文件“{archive.name}”由更新版本的程序导出，本程序认不全。请先安装新版本的程序，再导入。"
        ) from error
    except DamagedFile as error:
        raise _damaged(archive) from error


def _damaged(archive: Path) -> InputError:
    return InputError(f"单位文件“{archive.name}”里的数据已损坏，没有导入。请让对方重新导出一份。")


def _add_notices(place: Path, folder: Path) -> list[str]:
    """Add notice files that are not there yet; returns what is to be said about the others."""
    make_folder(notices_folder(folder))
    remarks = []
    for path in sorted(notices_folder(place).glob("*.toml")):
        target, content = notices_folder(folder) / path.name, path.read_bytes()
        try:
            with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb") as file:
                file.write(content)
        except FileExistsError:
            if target.is_file() and target.read_bytes() != content:
                remarks.append(
                    f"通知文件“{path.name}”本机已有一份，内容不同，没有覆盖；导入的单位用本机的这一份。"
                )
            continue
        settle_file(target)
    settle(notices_folder(folder))
    return remarks


@contextlib.contextmanager
def _preparation(place: Path) -> Iterator[Path]:
    """A new folder that is gone afterwards."""
    shutil.rmtree(place, ignore_errors=True)
    make_folder(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
