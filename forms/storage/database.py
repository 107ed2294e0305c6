"""A connection to the database, set up for safety, and SQLite's errors in the user's words."""

from __future__ import annotations

import contextlib
import enum
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

from forms.errors import AnyueError, DamagedFile, EnvironmentFailure, InputError
from forms.storage.folders import make_file

#: Stands in the header of every database of this program: "AnYu".
APPLICATION_ID: Final = 0x416E5975

#: How long to wait for another program (a backup tool, a second process) to let go of the database.
BUSY_SECONDS: Final = 3.0

_ENVIRONMENT: Final = {
    sqlite3.SQLITE_FULL: "磁盘已满。请清理出一些空间后再试",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，可能是空间或配额已用完，也可能是磁盘出了故障。请清理空间后再试，仍不行请换一块磁盘",
    sqlite3.SQLITE_READONLY: "没有写入权限，或该位置是只读的。请检查数据文件夹的权限",
    sqlite3.SQLITE_CANTOPEN: "数据文件打不开，可能没有权限，或所在的文件夹不在了。请检查数据文件夹",
    sqlite3.SQLITE_PERM: "没有权限。请检查数据文件夹的权限",
    sqlite3.SQLITE_BUSY: "数据正被另一个程序占用。请关闭那个程序（例如备份或同步软件）后再试",
    sqlite3.SQLITE_LOCKED: "数据正被另一个操作占用。请稍后再试",
    sqlite3.SQLITE_PROTOCOL: "数据正被另一个程序占用。请稍后再试",
    sqlite3.SQLITE_NOLFS: "该磁盘存不下这么大的文件。请换一块磁盘",
    sqlite3.SQLITE_NOMEM: "内存不足。请关闭一些程序后再试",
}
_DAMAGED_SENTENCE: Final = "{}失败：数据文件已损坏。请退出程序后重新打开，程序会自动从最近的备份恢复。"
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def in_words(error: sqlite3.Error, what: str) -> AnyueError | None:
    """The error the user can be told, or ``None`` for one that only a bug can cause."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in _DAMAGED:
        return DamagedFile(_DAMAGED_SENTENCE.format(what))
    if code in _ENVIRONMENT:
        return EnvironmentFailure(f"{what}失败：{_ENVIRONMENT[code]}。")
    if code == sqlite3.SQLITE_TOOBIG or isinstance(error, sqlite3.DataError):
        return InputError(f"{what}失败：内容太长，存不下。请删短后再试。")
    return None


@contextlib.contextmanager
def database_errors_in_words(what: str) -> Iterator[None]:
    """Turn SQLite's errors inside into ``EnvironmentFailure``, ``DamagedFile`` or ``InputError``; bugs pass unchanged.

    ``what`` names in the user's words what was being done, for example ``保存``.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite's message quotes what it found in the damaged file
        raise DamagedFile(_DAMAGED_SENTENCE.format(what)) from error
    except sqlite3.Error as error:
        told = in_words(error, what)
        if told is None:
            raise
        raise told from error


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the database at ``path`` for reading and writing.

    Each statement commits by itself unless inside :func:`transaction`. The connection may pass between threads, one at a
    time. Raises ``sqlite3.Error`` (see :func:`database_errors_in_words`) and ``EnvironmentFailure``.
    """
    make_file(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _set_up(connection)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_snapshot(path: Path) -> sqlite3.Connection:
    """Open a database that nobody else uses (a backup, a copy) in one single file, without a write-ahead log."""
    make_file(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _set_up(connection)
        connection.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_for_reading(path: Path) -> sqlite3.Connection:
    """Open a single-file database that must not change."""
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    try:
        _set_up(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_up(connection: sqlite3.Connection) -> None:
    connection.text_factory = _read_text
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.execute("PRAGMA foreign_keys=ON")


def _read_text(data: bytes) -> str:
    """One damaged character shows as such; it does not take the whole text with it."""
    return data.decode("utf-8", "replace")


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All the statements inside or none of them; durable when it is left without an error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def storable(text: str) -> str:
    """``text`` as it can be kept: halves of a character (lone surrogates) cannot, and become ``\\ufffd``; pairs are joined."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations the database has seen."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


Member = TypeVar("Member", bound=enum.Enum)


def known(kind: type[Member], word: str) -> Member:
    """The member of an enumeration that a row names; raises ``DamagedFile`` where there is none of this name."""
    try:
        return kind(word)
    except ValueError as error:
        raise unknown_word() from error


def unknown_word() -> DamagedFile:
    """What to raise where a row holds a word that is not known."""
    return DamagedFile(_DAMAGED_SENTENCE.format("读取数据"))
