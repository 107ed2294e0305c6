"""File names that every system accepts, and the name a form is offered under."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from forms.form.document import Document

#: The longest name: in bytes what ext4 takes, in characters what leaves room in Windows' 260 for the folders.
_MAX_BYTES: Final = 255
_MAX_CHARACTERS: Final = 120

#: What stands in for a name of which nothing is left.
_FALLBACK: Final = "未命名"

_RESERVED_CHARACTERS: Final = str.maketrans(dict.fromkeys('<>:"/\\|?*', "－"))
_RESERVED_NAME: Final = re.compile(r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])", re.IGNORECASE)


def suggest_name(document: Document, suffix: str) -> str:
    """The name a form is offered under: ``单位_表名_日期.ext``, without what is not known."""
    date = document.date.isoformat() if document.date else ""
    kind = f"{document.form.name}（空白）" if document.blank_form else document.form.name
    return file_name(document.unit, kind, date, suffix=suffix)


def file_name(*parts: str, suffix: str) -> str:
    """The parts that are not empty, joined by ``_``, as a file name that Windows, macOS and Linux all accept.

    Where it would be too long the longest part is shortened, so that the form's name and the date stay.
    """
    clean = [part for part in (_clean(part) for part in parts) if part] or [_FALLBACK]
    while not _fits("_".join(clean) + suffix):
        longest = max(range(len(clean)), key=lambda index: len(clean[index].encode()))
        if len(clean[longest]) <= 1:
            break
        clean[longest] = _shorten(clean[longest])
    stem = "_".join(clean)
    # Windows takes the reserved names with any suffix: NUL.txt and NUL.tar.gz are the null device too.
    if _RESERVED_NAME.fullmatch(stem.partition(".")[0].rstrip()):
        stem = f"_{stem}"
    return stem + suffix


def _clean(part: str) -> str:
    """``part`` without what no file name may hold, in composed form, in one line."""
    composed = unicodedata.normalize("NFC", part.encode("utf-8", "replace").decode())
    spaced = re.sub(r"\s+", " ", composed)
    # Cc, Cf and the like: controls, and marks that turn the direction of what follows (a disguised suffix).
    visible = "".join(
        character for character in spaced if not unicodedata.category(character).startswith("C")
    )
    return visible.translate(_RESERVED_CHARACTERS).strip(" ._")


def _fits(name: str) -> bool:
    utf16_units = len(name.encode("utf-16-le")) // 2
    return len(name.encode()) <= _MAX_BYTES and utf16_units <= _MAX_CHARACTERS


def _shorten(part: str) -> str:
    """A character less, with the marks that belong to it, and nothing at the end that may not stand there."""
    end = len(part) - 1
    while end > 1 and unicodedata.combining(part[end]):
        end -= 1
    return part[:end].rstrip(" ._") or part[:1]
