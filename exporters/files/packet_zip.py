"""A packet as one zip file for OA, QQ or a USB stick: flat, UTF-8 names, the same bytes for the same packet."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Final

from exporters.files.attachment import Attachment, distinct
from exporters.files.writing import write_file
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

_FIRST_YEAR: Final = 1980
_LAST_YEAR: Final = 2107


def pack(attachments: Sequence[Attachment], made_on: datetime.date) -> bytes:
    """The zip file. Names are made safe and distinct, so that nothing unpacks outside its folder or over another."""
    if not attachments:
        raise InputError("没有要打包的文件。请至少选择一个文件。")
    year = min(max(made_on.year, _FIRST_YEAR), _LAST_YEAR)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for attachment in distinct(attachments):
            entry = zipfile.ZipInfo(attachment.name, (year, made_on.month, made_on.day, 0, 0, 0))
            packed = PurePath(attachment.name).suffix.lower() in _PACKED_BETTER
            entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            # Made on DOS, with no rights of its own: whoever unpacks it decides.
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, attachment.data)
    return target.getvalue()


def write_zip(path: Path, attachments: Sequence[Attachment], made_on: datetime.date) -> None:
    """Pack and write whole or not at all."""
    write_file(path, pack(attachments, made_on))
