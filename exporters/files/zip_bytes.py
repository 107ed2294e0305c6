"""A zip file written again with everything that depends on the moment or the machine made fixed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from typing import Final

#: Zip files count their years from here.
_FIRST_YEAR: Final = 1980
_LAST_YEAR: Final = 2107


def same_bytes(data: bytes, made_on: datetime.date, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """The zip ``data`` with each entry dated ``made_on``, and the entries of ``replaced`` with other content."""
    year = min(max(made_on.year, _FIRST_YEAR), _LAST_YEAR)
    moment = (year, made_on.month, made_on.day, 0, 0, 0)
    others = replaced or {}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            target.writestr(entry, others.get(name) or source.read(name))
    return result.getvalue()
