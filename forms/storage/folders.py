"""Where the user's data lives, readable by nobody else."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure, environment_failure, one_line

#: Overrides the platform's folder, for a portable installation and for tests.
HOME_VARIABLE: Final = "ANYUE_HOME"

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600


def data_folder() -> Path:
    """The folder of the user's data; it need not exist yet. Raises ``EnvironmentFailure`` where none can be told."""
    override = os.environ.get(HOME_VARIABLE)
    try:
        if override:
            return Path(override).expanduser().absolute()
        from platformdirs import user_data_dir

        found = Path(user_data_dir("Anyue", appauthor=False))
    except (RuntimeError, FileNotFoundError) as error:
        raise _no_folder(override) from error
    # Where the home cannot be told "~" stays as it is: a folder of this name would be made wherever one happens to be.
    if not found.is_absolute():
        raise _no_folder(override)
    return found


def _no_folder(override: str | None) -> EnvironmentFailure:
    """Why there is no data folder: ``~name`` of nobody, the present folder deleted, no home."""
    if override:
        return EnvironmentFailure(
            f"找不到环境变量 {HOME_VARIABLE} 指定的数据文件夹“{one_line(override)}”。请把它改为完整的路径，或去掉它。"
        )
    return EnvironmentFailure(
        f"找不到当前用户的主文件夹，不知道数据放在哪里。请用环境变量 {HOME_VARIABLE} 指定一个文件夹。"
    )


def database_file(folder: Path) -> Path:
    return folder / "anyue.sqlite"


def backups_folder(folder: Path) -> Path:
    return folder / "backups"


def notices_folder(folder: Path) -> Path:
    """The user's own notice files."""
    return folder / "notices"


def content_folder(folder: Path) -> Path:
    """The files of packets and dispatches, by the hash of their content; see ``forms.storage.content``."""
    return folder / "content"


def damaged_folder(folder: Path) -> Path:
    return folder / "damaged"


def prepare(folder: Path) -> None:
    """Make the data folder with its fixed sub-folders. Raises ``EnvironmentFailure``."""
    for each in (folder, backups_folder(folder), notices_folder(folder)):
        make_folder(each)


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, open to its owner only, whatever the umask. Raises ``EnvironmentFailure``."""
    with system_errors_in_words(f"建立数据文件夹“{folder}”"):
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file is in the way", str(folder))
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _close_to_others(folder, FOLDER_MODE)


def make_file(path: Path) -> None:
    """Make an empty file that only its owner can read, or close an existing one. Raises ``EnvironmentFailure``."""
    with system_errors_in_words(f"写入文件“{path}”"):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, FILE_MODE))
        _close_to_others(path, FILE_MODE)


def _close_to_others(path: Path, mode: int) -> None:
    """Set the mode where it is not so already: another owner's folder may still be one we can write to."""
    if path.stat().st_mode & 0o777 != mode:
        path.chmod(mode)


def settle(path: Path) -> None:
    """Wait until a folder's entries (renamed and new files) are on the disk. Does nothing where a folder cannot be opened."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def system_errors_in_words(what: str) -> Iterator[None]:
    """Turn an ``OSError`` inside into ``EnvironmentFailure``; ``what`` as in ``forms.errors.environment_failure``."""
    try:
        yield
    except OSError as error:
        raise environment_failure(error, what) from error
