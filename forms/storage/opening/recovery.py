"""A damaged database is set aside, the newest good backup takes its place, and the user is told in words."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path

from forms.storage.backups import newest_good_backup, take_snapshot
from forms.storage.database import connect_for_reading, database_errors_in_words
from forms.storage.folders import damaged_folder, database_file, make_folder, settle, system_errors_in_words
from forms.storage.opening.log import log_file, shared_memory_file
from forms.words import moment_words


def recover(folder: Path, now: datetime.datetime) -> str:
    """Put the newest good backup in the place of the database; with none, leave the place empty.

    The backup stays where it is; it is copied. Stopped half-way, the next opening finds no database and goes on from
    there. Returns what the user must be told. Raises ``EnvironmentFailure``.
    """
    aside = set_aside(folder, now)
    happened = f"数据文件已损坏，原样移到了“{aside}”。" if aside else "没有找到数据文件。"
    backup = newest_good_backup(folder, now.date())
    if backup is None:
        return f"{happened}没有可用的自动备份，现在从空白开始。如有自己导出的备份文件，请点“从备份恢复”，或在“设置”里恢复。"
    taken = datetime.datetime.fromtimestamp(backup.stat().st_mtime, now.tzinfo)
    with (
        database_errors_in_words("从备份恢复"),
        contextlib.closing(connect_for_reading(backup)) as connection,
    ):
        take_snapshot(connection, database_file(folder), now)
    return f"{happened}现在打开的是 {moment_words(taken, now.tzinfo)} 的自动备份“{backup.name}”。那以后填写的内容不在其中，请核对。"


def set_aside(folder: Path, now: datetime.datetime) -> Path | None:
    """Move the database with its log into a folder of its own; ``None`` where there is nothing to keep."""
    database = database_file(folder)
    with system_errors_in_words("移开已损坏的数据文件"):
        shared_memory_file(database).unlink(missing_ok=True)
        present = [path for path in (log_file(database), database) if path.exists()]
        if not any(path.stat().st_size for path in present):
            for path in present:
                path.unlink()
            return None
        aside = new_damaged_folder(folder, now)
        for path in present:
            path.rename(aside / path.name)
        settle(aside)
        settle(folder)
    return aside


def keep_illegible_log(folder: Path, now: datetime.datetime) -> str:
    """Keep a copy of a write-ahead log that SQLite will pass over. Returns what the user must be told."""
    import shutil

    log = log_file(database_file(folder))
    with system_errors_in_words("保留已损坏的日志文件"):
        aside = new_damaged_folder(folder, now)
        shutil.copyfile(log, aside / log.name)
    return f"上次关闭前的少量更改没有读出来（日志文件已损坏，原样留在“{aside}”）。请核对最近填写的内容。"


def new_damaged_folder(folder: Path, now: datetime.datetime) -> Path:
    """A new folder for what cannot be used any more and is not to be lost."""
    make_folder(damaged_folder(folder))
    name = now.strftime("%Y-%m-%d-%H%M%S")
    number = 1
    while (path := damaged_folder(folder) / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    make_folder(path)
    return path
