"""One connection shared by the store and its units: a turn at a time, errors in words, each change in a transaction."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure
from forms.storage.database import database_errors_in_words, transaction
from forms.storage.folders import database_file

_READING: Final = "读取数据"
_SAVING: Final = "保存"


class DatabaseGone(EnvironmentFailure):
    """The database's file is not where it was opened: its folder was moved, deleted or replaced.

    SQLite goes on in a file without a name and would never say so. Until the store is closed, everything can still be
    saved elsewhere (``forms.storage.archive.archive.write_archive``).
    """


class Access:
    """The open database of a data folder. ``is_backed_up`` is false once something was written since the last backup."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, now: Callable[[], datetime.datetime]
    ) -> None:
        self.connection = connection
        self.folder = folder
        self.now = now
        self.turn = threading.RLock()
        self.is_backed_up = True
        self._identity = _identity(database_file(folder))

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read in one's turn."""
        with self.turn, database_errors_in_words(_READING):
            yield self.connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one's turn: all or nothing, durable when it is left without an error.

        Raises ``DatabaseGone`` where what was written is on no disk that anyone could find it on; it may be written again
        as soon as the folder is back.
        """
        with self.turn, database_errors_in_words(_SAVING):
            with transaction(self.connection):
                yield self.connection
            self.is_backed_up = False
            self.check_place()

    def check_place(self) -> None:
        """Raise ``DatabaseGone`` where the database is not where it was opened."""
        if self._identity is not None and _identity(database_file(self.folder)) != self._identity:
            raise DatabaseGone(
                f"保存失败：数据文件夹“{self.folder}”被移走、删除或替换了。请把它放回原处，或先把全部数据另存为一个备份文件。"
            )


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, by device and number; ``None`` where it cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None
