"""A film (MP4, MOV, 3GP) without position: the boxes that hold one are blanked where they stand, so that no size changes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exporters.media.jpeg import Unreadable

#: Boxes with boxes in them that are looked into.
_CONTAINERS: Final = (b"moov", b"trak", b"udta", b"meta", b"ilst")
#: Boxes that hold a position: QuickTime's, that of 3GPP (TS 26.244, 8.10), Adobe's XMP in two places.
_POSITIONS: Final = (b"\xa9xyz", b"loci", b"XMP_", b"gps ", b"GPS ")
_XMP_UUID: Final = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
#: What the name of a described value (Apple's keys) says where it is a position.
_TELLING: Final = b"location"
_MOST_BOXES: Final = 20_000
_DEEPEST: Final = 6


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    content: int
    end: int


def is_movie(data: bytes) -> bool:
    """Whether it begins as films of the MP4 family do."""
    return data[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


def movie_without_position(data: bytes) -> bytes:
    """A film of the same length; ``data`` itself where there is nothing to take out. Raises :class:`Unreadable`."""
    finder = _Finder(data)
    finder.look(0, len(data), 0)
    if not finder.found:
        return data
    result = bytearray(data)
    for box in finder.found:
        result[box.start + 4 : box.start + 8] = b"free"
        result[box.content : box.end] = bytes(box.end - box.content)
    return bytes(result)


class _Finder:
    """Walks through the boxes and notes those that hold a position."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._boxes = 0
        self.found: list[_Box] = []

    def look(self, start: int, end: int, depth: int) -> None:
        telling: set[int] = set()
        for box in self._inside(start, end, strict=depth == 0):
            if box.kind in _POSITIONS or (box.kind == b"uuid" and self._is_xmp(box)):
                self.found.append(box)
            elif box.kind == b"keys":
                telling = self._telling_keys(box)
            elif box.kind == b"ilst" and telling:
                items = self._inside(box.content, box.end, strict=False)
                self.found += [item for item in items if int.from_bytes(item.kind, "big") in telling]
            elif box.kind in _CONTAINERS and depth < _DEEPEST:
                self.look(self._first_inside(box), box.end, depth + 1)

    def _is_xmp(self, box: _Box) -> bool:
        return self._data[box.content : box.content + 16] == _XMP_UUID

    def _first_inside(self, box: _Box) -> int:
        """ISO's box ``meta`` has four bytes before the first box in it, QuickTime's has not."""
        is_full = box.kind == b"meta" and self._data[box.content + 4 : box.content + 8] != b"hdlr"
        return box.content + 4 if is_full else box.content

    def _telling_keys(self, keys: _Box) -> set[int]:
        """The numbers (from 1) of the names that speak of a position."""
        names = self._inside(keys.content + 8, keys.end, strict=False)
        return {
            number
            for number, name in enumerate(names, 1)
            if _TELLING in self._data[name.content : name.end].lower()
        }

    def _inside(self, start: int, end: int, strict: bool) -> Iterator[_Box]:
        place = start
        while place + 8 <= end:
            self._boxes += 1
            if self._boxes > _MOST_BOXES:
                raise Unreadable
            size, kind = struct.unpack_from(">I4s", self._data, place)
            content = place + 8
            if size == 1 and place + 16 <= end:
                (size,) = struct.unpack_from(">Q", self._data, content)
                content += 8
            box_end = end if size == 0 and strict else place + size
            if box_end < content or box_end > end:
                # The end of user data is marked by four zero bytes; a film that was cut off has no more to it either.
                return
            yield _Box(kind, place, content, box_end)
            place = box_end
