"""File names that every system accepts, and files that are either written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import unicodedata
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure, environment_failure
from forms.form.document import Document

#: The longest name: in bytes what ext4 takes, in characters what leaves room in Windows' 260 for the folders.
_MAX_BYTES: Final = 255
_MAX_CHARACTERS: Final = 120

#: What stands in for a name of which nothing is left.
_FALLBACK: Final = "未命名"

_RESERVED_CHARACTERS: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', "－"))
_RESERVED_NAME: Final = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)

#: Windows' errors for a file that another program holds open: a sharing or a lock violation.
_IN_USE: Final = (32, 33)


def suggest_name(document: Document, suffix: str) -> str:
    """The name a form is offered under: ``单位_表名_日期.ext``, without what is not known."""
    date = document.date.isoformat() if document.date else ""
    kind = f"{document.form.name}（空白）" if document.blank_form else document.form.name
    return file_name(document.unit, kind, date, suffix=suffix)


def file_name(*parts: str, suffix: str) -> str:
    """The parts that are not empty, joined by ``_``, as a file name that Windows, macOS and Linux all accept.

    Where it would be too long the longest part is shortened, so that the form's name and the date stay.
    """
    clean = [part for part in (_clean(part) for part in parts) if part] or [_FALLBACK]
    while not _fits("_".join(clean) + suffix):
        longest = max(range(len(clean)), key=lambda index: len(clean[index].encode()))
        if len(clean[longest]) <= 1:
            break
        clean[longest] = _shorten(clean[longest])
    stem = "_".join(clean)
    # Windows takes the reserved names with any suffix: NUL.txt and NUL.tar.gz are the null device too.
    if _RESERVED_NAME.fullmatch(stem.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + suffix


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all: beside the target first, then moved over it.

    Raises :class:`EnvironmentFailure` with a sentence for the user; then the old file is untouched and nothing is left
    over. Where ``path`` is a link the file it leads to is written. A device or a pipe is refused: moving a file over it
    would destroy it.
    """
    what = f"保存文件“{path.name}”"
    try:
        target = _target(path)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if target.exists() and not target.is_file():
            raise EnvironmentFailure(f"{what}失败：这是设备或管道，不是普通的文件。请换一个文件名。")
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        temporary = _write_beside(target, data)
    except OSError as error:
        raise environment_failure(error, what) from error
    try:
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise _move_failure(error, what) from error
        raise
    _sync_folder(target.parent)


def _target(path: Path) -> Path:
    """Where ``path`` leads. Before Python 3.13 links in a circle raise no OSError."""
    try:
        target = path.resolve()
    except RuntimeError as error:
        raise OSError(errno.ELOOP, "") from error
    if target.is_symlink():
        raise OSError(errno.ELOOP, "")
    return target


def _write_beside(target: Path, data: bytes) -> Path:
    """A new file with ``data`` in the target's folder, safely on the disk; removed again where that fails.

    Not by ``tempfile``: on Windows it takes a folder without permission for a name that is taken, 10,000 times over.
    """
    temporary = target.parent / f".anyue-{secrets.token_hex(8)}.tmp"
    with temporary.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            file.close()
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    return temporary


def _clean(part: str) -> str:
    """``part`` without what no file name may hold, in composed form, in one line."""
    composed = unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode())
    spaced = re.sub(r"\s+", " ", composed)
    # Cc, Cf and the like: controls, and marks that turn the direction of what follows (a disguised suffix).
    visible = "".join(one for one in spaced if not unicodedata.category(one).startswith("C"))
    return visible.translate(_RESERVED_CHARACTERS).strip(" ._")


def _fits(name: str) -> bool:
    utf16_units = len(name.encode("utf-16-le")) // 2
    return len(name.encode()) <= _MAX_BYTES and utf16_units <= _MAX_CHARACTERS


def _shorten(part: str) -> str:
    """A character less, with the marks that belong to it, and nothing at the end that may not stand there."""
    end = len(part) - 1
    while end > 1 and unicodedata.combining(part[end]):
        end -= 1
    return part[:end].rstrip(" ._") or part[:1]


def _sync_folder(folder: Path) -> None:
    """Make the move itself durable where the system can."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _move_failure(error: OSError, what: str) -> EnvironmentFailure:
    """Why a file that could be written could not be moved: on Windows, a program that holds the old one open."""
    if isinstance(error, PermissionError) or getattr(error, "winerror", None) in _IN_USE:
        return EnvironmentFailure(
            f"{what}失败：该文件可能正在另一个程序（如 WPS、Word、Excel 或 PDF 阅读器）中打开，或被设为只读。"
            "请关闭它，或换一个文件名后再试。"
        )
    return environment_failure(error, what)
