"""Excel files as other hands leave them: edited by another program, or with parts put in that no Office program writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """The workbook after ``edit`` had it open."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    edit(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts in the zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def rezipped(data: bytes, parts: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The zip with these parts in place of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as target:
        for name, part in (parts_of(data) | parts).items():
            target.writestr(name, part)
    return buffer.getvalue()
