"""One connection shared by the store and its units: a turn at a time, errors in words, each change in a transaction."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from forms.storage.database import database_errors_in_words, transaction

_READING: Final = "读取数据"
_SAVING: Final = "保存"


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

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read in one's turn."""
        with self.turn, database_errors_in_words(_READING):
            yield self.connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write in one's turn: all or nothing, durable when it is left without an error."""
        with self.turn, database_errors_in_words(_SAVING):
            with transaction(self.connection):
                yield self.connection
            self.is_backed_up = False
