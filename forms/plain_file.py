"""Asks, before a file is opened, whether it is one: a pipe or a device would keep the program waiting for ever."""

from __future__ import annotations

from pathlib import Path

from forms.errors import InputError


def refuse_special_file(path: Path) -> None:
    """Raise :class:`InputError` for a pipe, a device and the like. What is not there, and a folder, is for the reader to tell."""
    try:
        special = path.exists() and not path.is_file() and not path.is_dir()
    except OSError:
        return
    if special:
        raise InputError(f"“{path.name}”不是普通文件，读不了。请检查是否选错了文件。")
