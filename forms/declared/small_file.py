"""Reads a file that cannot be large: no more than that much of it is ever read."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from forms.errors import InputError, reading_failure
from forms.plain_file import refuse_special_file


def read_small_file(path: Path, largest: int, what: str) -> bytes:
    """The bytes of the file at ``path``, at most ``largest``; ``what`` it should be, in the user's words.

    Raises :class:`InputError` for a larger one, also for one that is not there, or ``EnvironmentFailure``.
    """
    refuse_special_file(path)
    try:
        with path.open("rb") as stream:
            return read_small_stream(stream, largest, path.name, what)
    except OSError as error:
        raise reading_failure(error, path.name) from error


def read_small_stream(stream: BinaryIO, largest: int, name: str, what: str) -> bytes:
    """Like :func:`read_small_file` from an open stream; ``name`` is what the user knows it by."""
    content = stream.read(largest + 1)
    if len(content) > largest:
        raise InputError(f"“{name}”太大了，不像是{what}。请检查是否选错了文件。")
    return content
