"""A new file that gets its name only when it is whole and on the disk."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

#: What a system says that cannot make a file without a name.
_NO_NAMELESS: Final = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.EPERM)
#: A name that is taken, be it by a link, is not opened.
_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def new_file(path: Path, mode: int = 0o666) -> Iterator[int]:
    """A handle to write to; left without an error, the file is on the disk and is called ``path``, else nothing is left.

    Where the system can, the file has no name until then, so that a kill leaves nothing; elsewhere a kill leaves
    ``path``. Raises ``OSError``, ``FileExistsError`` where there is something of this name.
    """
    handle = _open_nameless(path.parent, mode)
    is_named = handle is None
    if handle is None:
        handle = os.open(path, _NEW, mode)
    try:
        yield handle
        os.fsync(handle)
        if not is_named:
            # Only by way of /proc can a file without a name be given one without special rights. Python follows the link
            # there only where it is told a folder, which an absolute path does not use.
            os.link(_name_of(handle), path, src_dir_fd=handle, follow_symlinks=True)
        os.close(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(handle)
        if is_named:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def write_all(handle: int, data: bytes) -> None:
    """Unbuffered: what a buffer still holds would be written, and fail, once more when the file is closed."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _name_of(handle: int) -> str:
    return f"/proc/self/fd/{handle}"


def _open_nameless(folder: Path, mode: int) -> int | None:
    """A file without a name in ``folder``, ``None`` where the system or the disk has none or could not give it one."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return None
    try:
        handle = os.open(folder, os.O_RDWR | flag, mode)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return None
        raise
    if os.path.lexists(_name_of(handle)):
        return handle
    os.close(handle)
    return None
