"""The user's own notice files in a backup: which of them it holds, and how a restore puts them back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from forms.moving import replace_patiently
from forms.storage.folders import make_folder, notices_folder, settle

#: A file name that every system takes, in no folder.
_NOTICE_NAME: Final = re.compile(r'[^./\\:*?"<>|\x00-\x1f][^/\\:*?"<>|\x00-\x1f]{0,119}\.toml')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_notice_name(name: str) -> bool:
    """Whether a user's notice file of this name can be kept in an archive."""
    return bool(_NOTICE_NAME.fullmatch(name)) and not _RESERVED.fullmatch(name)


def archivable_notices(folder: Path) -> list[Path]:
    """The notice files of a data folder that an archive holds; a restore replaces these and no others."""
    return [path for path in _entries(folder) if _is_archivable(path)]


def left_out_notices(folder: Path) -> list[str]:
    """The names of everything else in the notices folder, which stays out of archives and is left alone by a restore."""
    return [path.name for path in _entries(folder) if not _is_archivable(path)]


def _entries(folder: Path) -> list[Path]:
    notices = notices_folder(folder)
    return sorted(notices.iterdir()) if notices.is_dir() else []


def _is_archivable(path: Path) -> bool:
    return is_notice_name(path.name) and not path.is_symlink() and path.is_file()


def put_back_notices(folder: Path, ready: Path) -> None:
    """Put the notice files of the data folder ``ready`` in the place of those of ``folder``. May be repeated.

    Nothing is deleted but what the archive of before holds. What stands in the way of a name keeps its content under
    another name. Raises ``OSError``, and ``EnvironmentFailure`` for a folder that cannot be made.
    """
    # Once the old ones are gone the new ones get another place, so that a repetition takes no new one for an old one.
    coming = ready / "notices-coming"
    if notices_folder(ready).exists():
        for path in archivable_notices(folder):
            path.unlink()
        notices_folder(ready).rename(coming)
    if not coming.exists():
        return
    make_folder(notices_folder(folder))
    for path in sorted(coming.iterdir()):
        target = notices_folder(folder) / path.name
        if target.is_symlink() or target.is_dir():
            target.rename(_free_name(target))
        replace_patiently(path, target)
    settle(notices_folder(folder))


def _free_name(path: Path) -> Path:
    number = 1
    while True:
        free = path.with_name(f"{path.name}.恢复前{number}")
        if not (free.exists() or free.is_symlink()):
            return free
        number += 1
