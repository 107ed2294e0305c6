"""What parent and child say to each other over a pipe: a header in JSON and bytes, both with their length in front."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

_LENGTHS: Final = struct.Struct(">IQ")

#: The longest header and the most bytes that are taken. A page for a fine printer goes in bands of some 20 MB.
_LONGEST_HEADER: Final = 8_000_000
_MOST_BYTES: Final = 600_000_000


class BrokenFrame(Exception):
    """The other side says what it cannot mean. A parent trusts a child no further than this."""


def write_frame(stream: BinaryIO, header: Any, data: bytes = b"") -> None:
    """Send one message. Raises ``OSError`` where nobody reads any more."""
    text = json.dumps(header).encode("ascii")
    stream.write(_LENGTHS.pack(len(text), len(data)) + text)
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> tuple[Any, bytes] | None:
    """The next message, ``None`` at the end of the stream. Raises :class:`BrokenFrame`."""
    start = stream.read(_LENGTHS.size)
    if len(start) < _LENGTHS.size:
        return None
    header_length, data_length = _LENGTHS.unpack(start)
    if header_length > _LONGEST_HEADER or data_length > _MOST_BYTES:
        raise BrokenFrame
    text, data = stream.read(header_length), stream.read(data_length)
    if len(text) < header_length or len(data) < data_length:
        return None
    try:
        return json.loads(text), data
    except ValueError as error:
        raise BrokenFrame from error
