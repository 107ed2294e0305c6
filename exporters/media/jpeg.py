"""A JPEG without position: its segments are copied or left out, the picture's own bytes stay as they are."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from exporters.media.exif import MARK, kept_exif

_START: Final = b"\xff\xd8"
_END, _SCAN, _COMMENT = 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
#: What a picture needs to be shown as it is: its measures, its colours.
_NEEDED: Final = {_APP0: b"JFIF\0", _APP2: b"ICC_PROFILE\0", _APP14: b"Adobe"}
#: A marker in coded data that is none of those that belong to the data.
_MARKER_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class Unreadable(Exception):
    """The file does not have the structure that its beginning promises."""


def jpeg_without_position(data: bytes) -> bytes:
    """The same picture; ``data`` itself where there is nothing to take out. Raises :class:`Unreadable`.

    Left out are all segments that say something about the photo, and what follows the picture: further pictures and films
    have EXIF of their own.
    """
    parts = [_START]
    for kind, part in _segments(data):
        if kind == _APP1 and part[4:].startswith(MARK):
            kept = kept_exif(part[4:])
            if kept:
                parts.append(struct.pack(">BBH", 0xFF, _APP1, len(MARK) + len(kept) + 2) + MARK + kept)
        elif _is_needed(kind, part):
            parts.append(part)
    result = b"".join(parts)
    return data if result == data else result


def _is_needed(kind: int, part: bytes) -> bool:
    if kind == _COMMENT or _APP0 <= kind <= _APP15:
        return kind in _NEEDED and part[4:].startswith(_NEEDED[kind])
    return True


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment's kind and all its bytes, a scan with its coded data; the end is the last."""
    place = len(_START)
    while place < len(data):
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if len(data) < place + 4 and data[place : place + 2] != bytes((0xFF, _END)):
            break
        if data[place] != 0xFF:
            raise Unreadable
        kind = data[place + 1]
        if kind == _END:
            yield kind, data[place : place + 2]
            return
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if end < place + 4:
            raise Unreadable
        if kind == _SCAN:
            after = _MARKER_IN_SCAN.search(data, end)
            end = after.start() if after else len(data)
        yield kind, data[place:end]
        place = end
    # Cut short: what is there of the picture is shown, as far as a reader can.
