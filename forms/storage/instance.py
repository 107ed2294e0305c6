"""One window on one data folder: a lock that goes with the process, and a file by which a second one calls the first."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure, environment_failure
from forms.storage.folders import make_file, make_folder, system_errors_in_words

_LOCK: Final = "window.lock"
_REQUEST: Final = "show-window.request"
_REQUEST_DIGITS: Final = 24
#: What a system says where another process holds the lock, and where a disk knows no locks.
_TAKEN: Final = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_UNSUPPORTED: Final = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK}


class InstanceGuard:
    """Lets one process at a time have the window on ``folder``.

    The first one's :meth:`acquire` is true; it watches :attr:`request_file`, whose content changes at each request to
    come to the front. A second one's is false; it calls :meth:`request_front` and ends. The operating system drops the
    lock of a process that dies, so no lock outlives its owner.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None

    @property
    def request_file(self) -> Path:
        """Exists once :meth:`acquire` has been called, and is changed in place: a file watcher keeps hold of it."""
        return self._folder / _REQUEST

    def acquire(self) -> bool:
        """Whether this process now has the window. Raises ``EnvironmentFailure`` where no lock can be made."""
        if self._lock is not None:
            return True
        make_folder(self._folder)
        make_file(self.request_file)
        make_file(self._folder / _LOCK)
        with system_errors_in_words("锁定数据文件夹"):
            descriptor = os.open(self._folder / _LOCK, os.O_RDWR)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                return False
            if error.errno in _UNSUPPORTED:
                raise EnvironmentFailure(
                    f"数据文件夹“{self._folder}”所在的磁盘不支持文件锁。请把数据放到本机的磁盘上。"
                ) from error
            raise environment_failure(error, "锁定数据文件夹") from error
        self._lock = descriptor
        return True

    def request_front(self) -> None:
        """Ask the process that has the window to show it. Raises ``EnvironmentFailure``."""
        with system_errors_in_words("通知已打开的窗口"):
            make_file(self.request_file)
            descriptor = os.open(self.request_file, os.O_WRONLY)
            try:
                os.write(descriptor, f"{time.time_ns():0{_REQUEST_DIGITS}}\n".encode())
            finally:
                os.close(descriptor)

    def release(self) -> None:
        """Let another process have the window. Releasing what is not held does nothing."""
        if self._lock is not None:
            os.close(self._lock)  # the lock goes with it
            self._lock = None


def _lock(descriptor: int) -> None:
    """Lock an open file for this process without waiting. Raises :class:`OSError`."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
