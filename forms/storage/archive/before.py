"""What a restore would replace is kept first: in an archive of its own, or set aside where it is damaged."""

from __future__ import annotations

import contextlib
import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from forms.errors import DamagedFile, EnvironmentFailure
from forms.storage.archive.notices import archivable_notices
from forms.storage.database import connect, database_errors_in_words
from forms.storage.folders import backups_folder, database_file, make_folder, notices_folder, settle
from forms.storage.folders import system_errors_in_words as errors_in_words
from forms.storage.opening.examination import State, examine
from forms.storage.opening.recovery import new_damaged_folder, set_aside

BEFORE_RESTORE_KEPT: Final = 5
_PREFIX: Final = "before-restore-"
#: A number that grows with each restore: the clock may have been set back since the last one.
_NUMBER: Final = re.compile(r".*_(\d{1,9})")

#: Archives the open database of a data folder: connection, folder, target, moment.
Archive = Callable[..., None]


def keep_present(folder: Path, suffix: str, now: datetime.datetime, archive: Archive) -> Path | None:
    """Keep what is in ``folder`` now, and make sure that nobody has it open; returns where, ``None`` where nothing was.

    ``archive`` writes the open database with the notices to a file whose name ends with ``suffix``. Raises
    ``EnvironmentFailure``.
    """
    state = examine(database_file(folder))
    if state is State.OURS:
        target = _new_target(folder, suffix, now)
        try:
            _archive(folder, target, now, archive)
        except DamagedFile:
            return _set_aside(folder, now)
        for outdated in before_restore(folder, suffix)[BEFORE_RESTORE_KEPT:]:
            if outdated != target:
                with contextlib.suppress(OSError):
                    outdated.unlink()
        return target
    return _set_aside(folder, now)


def before_restore(folder: Path, suffix: str) -> list[Path]:
    """The archives of what was there before each restore, the last one first."""
    found = backups_folder(folder).glob(f"{_PREFIX}*{suffix}")
    return sorted(found, key=lambda path: (_number(path), path.stat().st_mtime), reverse=True)


def _number(path: Path) -> int:
    found = _NUMBER.fullmatch(path.stem)
    return int(found.group(1)) if found else 0


def _new_target(folder: Path, suffix: str, now: datetime.datetime) -> Path:
    make_folder(backups_folder(folder))
    number = max((_number(path) for path in before_restore(folder, suffix)), default=0) + 1
    return backups_folder(folder) / f"{_PREFIX}{now:%Y-%m-%d-%H%M%S}_{number}{suffix}"


def _archive(folder: Path, target: Path, now: datetime.datetime, archive: Archive) -> None:
    with (
        database_errors_in_words("备份现有的数据"),
        contextlib.closing(connect(database_file(folder))) as connection,
    ):
        archive(connection, folder, target, now)
        connection.execute("PRAGMA busy_timeout=0")
        if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
            raise EnvironmentFailure("恢复数据失败：数据正被另一个窗口使用。请关闭其他窗口后再试。")


def _set_aside(folder: Path, now: datetime.datetime) -> Path | None:
    """Move a damaged database aside, with a copy of the notices that a restore would replace and no archive holds."""
    aside = set_aside(folder, now)
    notices = archivable_notices(folder)
    if not notices:
        return aside
    with errors_in_words("保留现有的通知文件"):
        aside = aside or new_damaged_folder(folder, now)
        copies = notices_folder(aside)
        make_folder(copies)
        for path in notices:
            shutil.copy2(path, copies / path.name)
        settle(copies)
        settle(aside)
    return aside
