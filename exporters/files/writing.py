"""Files that are either written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure, environment_failure
from forms.leftovers import remove_leftovers, unfinished
from forms.moving import replace_patiently
from forms.new_file import new_file, write_all

#: Windows' errors for a file that another program holds open: a sharing or a lock violation.
_IN_USE: Final = (32, 33)


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all: beside the target first, then moved over it.

    Raises :class:`EnvironmentFailure` with a sentence for the user; then the old file is untouched and nothing is left
    over. Where ``path`` is a link the file it leads to is written. A device or a pipe is refused: moving a file over it
    would destroy it. What a process that was killed here left behind is removed.
    """
    what = f"保存文件“{path.name}”"
    try:
        target = _target(path)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
        if target.exists() and not target.is_file():
            raise EnvironmentFailure(f"{what}失败：这是设备或管道，不是普通的文件。请换一个文件名。")
        mode = target.stat().st_mode & 0o777 if target.exists() else None
        remove_leftovers(target.parent)
        temporary = _write_beside(target, data)
    except OSError as error:
        raise environment_failure(error, what) from error
    try:
        if mode is not None:
            temporary.chmod(mode)
        replace_patiently(temporary, target)
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
    temporary = unfinished(target.parent)
    with new_file(temporary) as handle:
        write_all(handle, data)
    return temporary


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
