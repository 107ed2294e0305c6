"""Files kept by the hash of their content: each once, to the byte, and never changed."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from forms.errors import DamagedFile, InputError
from forms.moving import replace_patiently
from forms.storage.folders import content_folder, make_file, make_folder, settle, settle_file
from forms.storage.folders import system_errors_in_words as errors_in_words

#: The largest file that can be kept: a long video.
CONTENT_LIMIT: Final = 2 << 30

_CHUNK: Final = 1 << 20
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
#: Where files are put together. What a killed process left in it is removed at the next opening.
_UNFINISHED: Final = "unfinished"

#: Gets the number of bytes of each step. What it raises stops the work.
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept: its fingerprint in hexadecimal, and its length."""

    sha256: str
    size: int


def content_file(folder: Path, sha256: str) -> Path:
    """Where the content of a fingerprint is kept in a data folder: ``content/ab/abcd…``."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"not a fingerprint: {sha256!r}")
    return content_folder(folder) / sha256[:2] / sha256


def keep(folder: Path, content: bytes | Path, name: str) -> Kept:
    """Keep some bytes, or those of a file; safely on the disk when this returns. ``name`` is what the user knows it by.

    Raises ``EnvironmentFailure`` (full disk, a file that cannot be read) and ``InputError`` (a file too large); then
    nothing is left over.
    """
    with errors_in_words(f"读取文件“{name}”"):
        source: IO[bytes] = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
    with source:
        return _keep(folder, source, name)


def _keep(folder: Path, source: IO[bytes], name: str) -> Kept:
    unfinished = content_folder(folder) / _UNFINISHED
    make_folder(content_folder(folder))
    make_folder(unfinished)
    part = unfinished / os.urandom(16).hex()
    with errors_in_words(f"保存文件“{name}”"):
        try:
            make_file(part)
            kept = _copy(source, part, name)
            target = content_file(folder, kept.sha256)
            if not is_whole(target, kept.sha256):
                make_folder(target.parent)
                settle(content_folder(folder))
                settle(folder)
                settle_file(part)
                replace_patiently(part, target)
                settle(target.parent)
            return kept
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _copy(source: IO[bytes], target: Path, name: str) -> Kept:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > CONTENT_LIMIT:
                raise InputError(f"文件“{name}”超过 {CONTENT_LIMIT >> 30} GB，存不下。请剪短或压缩后再试。")
            digest.update(chunk)
            file.write(chunk)
    return Kept(digest.hexdigest(), size)


def is_whole(path: Path, sha256: str) -> bool:
    """Whether a file is there, can be read, and has this fingerprint."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        # Gone, or on a part of the disk that is broken.
        return False


def read_content(folder: Path, sha256: str) -> bytes:
    """The exact bytes that were kept. Raises ``DamagedFile`` where they are not there any more or are others."""
    content = b"".join(read_chunks(folder, sha256))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _damaged("已损坏，与报送时的校验值不符")
    return content


def read_chunks(folder: Path, sha256: str) -> Iterator[bytes]:
    """Like :func:`read_content` piece by piece, but not compared with the fingerprint."""
    path = content_file(folder, sha256)
    with errors_in_words("读取保存的文件"):
        if not path.is_file():
            raise _damaged("不见了")
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _damaged(what: str) -> DamagedFile:
    return DamagedFile(
        f"读取保存的文件失败：这份文件{what}。请用“恢复”从一份全部数据的备份中取回，备份里完好的文件会补上。"
    )


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process left behind; a leftover that cannot be removed does no harm."""
    if (unfinished := content_folder(folder) / _UNFINISHED).exists():
        import shutil

        shutil.rmtree(unfinished, ignore_errors=True)


def adopt(folder: Path, prepared: Path) -> None:
    """Move every file of another content folder into that of ``folder``; what is there stays. May be repeated."""
    make_folder(content_folder(folder))
    for path in sorted(prepared.glob("??/*")):
        target = content_file(folder, path.name)
        make_folder(target.parent)
        replace_patiently(path, target)
    for place in content_folder(folder).glob("??"):
        settle(place)
    settle(content_folder(folder))
    settle(folder)
