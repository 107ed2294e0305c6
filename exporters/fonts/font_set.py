"""The fonts of one machine by role, and text split into runs of characters that share a font."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from exporters.fonts.catalogue import Candidate, Catalogue, catalogue
from exporters.fonts.errors import FontUnavailable, MissingGlyph
from exporters.fonts.finder import find_files, system_name
from exporters.fonts.font import Font, UnusableFont
from exporters.fonts.shaping import FIRST_STAND_IN, LAST_STAND_IN, WORD, in_drawn_order, letters_of

ONLY_BUNDLED_SETTING = "ANYUE_FONTS"
"""Set this environment variable to ``bundled`` to use none of the system's fonts: same bytes everywhere."""

# A font that lacks one of these is not the Chinese font its file name says it is.
_SAMPLE = "安全生产月（）0"


@dataclass(frozen=True, slots=True)
class FontRun:
    """Characters in a row that the same font prints, ``right`` and ``up`` of their place by thousandths of the font size."""

    text: str
    font: Font
    right: float = 0.0
    up: float = 0.0


class FontSet:
    """Opens fonts when they are first needed and keeps them open. Use one for the whole process."""

    def __init__(self, only_bundled: bool | None = None, declared: Catalogue | None = None) -> None:
        """``only_bundled`` None reads the environment; ``declared`` replaces the shipped catalogue."""
        if only_bundled is None:
            only_bundled = os.environ.get(ONLY_BUNDLED_SETTING) == "bundled"
        whole = declared or catalogue()
        self._catalogue = whole.only_bundled() if only_bundled else whole
        self._files: dict[str, Path] | None = None
        self._fonts: dict[tuple[Path, str], Font | None] = {}
        self._typefaces: dict[str, Typeface] = {}

    def typeface(self, role: str) -> Typeface:
        """The typeface for ``title``, ``body`` or ``heading``."""
        if role not in self._typefaces:
            self._typefaces[role] = self._choose(role)
        return self._typefaces[role]

    def fallbacks(self) -> Iterator[Font]:
        """The fonts to ask for characters that a role's own font lacks."""
        for candidate in self._catalogue.fallbacks:
            font = self._open(candidate)
            if font:
                yield font

    def _choose(self, role: str) -> Typeface:
        for candidate in self._catalogue.roles[role]:
            font = self._open(candidate)
            if font and all(map(font.has, _SAMPLE)):
                return Typeface(font, self, candidate.stroke)
        raise FontUnavailable(role)

    def _open(self, candidate: Candidate) -> Font | None:
        path = _bundled_path(candidate.bundled) if candidate.bundled else self._find(candidate.file)
        if path is None:
            return None
        key = path, candidate.face
        if key not in self._fonts:
            try:
                self._fonts[key] = Font(path, candidate.face)
            except UnusableFont as error:
                if candidate.bundled:
                    raise FontUnavailable(str(path)) from error
                self._fonts[key] = None
        return self._fonts[key]

    def _find(self, file: str) -> Path | None:
        if self._files is None:
            self._files = find_files(self._catalogue.folders.get(system_name(), ()))
        return self._files.get(file.lower())


class Typeface:
    """What prints one role: its own font, and others for the characters it lacks.

    ``stroke`` (a part of the font size, mostly 0) is the width of a line to draw around the glyphs where the
    font is thinner than the role asks for: PDF text rendering mode 2, line width ``stroke * size`` points.
    """

    def __init__(self, font: Font, fonts: FontSet, stroke: float = 0.0) -> None:
        self.font = font
        self.stroke = stroke
        self._fonts = fonts
        self._by_character: dict[str, Font] = {}

    def font_for(self, character: str, field: str = "") -> Font:
        """The font that prints ``character``. Raises MissingGlyph, which names ``field``."""
        font = self._by_character.get(character)
        if font is None:
            font = self._by_character[character] = self._search(character, field)
        return font

    def _search(self, character: str, field: str) -> Font:
        if self.font.has(character):
            return self.font
        for font in self._fonts.fallbacks():
            if font.has(character):
                return font
        raise MissingGlyph(character, field)

    def prepare(self, text: str, field: str = "") -> str:
        """``text`` with the glyphs of those words that must be shaped in place of their letters, in the order of reading.

        Lines are broken in what comes out, and :meth:`runs` draws it. Raises MissingGlyph, which names ``field``.
        """
        if text.isascii():
            return text
        for character in text:
            if FIRST_STAND_IN <= character <= LAST_STAND_IN:
                raise MissingGlyph(character, field)
        return WORD.sub(lambda word: self._shape(word.group(), field), text)

    def _shape(self, word: str, field: str) -> str:
        letters = letters_of(word)
        for font in (self.font, *self._fonts.fallbacks()):
            if all(map(font.has, letters)):
                return font.shaped(word)
        for letter in word:
            if letter in letters:
                self.font_for(letter, field)
        raise MissingGlyph(word[0], field)

    def runs(self, text: str, field: str = "") -> list[FontRun]:
        """``text`` from left to right in runs that share a font."""
        placed = []
        for character in self._in_drawn_order(text, field):
            font = self.font_for(character, field)
            placed.append((character, font, *font.offset(character)))
        return [
            FontRun("".join(character for character, *_place in characters), *place)
            for place, characters in groupby(placed, lambda one: one[1:])
        ]

    def _in_drawn_order(self, text: str, field: str) -> str:
        def is_rtl(character: str) -> bool:
            if not FIRST_STAND_IN <= character <= LAST_STAND_IN:
                return False
            stand_in = self.font_for(character, field).stand_in(character)
            return stand_in is not None and stand_in.is_rtl

        return in_drawn_order(text, is_rtl)

    def width(self, text: str, size: float, field: str = "") -> float:
        """The width of ``text`` in points, set in ``size`` points."""
        total = 0.0
        for character in text:
            total += self.font_for(character, field).advance(character) or 0.0
        return total * size / 1000


def _bundled_path(kind: str) -> Path:
    import pylopdf_fonts_zh_cn

    path: Path = pylopdf_fonts_zh_cn.serif_path() if kind == "serif" else pylopdf_fonts_zh_cn.sans_path()
    return path
