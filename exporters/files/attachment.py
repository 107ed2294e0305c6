"""An attachment: a name that every system accepts and the bytes; names made distinct; sizes in the user's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from exporters.files.names import file_name
from forms.errors import InputError, reading_failure
from forms.plain_file import refuse_special_file
from forms.words import size_words

#: Whatever some program takes for the end of a line.
LINE_BREAK: Final = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

#: What Windows takes in no name, and marks that turn the direction of what follows (a disguised suffix).
_NOT_IN_NAMES: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]'
)

#: A longer suffix is no suffix.
_LONGEST_SUFFIX: Final = 12


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to hand in."""

    name: str
    data: bytes


def read_attachment(path: Path, largest: int) -> Attachment:
    """The file at ``path``. Raises :class:`InputError` where it is empty, larger than ``largest`` bytes or no plain file."""
    refuse_line_break(path.name, "文件名")
    refuse_special_file(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except OSError as error:
        raise reading_failure(error, path.name) from error
    if len(data) > largest:
        raise InputError(
            f"文件“{path.name}”超过{size_words(largest)}，没有邮箱收得下。请改用 QQ 中转站、网盘或 U 盘送达，或先压缩。"
        )
    if not data:
        raise InputError(f"文件“{path.name}”是空的，没有内容可以报送。请检查是否选错了文件。")
    return Attachment(safe_name(path.name), data)


def refuse_line_break(text: str, what: str) -> None:
    """Raise :class:`InputError` where ``text`` would run into a second line; ``what`` it is, in the user's words."""
    if LINE_BREAK.search(text):
        shown = LINE_BREAK.sub("⏎", text)[:60]
        raise InputError(f"{what}“{shown}”里有换行，不能写进邮件。请删去换行后再试。")


def safe_name(name: str) -> str:
    """``name`` as it is where every system accepts it, else the nearest one that does."""
    refuse_line_break(name, "文件名")
    # White space at the ends, of any kind, is dropped by some mail programs and shown by none.
    composed = unicodedata.normalize("NFC", name).strip()
    stem, suffix = _split(composed)
    cleaned = file_name(stem, suffix=suffix)
    # What ``file_name`` does beyond need (a leading underscore of a camera's name) is not wanted here.
    harmless = composed and not _NOT_IN_NAMES.search(composed) and composed.strip(" .") == composed
    fits = (
        len(composed.encode("utf-8", "replace")) <= 240
        and len(composed.encode("utf-16-le", "replace")) <= 240
    )
    reserved = cleaned.startswith("_") and not stem.startswith("_")
    return composed if harmless and fits and not reserved else cleaned


def distinct(attachments: Iterable[Attachment], taken: Iterable[str] = ()) -> tuple[Attachment, ...]:
    """The attachments under safe names of which no two are the same on any system (``照片.jpg``, ``照片（2）.jpg``)."""
    used = {attachment_key(name) for name in taken}
    result = []
    for attachment in attachments:
        name = safe_name(attachment.name)
        stem, suffix = _split(name)
        number = 2
        while attachment_key(name) in used:
            name = file_name(stem, suffix=f"（{number}）{suffix}")
            number += 1
        used.add(attachment_key(name))
        result.append(Attachment(name, attachment.data))
    return tuple(result)


def _split(name: str) -> tuple[str, str]:
    suffix = PurePath(name).suffix
    if len(suffix) > _LONGEST_SUFFIX or suffix == name or _NOT_IN_NAMES.search(suffix) or " " in suffix:
        suffix = ""
    return (name.removesuffix(suffix), suffix) if suffix else (name, "")


def attachment_key(name: str) -> str:
    """What two names have in common where some system takes them for the same."""
    return unicodedata.normalize("NFKC", name).casefold()
