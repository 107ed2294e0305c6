"""The user's whole data in one file, to be kept or moved to another computer, and back from it."""

from __future__ import annotations

import contextlib
import datetime
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from forms.errors import DamagedFile, InputError, one_line
from forms.leftovers import unfinished
from forms.progress import Progress, no_progress
from forms.storage.archive.before import before_restore, keep_present
from forms.storage.archive.file import (
    DATABASE_NAME,
    NOTICE_LIMIT,
    NOTICES_PREFIX,
    Manifest,
    Member,
    content_name,
    open_archive,
    sha256_of,
)
from forms.storage.archive.foreign import check_foreign
from forms.storage.archive.notices import archivable_notices, left_out_notices
from forms.storage.archive.restoring import PREPARATIONS, READY, finish_restore
from forms.storage.archive.writing import write_members
from forms.storage.backups import backups_newest_first, take_snapshot
from forms.storage.content import content_file, is_whole
from forms.storage.database import connect_for_reading, database_errors_in_words
from forms.storage.folders import (
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
from forms.storage.packets import names_of_content
from forms.storage.store import Store

#: How the file's name ends.
SUFFIX: Final = ".anyue"
_ARCHIVING, _RESTORING = PREPARATIONS
_CHUNK: Final = 1 << 20
#: What a ZIP can say of a file's age; the clock may stand at anything.
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LAST_DATE: Final = (2107, 12, 31, 23, 59, 58)

_Snapshot = Callable[[Path, Progress], None]


def write_archive(
    store: Store, target: Path, *, now: datetime.datetime, progress: Progress = no_progress
) -> tuple[str, ...]:
    """Write all of the user's data to ``target``, whole or not at all; returns what the user must be told.

    A packet's file that is damaged or gone does not keep the rest from being archived: it is left out, and said.
    Raises ``EnvironmentFailure``, ``InputError`` for a notice file too large to be one, and what ``progress`` raises.
    """
    contents: dict[str, Path] = {}
    wrong: list[str] = []

    def snapshot(path: Path, progress: Progress) -> None:
        store.snapshot(path, progress)
        for sha256, name in _names_of_content(path).items():
            file = content_file(store.folder, sha256)
            if is_whole(file, sha256):
                contents[content_name(sha256)] = file
            else:
                wrong.append(name)

    _write(store.folder, snapshot, target, now, progress, contents)
    return tuple(_left_out(store.folder, wrong))


def _left_out(folder: Path, wrong: Sequence[str]) -> Iterator[str]:
    """What an archive does not hold, in words."""
    if wrong:
        yield (
            f"报送记录里有{len(wrong)}个文件已损坏或不见了，没有备份进去：{'、'.join(wrong[:5])}。其余数据已全部备份。"
        )
    if others := left_out_notices(folder):
        shown = one_line("、".join(others[:5]))
        yield (
            f"“我的通知”文件夹里有{len(others)}项没有备份进去：{shown}。备份只收名字以 .toml 结尾、不含特殊符号的通知文件，"
            "其余的请另行保存。"
        )


def _names_of_content(database: Path) -> dict[str, str]:
    """A name of everything packets refer to, by its fingerprint."""
    with (
        contextlib.closing(connect_for_reading(database)) as connection,
        database_errors_in_words("备份数据"),
    ):
        return names_of_content(connection)


def _write(
    folder: Path,
    snapshot: _Snapshot,
    target: Path,
    now: datetime.datetime,
    progress: Progress,
    contents: Mapping[str, Path],
) -> None:
    """Write an archive; ``contents`` is read once the snapshot has been taken."""
    with (
        system_errors_in_words(f"写入备份文件“{target.name}”"),
        # The data folder may have gone from under the open database; what that holds can still be saved elsewhere.
        _preparation(
            folder / _ARCHIVING if folder.is_dir() else unfinished(target.absolute().parent)
        ) as place,
    ):
        # The snapshot is half of the work; its pages are told as the first half.
        snapshot(database_file(place), lambda done, total: progress(done, total * 2))
        sources = {DATABASE_NAME: database_file(place)} | _notice_files(folder) | dict(contents)
        write_members(target, sources, now, progress)


def _notice_files(folder: Path) -> dict[str, Path]:
    files = {}
    for path in archivable_notices(folder):
        if path.stat().st_size > NOTICE_LIMIT:
            raise InputError(f"通知文件“{path.name}”太大，不能备份。请把它移出通知文件夹后再试。")
        files[f"{NOTICES_PREFIX}{path.name}"] = path
    return files


def read_manifest(archive: Path) -> Manifest:
    """When and by which program an archive was made, to be shown before it is restored. Raises as :func:`restore_archive`."""
    with open_archive(archive) as reader:
        return reader.manifest


def restore_archive(
    folder: Path, archive: Path, *, now: datetime.datetime, progress: Progress = no_progress
) -> Path | None:
    """Replace all data in ``folder`` by what ``archive`` holds, wholly or not at all.

    Files of packets are added to those that are there and none is removed: each is kept by its content, so that none can
    be in another's way, and data of before find theirs when they are brought back.

    The store on ``folder`` must be closed before and opened again after. What was there before is first written to an
    archive of its own, or set aside where it is damaged; returns where, ``None`` where nothing was there. What no archive
    holds stays in the notices folder. Raises ``InputError`` for an archive that cannot be used, ``EnvironmentFailure``,
    and what ``progress`` raises.
    """

    def prepare(place: Path) -> None:
        _extract(archive, place, progress)
        _check_database(database_file(place), archive, now)

    return _replace(folder, prepare, now)


def restore_last_good(folder: Path, *, now: datetime.datetime) -> tuple[Path, Path | None]:
    """Replace the data in ``folder`` by the newest automatic backup, or archive of before a restore, that can be read whole.

    For data that open but cannot be used. Returns what was restored, and where what was there before now is (see
    :func:`restore_archive`, as which it raises; ``InputError`` where there is nothing to restore).
    """
    for path in _kept_states(folder, now):
        if path.suffix == SUFFIX:
            with contextlib.suppress(InputError):
                return path, restore_archive(folder, path, now=now)
            continue
        try:
            return path, _replace(folder, partial(_prepare_backup, path, now=now), now)
        except (DamagedFile, NewerDatabase):
            continue
    raise InputError(
        "没有找到完好的备份，数据原样未动。如有自己导出的备份文件，请把整个数据文件夹改名后重新打开，再用它恢复。"
    )


def _kept_states(folder: Path, now: datetime.datetime) -> list[Path]:
    """All that could be restored, the newest first; what is younger than now was made by a clock that was wrong."""
    found = {path: path.stat().st_mtime for path in backups_newest_first(folder, now.date())}
    found |= {path: path.stat().st_mtime for path in before_restore(folder, SUFFIX)}
    return sorted(found, key=lambda path: (found[path] <= now.timestamp(), found[path]), reverse=True)


def _prepare_backup(backup: Path, place: Path, now: datetime.datetime) -> None:
    make_file(database_file(place))
    shutil.copyfile(backup, database_file(place))
    check_foreign(database_file(place), now)


def _replace(folder: Path, prepare: Callable[[Path], None], now: datetime.datetime) -> Path | None:
    """Replace the data by what ``prepare`` puts into a new folder; returns where what was there before now is."""
    make_folder(folder)
    finish_restore(folder)
    with system_errors_in_words("恢复数据"), _preparation(folder / _RESTORING) as place:
        prepare(place)
        before = keep_present(folder, SUFFIX, now, _archive_present)
        settle(place)
        place.rename(folder / READY)
        settle(folder)
    finish_restore(folder)
    return before


@contextlib.contextmanager
def _preparation(place: Path) -> Iterator[Path]:
    """A new folder that is gone afterwards, unless it was moved away."""
    shutil.rmtree(place, ignore_errors=True)
    make_folder(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _extract(archive: Path, place: Path, progress: Progress) -> None:
    with open_archive(archive) as reader:
        total = sum(member.size for member in reader.manifest.members)
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress(done, total)

        for each in (notices_folder(place), content_folder(place)):
            make_folder(each)
        for member in reader.manifest.members:
            target = _place_of(member, place)
            make_folder(target.parent)
            make_file(target)
            reader.extract(member, target, advance)
            settle_file(target)
        settle(notices_folder(place))


def _place_of(member: Member, folder: Path) -> Path:
    if member.name == DATABASE_NAME:
        return database_file(folder)
    if sha256 := sha256_of(member):
        return content_file(folder, sha256)
    return notices_folder(folder) / member.name.removeprefix(NOTICES_PREFIX)


def _check_database(database: Path, archive: Path, now: datetime.datetime) -> None:
    try:
        check_foreign(database, now)
    except NewerDatabase as error:
        raise InputError(
            f"备份文件“{archive.name}”由更新版本的程序导出，本程序认不全。请先安装新版本的程序，再恢复。"
        ) from error
    except DamagedFile as error:
        raise InputError(f"备份文件“{archive.name}”里的数据已损坏，没有恢复。请换一个备份文件。") from error


def _archive_present(
    connection: sqlite3.Connection, folder: Path, target: Path, now: datetime.datetime
) -> None:
    def snapshot(path: Path, progress: Progress) -> None:
        take_snapshot(connection, path, now, progress)

    # The files of packets stay where they are: a restore removes none.
    _write(folder, snapshot, target, now, no_progress, {})
