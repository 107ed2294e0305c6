"""Zip files that are the same bytes for the same content: a packet as one file, and an office format's own zip."""

from __future__ import annotations

import datetime
import io
import stat
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final

from exporters.files.attachment import Attachment, distinct
from forms.errors import InputError

#: What packs to less; everything else is packed already.
_PACKED_BETTER: Final = (
    ".txt",
    ".csv",
    ".json",
    ".xml",
    ".html",
    ".ics",
    ".doc",
    ".xls",
    ".tif",
    ".tiff",
    ".bmp",
)

_UNIX: Final = 3
_PLAIN_FILE: Final = stat.S_IFREG | 0o644

#: The years that a zip file can say.
_FIRST_YEAR: Final = 1980
_LAST_YEAR: Final = 2107


def pack(attachments: Sequence[Attachment], made_on: datetime.date) -> bytes:
    """A packet for OA, QQ or a USB stick: flat, UTF-8 names, each entry dated ``made_on``.

    Names are made safe and distinct, so that nothing unpacks outside its folder or over another. Raises
    :class:`InputError` where there is nothing to pack.
    """
    if not attachments:
        raise InputError("没有要打包的文件。请至少选择一个文件。")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for attachment in distinct(attachments):
            packed = PurePath(attachment.name).suffix.lower() in _PACKED_BETTER
            archive.writestr(_entry(attachment.name, made_on, packed), attachment.data)
    return target.getvalue()


def same_bytes(data: bytes, made_on: datetime.date, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The zip ``data`` with each entry dated ``made_on``, and the entries of ``replaced`` with other content."""
    others = replaced or {}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            target.writestr(_entry(name, made_on, packed=True), others.get(name) or source.read(name))
    return result.getvalue()


def _entry(name: str, made_on: datetime.date, packed: bool) -> zipfile.ZipInfo:
    """An entry that depends neither on the moment nor on the machine."""
    year = min(max(made_on.year, _FIRST_YEAR), _LAST_YEAR)
    entry = zipfile.ZipInfo(name, (year, made_on.month, made_on.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    # Said to be made on Unix: Info-ZIP's unzip takes a name of DOS for one in a code page, though it is marked as UTF-8.
    # Windows Explorer, 7-Zip and bsdtar go by the mark alone, which zipfile sets for every name that is not ASCII. On a
    # Unix each entry then has rights, those of any file.
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE << 16
    return entry
