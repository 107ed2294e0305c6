"""Read from a CFF table (Adobe Technical Note 5176) the one thing a PDF needs: the CID of each glyph."""

from __future__ import annotations

import struct

_CHARSET = 15
_CHAR_STRINGS = 17
_ROS = (12, 30)
_HEADER_SIZE_AT = 2


def character_identifiers(table: bytes) -> list[int]:
    """The CID of each glyph, by glyph number. Without CIDs, a PDF uses the glyph number itself."""
    _names, after_names = _index(table, table[_HEADER_SIZE_AT])
    dictionaries, _after = _index(table, after_names)
    top = _dictionary(dictionaries[0])
    glyph_count = struct.unpack_from(">H", table, top[_CHAR_STRINGS])[0]
    if _ROS not in top or _CHARSET not in top:
        return list(range(glyph_count))
    return _charset(table, top[_CHARSET], glyph_count)


def _index(table: bytes, start: int) -> tuple[list[bytes], int]:
    """The entries of the INDEX at ``start`` and the offset after it."""
    count = struct.unpack_from(">H", table, start)[0]
    if not count:
        return [], start + 2
    size = table[start + 2]
    first = start + 3
    edges = [int.from_bytes(table[first + n * size : first + (n + 1) * size]) for n in range(count + 1)]
    base = first + (count + 1) * size - 1
    return [table[base + edges[n] : base + edges[n + 1]] for n in range(count)], base + edges[-1]


def _dictionary(data: bytes) -> dict[int | tuple[int, int], int]:
    """The operators of a DICT with the last of their operands; real numbers, of no use here, count as 0."""
    found: dict[int | tuple[int, int], int] = {}
    operand = position = 0
    while position < len(data):
        byte = data[position]
        if byte == 12:
            found[12, data[position + 1]] = operand
            position += 2
        elif byte <= 21:
            found[byte] = operand
            position += 1
        else:
            operand, position = _operand(data, position)
    return found


def _operand(data: bytes, position: int) -> tuple[int, int]:
    """The number at ``position`` and the offset after it."""
    byte = data[position]
    if byte == 28:
        return struct.unpack_from(">h", data, position + 1)[0], position + 3
    if byte == 29:
        return struct.unpack_from(">i", data, position + 1)[0], position + 5
    if byte == 30:
        position += 1
        while data[position] & 0x0F != 0x0F:
            position += 1
        return 0, position + 1
    if byte <= 246:
        return byte - 139, position + 1
    if byte <= 250:
        return (byte - 247) * 256 + data[position + 1] + 108, position + 2
    return -(byte - 251) * 256 - data[position + 1] - 108, position + 2


def _charset(table: bytes, start: int, glyph_count: int) -> list[int]:
    """The CIDs listed in the charset at ``start``, in one of its three formats; glyph 0 is always CID 0."""
    kind, position = table[start], start + 1
    identifiers = [0]
    if kind == 0:
        return identifiers + list(struct.unpack_from(f">{glyph_count - 1}H", table, position))
    layout = ">HB" if kind == 1 else ">HH"
    while len(identifiers) < glyph_count:
        first, left = struct.unpack_from(layout, table, position)
        identifiers.extend(range(first, first + left + 1))
        position += struct.calcsize(layout)
    return identifiers[:glyph_count]
