"""Writes the file of an archive, of everything or of one unit: its members, then the manifest that names them."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

import forms
from forms.leftovers import remove_leftovers, unfinished
from forms.moving import replace_patiently
from forms.new_file import new_file
from forms.progress import Progress
from forms.storage.archive.file import CONTENT_PREFIX, MANIFEST_NAME, PROGRAM, Manifest, Member
from forms.storage.folders import FILE_MODE, settle

_CHUNK: Final = 1 << 20
#: What a ZIP can say of a file's age; the clock may stand at anything.
_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LAST_DATE: Final = (2107, 12, 31, 23, 59, 58)


def write_members(
    target: Path,
    sources: Mapping[str, Path],
    now: datetime.datetime,
    progress: Progress,
    program: str = PROGRAM,
) -> None:
    """Write the files of ``sources`` to an archive, whole or not at all; ``program`` tells its kind.

    The work is told as the second half of a whole. Raises ``OSError`` and what ``progress`` raises.
    """
    remove_leftovers(target.absolute().parent)
    part = unfinished(target.absolute().parent)
    try:
        with new_file(part, FILE_MODE) as handle, open(handle, "wb", closefd=False) as file:
            _zip(file, sources, now, progress, program)
        replace_patiently(part, target)
        settle(target.absolute().parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _zip(
    target: IO[bytes], sources: Mapping[str, Path], now: datetime.datetime, progress: Progress, program: str
) -> None:
    total = sum(path.stat().st_size for path in sources.values())
    done = total
    members = []
    date = min(max(now.timetuple()[:6], _FIRST_DATE), _LAST_DATE)
    with zipfile.ZipFile(target, "w") as file:
        for name, path in sources.items():
            digest = hashlib.sha256()
            size = 0
            info = _member_info(name, date)
            with path.open("rb") as source, file.open(info, "w", force_zip64=True) as member:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    member.write(chunk)
                    done += len(chunk)
                    progress(done, total * 2)
            members.append(Member(name, size, digest.hexdigest()))
        manifest = Manifest(forms.__version__, now, tuple(members))
        file.writestr(_member_info(MANIFEST_NAME, date), manifest.to_json(program))


def _member_info(name: str, date: tuple[int, ...]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (date[0], date[1], date[2], date[3], date[4], date[5]))
    # Photos, videos and exported forms are packed already.
    info.compress_type = zipfile.ZIP_STORED if name.startswith(CONTENT_PREFIX) else zipfile.ZIP_DEFLATED
    return info
