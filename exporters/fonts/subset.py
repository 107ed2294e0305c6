"""Cut a font down to the characters a document uses, in the form in which a PDF holds it."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable
from dataclasses import dataclass

import uharfbuzz

from exporters.fonts.compact_font_format import character_identifiers
from exporters.fonts.font import Font

# A PDF places glyphs itself and finds them by number: it needs no shaping, names or mapping from characters.
_TABLES_WITHOUT_USE = (
    *("BASE", "DSIG", "EBDT", "EBLC", "FFTM", "GDEF", "GPOS", "GSUB", "JSTF", "LTSH", "MATH", "OS/2", "PCLT"),
    *("VDMX", "VORG", "gasp", "hdmx", "kern", "meta", "name", "post", "vhea", "vmtx"),
)
_LAST_CODE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Subset:
    """The part of a font that one document uses."""

    name: str
    """``ABCDEF+`` and the PostScript name; the same characters give the same tag."""
    program: bytes
    """A bare CFF table, or a TrueType file."""
    codes: dict[str, int]
    """Character to the two-byte code that stands for it in the page's text. No two characters share one."""
    identifiers: dict[int, int]
    """Code to CID. They differ only where two characters share a glyph (工 and the radical ⼯)."""
    widths: dict[int, float]
    """CID to width in thousandths of the font size."""

    @property
    def has_shared_glyphs(self) -> bool:
        return any(code != identifier for code, identifier in self.identifiers.items())


def subset(font: Font, characters: Iterable[str]) -> Subset:
    """The subset of ``font`` for ``characters``, all of which it must have."""
    used = sorted(set(characters))
    smaller = uharfbuzz.Face(_cut(font, used))
    if font.is_cff:
        program: bytes = smaller.reference_table("CFF ").data
        by_glyph = character_identifiers(program)
    else:
        program = smaller.blob.data
        by_glyph = list(range(smaller.glyph_count))
    shape = uharfbuzz.Font(smaller)
    identifier_of = {character: by_glyph[shape.get_nominal_glyph(ord(character))] for character in used}
    codes = _distinct_codes(identifier_of)
    return Subset(
        name=f"{_tag(font, used)}+{font.name}",
        program=program,
        codes=codes,
        identifiers={codes[character]: identifier for character, identifier in identifier_of.items()},
        widths={
            identifier: font.advance(character) or 0.0 for character, identifier in identifier_of.items()
        },
    )


def _cut(font: Font, used: list[str]) -> uharfbuzz.Blob:
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, used))
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in _TABLES_WITHOUT_USE)
    wanted.flags = uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    return wanted.subset(font.face).blob


def _distinct_codes(identifier_of: dict[str, int]) -> dict[str, int]:
    """The CID as the code; the second character of a shared glyph gets an unused code from the end."""
    taken = set(identifier_of.values())
    spare = (code for code in range(_LAST_CODE, 0, -1) if code not in taken)
    given: set[int] = set()
    codes = {}
    for character, identifier in identifier_of.items():
        code = next(spare) if identifier in given else identifier
        given.add(code)
        codes[character] = code
    return codes


def _tag(font: Font, used: list[str]) -> str:
    digest = hashlib.sha256(f"{font.name}\n{''.join(used)}".encode()).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:6])
