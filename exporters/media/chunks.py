"""PNG and WEBP without position: chunks are copied or left out, the picture's own bytes stay as they are."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from exporters.media.exif import kept_exif
from exporters.media.jpeg import Unreadable

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_TEXTS: Final = (b"tEXt", b"zTXt", b"iTXt")
#: Keywords of a PNG's texts that hold EXIF, XMP or a position. Others stay: some programs keep a drawing in them.
_TELLING: Final = (b"xml:com.adobe.xmp", b"raw profile type", b"exif", b"gps", b"geo", b"location")

_RIFF_HEAD: Final = 12
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def png_without_position(data: bytes) -> bytes:
    """The same picture; ``data`` itself where there is nothing to take out. Raises :class:`Unreadable`."""
    parts = [PNG_START]
    for kind, content in _png_chunks(data):
        if kind == b"eXIf":
            content = kept_exif(content)
            if not content:
                continue
        elif kind in _TEXTS and content.lower().startswith(_TELLING):
            continue
        body = kind + content
        parts.append(struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body)))
    result = b"".join(parts)
    return data if result == data else result


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_START)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        kind = data[place + 4 : place + 8]
        if place + 12 + length > len(data) or not kind.isalpha():
            raise Unreadable
        yield kind, data[place + 8 : place + 8 + length]
        if kind == b"IEND":
            return
        place += 12 + length
    raise Unreadable


def webp_without_position(data: bytes) -> bytes:
    """The same picture; ``data`` itself where there is nothing to take out. Raises :class:`Unreadable`."""
    chunks: list[tuple[bytes, bytes]] = []
    has_exif = False
    for kind, content in _riff_chunks(data):
        if kind == b"EXIF":
            content = kept_exif(content)
            has_exif |= bool(content)
            if not content:
                continue
        elif kind == b"XMP ":
            continue
        chunks.append((kind, content))
    body = b"".join(_riff_chunk(kind, _true_flags(kind, content, has_exif)) for kind, content in chunks)
    result = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
    return data if result == data else result


def _true_flags(kind: bytes, content: bytes, has_exif: bool) -> bytes:
    """The head of an extended file says which chunks there are."""
    if kind != b"VP8X" or not content:
        return content
    flags = content[0] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if has_exif else 0)
    return bytes((flags,)) + content[1:]


def _riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    (length,) = struct.unpack_from("<I", data, 4) if len(data) >= _RIFF_HEAD else (0,)
    end = min(len(data), 8 + length)
    place = _RIFF_HEAD
    if end <= place:
        raise Unreadable
    while place + 8 <= end:
        kind, (size,) = data[place : place + 4], struct.unpack_from("<I", data, place + 4)
        if place + 8 + size > end:
            raise Unreadable
        yield kind, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
