"""One window on one data folder: a lock that goes with the process, and a file by which a second one calls the first."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forms.errors import EnvironmentFailure, environment_failure
from forms.storage.folders import FILE_MODE, make_file, make_folder, system_errors_in_words

if TYPE_CHECKING:
    from filelock import FileLock

_LOCK: Final = "window.lock"
_REQUEST: Final = "show-window.request"
_REQUEST_DIGITS: Final = 24


class InstanceGuard:
    """Lets one process at a time have the window on ``folder``.

    The first one's :meth:`acquire` is true; it watches :attr:`request_file`, whose content changes at each request to
    come to the front. A second one's is false; it calls :meth:`request_front` and ends. The operating system drops the
    lock of a process that dies, so no lock outlives its owner.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: FileLock | None = None

    @property
    def request_file(self) -> Path:
        """Exists once :meth:`acquire` has been called, and is changed in place: a file watcher keeps hold of it."""
        return self._folder / _REQUEST

    def acquire(self) -> bool:
        """Whether this process now has the window. Raises ``EnvironmentFailure`` where no lock can be made."""
        from filelock import FileLock, Timeout

        if self._lock is not None:
            return True
        make_folder(self._folder)
        make_file(self.request_file)
        make_file(self._folder / _LOCK)
        lock = FileLock(self._folder / _LOCK, mode=FILE_MODE)
        try:
            lock.acquire(timeout=0)
        except Timeout:  # an OSError too, so it comes first
            return False
        except OSError as error:
            raise environment_failure(error, "锁定数据文件夹") from error
        except NotImplementedError as error:
            raise EnvironmentFailure(
                f"数据文件夹“{self._folder}”所在的磁盘不支持文件锁。请把数据放到本机的磁盘上。"
            ) from error
        self._lock = lock
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
            with contextlib.suppress(OSError):
                self._lock.release()
            self._lock = None
