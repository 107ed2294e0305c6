"""Cut a font down to the characters a document uses, in the form in which a PDF holds it."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Iterable
from dataclasses import dataclass

import uharfbuzz

from exporters.fonts.compact_font_format import character_identifiers
from exporters.fonts.font import Font
from exporters.fonts.shaping import FIRST_STAND_IN

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
    letters: dict[int, str]
    """Code to what is copied and searched."""

    @property
    def has_shared_glyphs(self) -> bool:
        return any(code != identifier for code, identifier in self.identifiers.items())


def subset(font: Font, characters: Iterable[str]) -> Subset:
    """The subset of ``font`` for ``characters``, all of which it must have."""
    # Stand-ins are numbered as they come; the same text gives the same bytes whatever was printed before.
    used = sorted(set(characters), key=lambda character: _identity(font, character))
    plan = _plan(font, used)
    smaller = uharfbuzz.Face(plan.execute().blob)
    if font.is_cff:
        program: bytes = smaller.reference_table("CFF ").data
        by_glyph = character_identifiers(program)
    else:
        program = smaller.blob.data
        by_glyph = list(range(smaller.glyph_count))
    shape = uharfbuzz.Font(smaller)
    renumbered = plan.old_to_new_glyph_mapping
    identifier_of = {
        character: by_glyph[
            renumbered[stand_in.glyph]
            if (stand_in := font.stand_in(character))
            else shape.get_nominal_glyph(ord(character))
        ]
        for character in used
    }
    codes = _distinct_codes(identifier_of)
    return Subset(
        name=f"{_tag(font, used)}+{font.name}",
        program=program,
        codes=codes,
        identifiers={codes[character]: identifier for character, identifier in identifier_of.items()},
        widths={
            identifier: font.advance(character) or 0.0 for character, identifier in identifier_of.items()
        },
        letters={codes[character]: font.letters(character) for character in used},
    )


def _plan(font: Font, used: list[str]) -> uharfbuzz.SubsetPlan:
    wanted = uharfbuzz.SubsetInput()
    stand_ins = {character: stand_in for character in used if (stand_in := font.stand_in(character))}
    wanted.unicode_set.update(ord(character) for character in used if character not in stand_ins)
    wanted.glyph_set.update(stand_in.glyph for stand_in in stand_ins.values())
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in _TABLES_WITHOUT_USE)
    wanted.flags = uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    return uharfbuzz.SubsetPlan(font.face, wanted)


def _identity(font: Font, character: str) -> str:
    """What tells a character of a font from every other: itself, or the glyph it stands in for."""
    stand_in = font.stand_in(character)
    return f"{FIRST_STAND_IN}{stand_in}" if stand_in else character


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
    identities = "".join(_identity(font, character) for character in used)
    digest = hashlib.sha256(f"{font.name}\n{identities}".encode()).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:6])
