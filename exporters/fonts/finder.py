"""Find font files in the few folders where a system keeps them, without asking any other program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_FONT_ENDINGS = (".ttf", ".ttc", ".otf", ".otc")


def system_name() -> str:
    """The name under which ``fonts.toml`` lists this machine's folders."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def find_files(folders: tuple[str, ...]) -> dict[str, Path]:
    """Every font file in ``folders``, by its name in lower case. An earlier folder wins over a later one."""
    found: dict[str, Path] = {}
    for folder in _expand(folders):
        for name, path in _font_files(folder):
            found.setdefault(name, path)
    return found


def _expand(folders: tuple[str, ...]) -> Iterator[str]:
    for declared in folders:
        folder = os.path.expanduser(os.path.expandvars(declared))  # noqa: PTH111
        if folder.startswith(("$", "~")):
            continue
        if folder.endswith("/*"):
            yield from _sub_folders(folder.removesuffix("/*"))
        else:
            yield folder


def _sub_folders(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.path for entry in entries if entry.is_dir())
    except OSError:
        return []


def _font_files(folder: str) -> list[tuple[str, Path]]:
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        # A folder that is missing or closed to us has no fonts for us.
        return []
    return [(name.lower(), Path(folder, name)) for name in names if name.lower().endswith(_FONT_ENDINGS)]
