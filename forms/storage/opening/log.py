"""SQLite's write-ahead log, read without SQLite: which header it holds, and whether something in it would be passed over.

Format: https://sqlite.org/fileformat2.html#the_write_ahead_log and https://sqlite.org/walformat.html.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from forms.storage.folders import system_errors_in_words

_MAGIC: Final = (0x377F0682, 0x377F0683)
_HEADER_LENGTH: Final = 32
_FRAME_HEADER_LENGTH: Final = 24
_PAGE_SIZES: Final = tuple(1 << power for power in range(9, 17))
_DATABASE_HEADER_LENGTH: Final = 100
#: Where the index of the log tells how many frames are durable, and of which log: the same salt.
_INDEX_HEADER: Final = struct.Struct("=16xI12x8s")
_Sums = tuple[int, int]


class _Frame(NamedTuple):
    """A changed page in the log. ``is_last`` where it ends a transaction."""

    header: bytes
    page: bytes

    @property
    def salt(self) -> bytes:
        return self.header[8:16]

    @property
    def is_last(self) -> bool:
        return self.header[4:8] != bytes(4)


def log_file(path: Path) -> Path:
    """SQLite's write-ahead log of the database at ``path``."""
    return path.with_name(path.name + "-wal")


def shared_memory_file(path: Path) -> Path:
    """SQLite's index of the write-ahead log; it holds nothing of its own."""
    return path.with_name(path.name + "-shm")


def header_in_log(path: Path) -> bytes | None:
    """The database's header as the last transaction in its log left it, if there is a log that holds one."""
    log = log_file(path)
    if not log.exists():
        return None
    found = pending = None
    with log.open("rb") as file:
        header = file.read(_HEADER_LENGTH)
        for frame in _frames(file, header):
            if frame.salt != header[16:24]:  # what follows is left over from an earlier log
                break
            if frame.header[:4] == b"\x00\x00\x00\x01":
                pending = frame.page[:_DATABASE_HEADER_LENGTH]
            if frame.is_last:
                found = pending
    return found


def log_is_whole(path: Path) -> bool:
    """Whether SQLite will read everything from the log of the database at ``path`` that was durable in it.

    It stops at the first frame whose sums are wrong, without a word. That is right for the end of a log, which a killed
    process leaves half written and told nobody was kept. But where whole transactions follow, or where the log's index
    counts more frames, a change is lost.
    """
    log = log_file(path)
    with system_errors_in_words("读取数据文件"):
        if not log.exists() or not log.stat().st_size:
            return True
        with log.open("rb") as file:
            header = file.read(_HEADER_LENGTH)
            sums = _sums_of_header(header)
            return sums is not None and _is_read_to_the_end(file, header, sums, _durable_frames(path, header))


def _is_read_to_the_end(file: BinaryIO, header: bytes, sums: _Sums, durable: int) -> bool:
    order = _order(header)
    salt = header[16:24]
    frames = _frames(file, header)
    whole = 0
    for frame in frames:
        sums = _add(_add(sums, frame.header[:8], order), frame.page, order)
        if frame.salt != salt or struct.pack(">II", *sums) != frame.header[16:]:
            return whole >= durable and not any(later.salt == salt and later.is_last for later in frames)
        whole += 1
    return whole >= durable


def _durable_frames(path: Path, header: bytes) -> int:
    """How many frames of this log the index counts; 0 where there is none, or one of another log."""
    index = shared_memory_file(path)
    if not index.exists():
        return 0
    with index.open("rb") as file:
        first, second = file.read(48), file.read(48)
    if (
        len(second) < 48
        or first != second
        or _add((0, 0), first[:40], sys.byteorder) != struct.unpack("=II", first[40:])
    ):
        return 0
    count, salt = _INDEX_HEADER.unpack(first[:40])
    return count if salt == header[16:24] else 0


def _frames(file: BinaryIO, header: bytes) -> Iterator[_Frame]:
    page_size = int.from_bytes(header[8:12], "big")
    if page_size not in _PAGE_SIZES:
        return
    while len(frame := file.read(_FRAME_HEADER_LENGTH + page_size)) == _FRAME_HEADER_LENGTH + page_size:
        yield _Frame(frame[:_FRAME_HEADER_LENGTH], frame[_FRAME_HEADER_LENGTH:])


def _order(header: bytes) -> str:
    return "big" if header[3] & 1 else "little"


def _sums_of_header(header: bytes) -> _Sums | None:
    """The sums that those of the frames go on from; ``None`` where this is no header of a log."""
    if len(header) < _HEADER_LENGTH or int.from_bytes(header[:4], "big") not in _MAGIC:
        return None
    sums = _add((0, 0), header[:24], _order(header))
    return sums if sums == struct.unpack(">II", header[24:]) else None


def _add(sums: _Sums, data: bytes, order: str) -> _Sums:
    """SQLite's sums over ``data``, whose length is a multiple of 8."""
    first, second = sums
    words = struct.unpack(f"{'>' if order == 'big' else '<'}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
