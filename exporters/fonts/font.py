"""One face of one font file: which characters it has and how wide they are."""

from __future__ import annotations

import itertools
import struct
from pathlib import Path
from typing import Any

import uharfbuzz

from exporters.fonts.shaping import FIRST_STAND_IN, LAST_STAND_IN, StandIn, shape

_POSTSCRIPT_NAME = 6
_EMBEDDING_FORBIDDEN = 0x0002
_HEAD_SIZE = 54

# One stand-in means one glyph of one font in the whole process, so that a text of them says which font prints it.
_stand_ins = itertools.count(ord(FIRST_STAND_IN))


class UnusableFont(Exception):
    """The file is damaged, is of a kind that cannot be embedded here, or its owner forbids embedding."""


class Font:
    """An open font face. The file is mapped, not read; opening one costs about a millisecond.

    Widths come in points for a size in points; ``ascent``, ``descent`` (negative), ``cap_height`` and
    ``bounding_box`` in thousandths of the font size, as a PDF wants them.
    """

    def __init__(self, path: Path, face_name: str = "") -> None:
        """Open the face with this PostScript name, or the first one. Raises UnusableFont."""
        self.path = path
        self.face = _face(_map_file(path), face_name)
        self.name: str = self.face.get_name(_POSTSCRIPT_NAME) or path.stem
        tables = set(self.face.table_tags)
        self.is_cff = "CFF " in tables
        has_outlines = self.is_cff or {"glyf", "loca"} <= tables
        head = self.face.reference_table("head").data
        if not has_outlines or "fvar" in tables or not self.face.glyph_count or len(head) < _HEAD_SIZE:
            raise UnusableFont(f"{path}: no outlines that a PDF can hold")
        if _embedding_rights(self.face) & 0x000F == _EMBEDDING_FORBIDDEN:
            raise UnusableFont(f"{path}: embedding is forbidden")
        self._scale = 1000 / self.face.upem
        self._font = uharfbuzz.Font(self.face)
        self._advances: dict[str, float | None] = {}
        self._stand_ins: dict[str, StandIn] = {}
        self._given: dict[StandIn, str] = {}
        self._read_metrics(head)

    def _read_metrics(self, head: bytes) -> None:
        extents = self._font.get_font_extents("ltr")
        self.ascent = extents.ascender * self._scale
        self.descent = extents.descender * self._scale
        box = struct.unpack_from(">4h", head, 36)
        self.bounding_box = tuple(round(edge * self._scale) for edge in box)
        capital = self.glyph("H")
        drawn = self._font.get_glyph_extents(capital) if capital is not None else None
        self.cap_height = drawn.y_bearing * self._scale if drawn else 0.75 * self.ascent

    def __repr__(self) -> str:
        return f"Font({self.name!r})"

    def glyph(self, character: str) -> int | None:
        """The number of the character's glyph in the file, or None."""
        if stand_in := self._stand_ins.get(character):
            return stand_in.glyph
        number: int | None = self._font.get_nominal_glyph(ord(character))
        return number or None

    def advance(self, character: str) -> float | None:
        """The character's width in thousandths of the font size, or None where the font lacks it."""
        try:
            return self._advances[character]
        except KeyError:
            glyph = self.glyph(character)
            advance = None if glyph is None else self._font.get_glyph_h_advance(glyph) * self._scale
            if stand_in := self._stand_ins.get(character):
                advance = stand_in.advance * self._scale
            self._advances[character] = advance
            return advance

    def shaped(self, word: str) -> str:
        """A word as stand-ins for its glyphs, in the order in which it is read; the font must have its letters.

        Should they ever run out, its letters come back as they are: readable, though not joined.
        """
        found = []
        for glyph in shape(self._font, word):
            if glyph not in self._given:
                number = next(_stand_ins)
                if number > ord(LAST_STAND_IN):
                    return word
                self._given[glyph] = chr(number)
                self._stand_ins[chr(number)] = glyph
            found.append(self._given[glyph])
        return "".join(found)

    def stand_in(self, character: str) -> StandIn | None:
        """The glyph that a character stands in for; None for a character that is itself."""
        return self._stand_ins.get(character)

    def offset(self, character: str) -> tuple[float, float]:
        """How far right and up of its place a character is drawn, in thousandths of the font size."""
        stand_in = self._stand_ins.get(character)
        return (stand_in.right * self._scale, stand_in.up * self._scale) if stand_in else (0.0, 0.0)

    def letters(self, character: str) -> str:
        """What is copied and searched where a character is drawn."""
        stand_in = self._stand_ins.get(character)
        return stand_in.letters if stand_in else character

    def has(self, character: str) -> bool:
        return self.advance(character) is not None

    def width(self, text: str, size: float) -> float:
        """The width of ``text`` in points. Every character must be in the font."""
        total = 0.0
        for character in text:
            advance = self.advance(character)
            if advance is None:
                raise KeyError(f"{character!r} is not in {self.name}")
            total += advance
        return total * size / 1000


def _map_file(path: Path) -> Any:
    try:
        # HarfBuzz opens a file by its bytes; on Windows that fails under a user name such as 张三.
        if str(path).isascii():
            return uharfbuzz.Blob.from_file_path(str(path))
        return uharfbuzz.Blob(path.read_bytes())
    except (uharfbuzz.HarfBuzzError, OSError) as error:
        raise UnusableFont(str(path)) from error


def _face(blob: Any, face_name: str) -> Any:
    first = uharfbuzz.Face(blob, 0)
    if not face_name or first.get_name(_POSTSCRIPT_NAME) == face_name:
        return first
    for index in range(1, first.count):
        face = uharfbuzz.Face(blob, index)
        if face.get_name(_POSTSCRIPT_NAME) == face_name:
            return face
    raise UnusableFont(f"no face {face_name}")


def _embedding_rights(face: Any) -> int:
    """The licence bits (fsType) of the OS/2 table; 0, which allows all, where there is none."""
    table = face.reference_table("OS/2").data
    return int(struct.unpack_from(">H", table, 8)[0]) if len(table) >= 10 else 0
