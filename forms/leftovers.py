"""Names of files that are not whole yet, and what a killed process has left of them: half a form, with names and telephones."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_PREFIX: Final = ".anyue-"
_SUFFIX: Final = ".tmp"
#: ``.anyue-<process>-<hex>.tmp``, before 0.3.0 without the process, and SQLite's log of one; and a backup of 0.2.0.
_NAME: Final = re.compile(
    r"\.anyue-(?:([0-9]{1,10})-)?[0-9a-f]{16}\.tmp(?:-journal|-wal|-shm)?|\.(?:.+\.anyue|anyue.*\.sqlite)\.part(?:-journal)?",
    re.DOTALL,
)
#: A file changed so recently, in seconds, may be in use by a program on another computer that shares the folder.
_RECENT: Final = 60.0
#: A folder with more entries is not searched.
_MOST: Final = 20_000


def unfinished(folder: Path) -> Path:
    """A name in ``folder``, that nobody can guess, for a file that is not whole yet."""
    return folder / f"{_PREFIX}{os.getpid()}-{os.urandom(8).hex()}{_SUFFIX}"


def remove_all_leftovers(folder: Path) -> None:
    """Remove everything left over in a folder that only this process writes to."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and not entry.is_dir(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def remove_leftovers(folder: Path, now: Callable[[], float] = time.time) -> None:
    """Remove what is left over in ``folder`` from processes that are gone. Nothing is said where that fails.

    ``now`` gives seconds since 1970, as file systems count.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for number, entry in enumerate(entries):
            if number >= _MOST:
                return
            match = _NAME.fullmatch(entry.name)
            if match and _is_left_over(entry, match.group(1), now()):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()


def _is_left_over(entry: os.DirEntry[str], process: str | None, now: float) -> bool:
    try:
        recent = now - entry.stat(follow_symlinks=False).st_mtime < _RECENT
        return entry.is_file(follow_symlinks=False) and not recent and not _is_alive(process)
    except OSError:
        return False


def _is_alive(process: str | None) -> bool:
    """Whether a process of this number runs here; where that cannot be asked without harm, only age decides."""
    if process is None or os.name == "nt":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
