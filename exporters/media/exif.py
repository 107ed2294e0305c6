"""EXIF of which only the time a photo was taken and the way up are left; the place, the camera, its notes are not."""

from __future__ import annotations

import re
import warnings
from typing import Final

_EXIF_IFD: Final = 0x8769
_TAKEN_AT: Final = 36867
_ORIENTATION: Final = 0x0112
_TIME: Final = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d")

#: How EXIF begins in a JPEG and, in spite of the rules, in some PNG and WEBP files.
MARK: Final = b"Exif\0\0"


def kept_exif(data: bytes) -> bytes:
    """What is left of EXIF ``data``, made anew, so that nothing hides in it; without its mark, empty where nothing is left."""
    from PIL import Image

    exif = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif.load(data if data.startswith(MARK) else MARK + data)
            found = dict(exif)
            inner = dict(exif.get_ifd(_EXIF_IFD))
    except Exception:
        # Damaged in whatever way: nobody can read the way up from it either.
        return b""
    return _rebuilt(found.get(_ORIENTATION), inner.get(_TAKEN_AT))


def _rebuilt(orientation: object, taken_at: object) -> bytes:
    from PIL import Image

    exif = Image.Exif()
    if isinstance(orientation, int) and 2 <= orientation <= 8:
        exif[_ORIENTATION] = orientation
    if isinstance(taken_at, str) and _TIME.fullmatch(taken_at):
        exif.get_ifd(_EXIF_IFD)[_TAKEN_AT] = taken_at
    elif _ORIENTATION not in exif:
        return b""
    return exif.tobytes().removeprefix(MARK)
