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
from forms.storage.migrations import MIGRATIONS, Migration, NewerDatabase, migrate
from forms.storage.opening.enumerations import has_unknown_words
from forms.storage.opening.schema import INDEXES, TABLES

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER_LENGTH: Final = 100
#: A version above this is no version but damage.
_HIGHEST_PLAUSIBLE_VERSION: Final = 9999
_LOG_MAGIC: Final = (0x377F0682, 0x377F0683)
_LOG_HEADER_LENGTH: Final = 32
_FRAME_HEADER_LENGTH: Final = 24


class State(enum.Enum):
    """What stands where the database should be."""

    MISSING = "nothing, or a file in which nothing was ever kept"
    OURS = "a database of this program"
    DAMAGED = "something else"


def log_file(path: Path) -> Path:
    """SQLite's write-ahead log of the database at ``path``."""
    return path.with_name(path.name + "-wal")


def shared_memory_file(path: Path) -> Path:
    """SQLite's index of the write-ahead log; it holds nothing of its own."""
    return path.with_name(path.name + "-shm")


def examine(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> State:
    """Look at the database without changing a byte of it.

    Raises ``NewerDatabase``, and ``EnvironmentFailure`` where it cannot be read.
    """
    with system_errors_in_words("读取数据文件"):
        if not path.exists():
            return State.MISSING
        header = _first_bytes(path, _HEADER_LENGTH)
        if header and log_file(path).exists():
            # The log may hold a newer header. Opening the database would write to the file, so the log is read here.
            header = _header_in_log(log_file(path)) or header
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


def _header_in_log(log: Path) -> bytes | None:
    """The database's header as the last transaction in the log left it, if the log holds one."""
    found = pending = None
    with log.open("rb") as file:
        log_header = file.read(_LOG_HEADER_LENGTH)
        page_size = _number(log_header, 8)
        while len(frame := file.read(_FRAME_HEADER_LENGTH)) == _FRAME_HEADER_LENGTH:
            if frame[8:16] != log_header[16:24]:  # the salt: what follows is left over from an earlier log
                break
            start = file.tell()
            if _number(frame, 0) == 1:
                pending = file.read(_HEADER_LENGTH)
            if _number(frame, 4):  # the last frame of a transaction
                found = pending
            file.seek(start + page_size)
    return found if found is not None and found.startswith(_MAGIC) else None


def log_is_legible(path: Path) -> bool:
    """Whether the database's write-ahead log is absent, empty, or begins as one must.

    SQLite passes over one that does not without a word, and with it the last changes.
    """
    log = log_file(path)
    with system_errors_in_words("读取数据文件"):
        if not log.exists() or not log.stat().st_size:
            return True
        header = _first_bytes(log, _LOG_HEADER_LENGTH)
    magic = _number(header, 0)
    if len(header) < _LOG_HEADER_LENGTH or magic not in _LOG_MAGIC:
        return False
    order = "big" if magic & 1 else "little"
    first = second = 0
    for offset in range(0, 24, 8):
        first = (first + int.from_bytes(header[offset : offset + 4], order) + second) & 0xFFFFFFFF  # type: ignore[arg-type]
        second = (second + int.from_bytes(header[offset + 4 : offset + 8], order) + first) & 0xFFFFFFFF  # type: ignore[arg-type]
    return (first, second) == (_number(header, 24), _number(header, 28))


def verify(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Make sure that an open database is whole. Raises ``DamagedFile``, and ``sqlite3.Error`` for the environment's faults."""
    try:
        problems = connection.execute("PRAGMA integrity_check(1)").fetchall()
        if problems != [("ok",)]:
            raise DamagedFile(f"数据文件已损坏（{problems[0][0] if problems else '检查没有结果'}）。")
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise DamagedFile("数据文件已损坏（有记录失去了所属的表）。")
        if _objects_of(connection) != _expected_objects(migrations[: version_of(connection)]):
            raise DamagedFile("数据文件已损坏（内部结构与本程序的不符）。")
        if version_of(connection) >= len(MIGRATIONS) and has_unknown_words(connection):
            raise DamagedFile("数据文件已损坏（里面有不认识的内容）。")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_ERROR:
            raise DamagedFile("数据文件已损坏（内部结构读不出来）。") from error
        raise


_Objects = frozenset[tuple[str, ...]]

#: What a database of the present version holds.
PRESENT: Final[_Objects] = frozenset(
    {("table", table, table, *columns.split()) for table, columns in TABLES.items()}
    | {("index", index, table) for index, table in INDEXES.items()}
)


def _expected_objects(migrations: Sequence[Migration]) -> _Objects:
    """What a database that has seen ``migrations`` must hold: no more, as a trigger would be, and no less."""
    if migrations == MIGRATIONS:
        return PRESENT
    return objects_made_by(migrations)


def objects_made_by(migrations: Sequence[Migration]) -> _Objects:
    """What a new database holds once it has seen ``migrations``."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, migrations)
        return _objects_of(connection)
    finally:
        connection.close()


def _objects_of(connection: sqlite3.Connection) -> _Objects:
    """Every table, index, view and trigger; of tables also the columns. (Their SQL differs between SQLite's versions.)"""
    objects = set()
    for kind, name, table in connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall():
        if name.startswith("sqlite_stat"):
            continue
        columns = connection.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall()
        objects.add((kind, name, table, *(column for (column,) in columns)))
    return frozenset(objects)
