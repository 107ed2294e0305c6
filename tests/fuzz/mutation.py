"""Changes the bytes of a file at random, as damage, other programs and malice do; knows zip files from within."""

from __future__ import annotations

import io
import lzma
import random
import warnings
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

#: Bytes that mean something to one reader or another.
_TOKENS: Final = (
    b"\x00", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"<", b">",
    b"&", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&#0;", b"&amp;", b"\r\n", b"\n", b"\xe2\x80\xae", b"\xef\xbf\xbf", b"\xed\xa0\x80",
    "（".encode(), "九".encode(), "甲".encode("gbk"), b"%s", b"../", b"C:\\", b"\x1b[31m", b"1e999", b"-1", b"0", b"99999999999999999999",
    b"NaN", b"true", b"null", b"9999-12-31", b"0001-01-01T00:00:00+14:00", b"2020-06-31", b"PK\x03\x04", b"endobj", b"stream", b"/Kids",
)  # fmt: skip

#: No input of the fuzzer is larger.
LARGEST: Final = 400_000


def mutate(seed: bytes, chance: random.Random) -> bytes:
    """``seed`` with one to six random changes; where it is a zip file, mostly within one of its members."""
    if seed.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        try:
            return _mutate_member(seed, chance)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, RuntimeError, OSError, EOFError):
            pass  # A seed that was changed before may be no zip file any more.
    return _mutate_bytes(seed, chance)


def _mutate_bytes(seed: bytes, chance: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(_CHANGES)(data, chance)
    return bytes(data[:LARGEST])


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _set(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 1, 2, 50, 2000))


def _replace(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    token = chance.choice(_TOKENS)
    data[at : at + len(token)] = token


def _delete(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 4, 30, 1000))
    del data[at : at + length]


def _double(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 8, 100, 5000))
    data[at:at] = data[at : at + length] * chance.choice((1, 1, 2, 40))


def _move(data: bytearray, chance: random.Random) -> None:
    at, to, length = (
        chance.randrange(len(data) + 1),
        chance.randrange(len(data) + 1),
        chance.randrange(1, 200),
    )
    piece = data[at : at + length]
    del data[at : at + length]
    data[to:to] = piece


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


_CHANGES: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    _flip, _flip, _set, _insert, _insert, _replace, _replace, _delete, _double, _move, _cut,
)  # fmt: skip


def _mutate_member(seed: bytes, chance: random.Random) -> bytes:
    """The zip file packed anew with one member changed, doubled, renamed, dropped or packed another way."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(seed)) as old,
        warnings.catch_warnings(action="ignore"),
        zipfile.ZipFile(result, "w") as new,
    ):
        members = old.infolist()
        target = chance.choice(members)
        how = chance.choice(("bytes", "bytes", "bytes", "bytes", "drop", "double", "name", "pack"))
        for member in members:
            content, packing = old.read(member), zipfile.ZIP_DEFLATED
            if member is target and how == "bytes":
                content = _mutate_bytes(content, chance)
            if member is target and how == "pack":
                packing = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
            if member is target and how == "drop":
                continue
            name = member.filename
            if member is target and how == "name":
                name = chance.choice((f"../{name}", name.upper(), f"/{name}", name * 3, "甲/乙.xml"))
            for _ in range(2 if member is target and how == "double" else 1):
                new.writestr(zipfile.ZipInfo(name, (2020, 6, 3, 0, 0, 0)), content, packing)
    return result.getvalue()
