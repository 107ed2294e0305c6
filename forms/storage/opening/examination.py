"""Looks at a database before it is trusted: whether it is ours, of which version, and whole."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from forms.errors import DamagedFile
from forms.storage.database import APPLICATION_ID, version_of
from forms.storage.folders import system_errors_in_words
from forms.storage.migrations import MIGRATIONS, Migration, NewerDatabase
from forms.storage.opening.enumerations import has_unknown_words
from forms.storage.opening.log import header_in_log
from forms.storage.opening.structure import has_structure

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_LENGTH: Final = 100
#: A version above this is no version but damage.
_HIGHEST_PLAUSIBLE_VERSION: Final = 9999


class State(enum.Enum):
    """What stands where the database should be."""

    MISSING = "nothing, or a file in which nothing was ever kept"
    OURS = "a database of this program"
    DAMAGED = "something else"


def examine(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> State:
    """Look at the database without changing a byte of it.

    Raises ``NewerDatabase``, and ``EnvironmentFailure`` where it cannot be read.
    """
    with system_errors_in_words("读取数据文件"):
        if not path.exists():
            return State.MISSING
        header = _first_bytes(path, _HEADER_LENGTH)
        if header:
            # The log may hold a newer header. Opening the database would write to the file, so the log is read here.
            in_log = header_in_log(path)
            header = in_log if in_log is not None and in_log.startswith(_MAGIC) else header
    if not header:
        return State.MISSING
    return _examine_header(header, migrations)


def _first_bytes(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def _examine_header(header: bytes, migrations: Sequence[Migration]) -> State:
    if len(header) < _HEADER_LENGTH or not header.startswith(_MAGIC):
        return State.DAMAGED
    if not (
        header[18] in (1, 2) and header[19] in (1, 2)
    ):  # how to write and how to read: 1 plain, 2 with a log
        return State.DAMAGED
    if _number(header, 44) > 4 or _number(header, 56) > 1:  # the schema's format; the encoding, UTF-8
        return State.DAMAGED
    return _judge(_number(header, 68), _number(header, 60), _number(header, 44) == 0, migrations)


def _number(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 4], "big")


def _judge(application_id: int, version: int, is_empty: bool, migrations: Sequence[Migration]) -> State:
    if application_id == 0 and version == 0 and is_empty:
        return State.MISSING
    if application_id != APPLICATION_ID or not 1 <= version <= _HIGHEST_PLAUSIBLE_VERSION:
        return State.DAMAGED
    if version > len(migrations):
        raise NewerDatabase(version, len(migrations))
    return State.OURS


def verify(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Make sure that an open database is whole. Raises ``DamagedFile``, and ``sqlite3.Error`` for the environment's faults."""
    try:
        problems = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if problems != [("ok",)]:
            raise DamagedFile(f"数据文件已损坏（{problems[0][0] if problems else '检查没有结果'}）。")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedFile("数据文件已损坏（有记录失去了所属的表）。")
        if not has_structure(connection, migrations[: version_of(connection)]):
            raise DamagedFile("数据文件已损坏（内部结构与本程序的不符）。")
        if version_of(connection) >= len(MIGRATIONS) and has_unknown_words(connection):
            raise DamagedFile("数据文件已损坏（里面有不认识的内容）。")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:
            raise DamagedFile("数据文件已损坏（内部结构读不出来）。") from error
        raise
