"""What is read is never written over: targets are compared with inputs before the first byte is written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from forms.errors import InputError


def refuse_inputs_as_targets(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise :class:`InputError` where writing to one of ``targets`` would write over one of ``inputs``.

    A target may be a folder: then no input may lie in it, however deep. Files are compared as the system knows them, so
    links, other spellings of a path and, where the system takes them for the same, other cases are seen through.
    """
    known = tuple(targets)
    for path in inputs:
        for target in known:
            if same_file(path, target):
                raise InputError(
                    f"“{path.name}”既是要读的文件又是要写的文件，写了原文件就没有了。请写到别的文件夹，或换一个文件名。"
                )
            if target.is_dir() and any(same_file(folder, target) for folder in _folders_of(path)):
                raise InputError(
                    f"“{path.name}”就在要写的文件夹“{target.name}”里，写了可能把它覆盖。"
                    "请先把它移到别处，或写到别的文件夹。"
                )


def same_file(first: Path, second: Path) -> bool:
    """Whether both paths lead to one file or folder; of what does not exist, or leads in a circle, never."""
    try:
        return first.samefile(second)
    except (OSError, ValueError):
        return False


def _folders_of(path: Path) -> tuple[Path, ...]:
    """The folders a file really lies in, and those it is named in, from the nearest to the root."""
    # Not by ``Path.resolve``: before Python 3.13 it raises RuntimeError where links lead in a circle.
    return (*Path(os.path.realpath(path)).parents, *path.absolute().parents)
