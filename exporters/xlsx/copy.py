"""The machine-readable copy inside our own Excel files: plain ASCII in short pieces, with a checksum.

Base64, because what a program that saves the file again does to line ends, spaces and rare characters then does no harm.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from forms.errors import InputError
from forms.form.check_code import first_code_of
from forms.form.document import Document
from forms.values import Filled, Source

FORMAT: Final = 2

#: Format 1, of 0.2.0, kept what stands in the lines below the table apart; these blanks hold it now.
_FORMAT_1: Final = 1
_LINES_OF_FORMAT_1: Final = {"unit": "lines.unit", "filled_by": "lines.filled_by", "date": "lines.date"}

#: The custom properties' names, ``anyue.0001`` and so on, and the title of the sheet with the second copy.
PROPERTY_PREFIX: Final = "anyue."
COPY_SHEET: Final = "安月读回"
DATA_SHEET: Final = "数据"
#: The head of that sheet, and which of its columns names the blank.
DATA_HEAD: Final = ("项目", "句", "栏目", "单位", "数值")
DATA_LABEL: Final = 2

#: Excel cuts a custom property after 255 characters, and a cell after 32,767.
PROPERTY_LENGTH: Final = 240
CELL_LENGTH: Final = 30_000

_MARK: Final = "ANYUE"


@dataclass(frozen=True, slots=True)
class MachineCopy:
    """What a file says about itself.

    ``data`` is what stood on the sheet 数据 (blank id, its label, its value as text), ``cells`` the fingerprint of each
    cell of the printed sheet with blanks in it and their ids: by both it is seen what was changed by hand. ``first_code`` is
    the check code that a file of format 1 bears.
    """

    notice_id: str
    form_id: str
    filled: Mapping[str, Filled]
    data: tuple[tuple[str, str, str], ...]
    cells: tuple[tuple[str, tuple[str, ...]], ...]
    first_code: str = ""


def machine_copy(
    document: Document, data: Iterable[tuple[str, str, str]], cells: Iterable[tuple[str, tuple[str, ...]]]
) -> MachineCopy:
    """The copy of a document."""
    return MachineCopy(
        notice_id=document.form.notice_id,
        form_id=document.form.id,
        filled=document.filled,
        data=tuple(data),
        cells=tuple(cells),
    )


def fingerprint(text: str) -> str:
    """A short fingerprint of a cell's text that does not depend on its white space."""
    squeezed = "".join(text.split())
    return hashlib.sha256(squeezed.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def encode(copy: MachineCopy) -> str:
    """The copy as one line of ASCII: mark, format, checksum, content."""
    content = {
        "notice": copy.notice_id,
        "form": copy.form_id,
        "filled": {key: [one.text, one.source.value, one.note] for key, one in copy.filled.items()},
        "data": copy.data,
        "cells": copy.cells,
    }
    body = base64.b64encode(json.dumps(content, sort_keys=True).encode()).decode()
    return f"{_MARK}:{FORMAT}:{_checksum(body)}:{body}"


def pieces(line: str, length: int) -> list[str]:
    """``line`` in pieces of at most ``length`` characters."""
    return [line[start : start + length] for start in range(0, len(line), length)]


def decode(line: str) -> MachineCopy | None:
    """The copy in a line, ``None`` where it is damaged. Raises :class:`InputError` for a newer format."""
    mark, _, rest = line.partition(":")
    format_text, _, rest = rest.partition(":")
    checksum, _, body = rest.partition(":")
    if mark != _MARK or not format_text.isascii() or not format_text.isdigit() or checksum != _checksum(body):
        return None
    if int(format_text[:9]) not in (_FORMAT_1, FORMAT):
        raise InputError("这个 Excel 文件是用更新版本的程序保存的，本版本读不了。请升级程序后再试。")
    try:
        content = json.loads(base64.b64decode(body, validate=True))
        if int(format_text) != _FORMAT_1:
            return _read(content)
        copy = _read(_from_format_1(content))
        texts = {blank_id: value for blank_id, _label, value in copy.data}
        return replace(copy, first_code=first_code_of(copy.notice_id, copy.form_id, texts))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _from_format_1(content: Any) -> Any:
    """The content of 0.2.0's copy as it would be written today. What was empty there says nothing about its blank."""
    if content["date"] is not None:
        datetime.date.fromisoformat(_text(content["date"]))
    lines = {
        blank_id: [_text(content[key]), Source.TYPED.value, ""]
        for key, blank_id in _LINES_OF_FORMAT_1.items()
        if content[key]
    }
    return {**content, "filled": content["filled"] | lines}


def _read(content: Any) -> MachineCopy:
    """The copy from parsed JSON; each part is asked for its type, for the file may have been made by anyone."""
    return MachineCopy(
        notice_id=_text(content["notice"]),
        form_id=_text(content["form"]),
        filled={
            _text(key): Filled(_text(text), Source(source), _text(note))
            for key, (text, source, note) in content["filled"].items()
        },
        data=tuple((_text(one), _text(label), _text(value)) for one, label, value in content["data"]),
        cells=tuple(
            (_text(mark), tuple(_text(blank_id) for blank_id in ids)) for mark, ids in content["cells"]
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
