"""The two small PostScript programs of an embedded font: the character and the glyph of each code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

_LONGEST_BLOCK = 100

_FRAME = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType {kind} def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{blocks}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def to_unicode(letters: dict[int, str]) -> bytes:
    """The ToUnicode map from code to letters: what copying and searching find. Beyond the basic plane it holds surrogate pairs."""
    entries = (
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(letters.items())
        if text
    )
    return _program("Adobe-Identity-UCS", "UCS", 2, "bfchar", entries)


def to_glyphs(name: str, identifiers: dict[int, int]) -> bytes:
    """The encoding for a font in which some characters share a glyph and Identity-H would not do."""
    entries = (f"<{code:04X}> {identifier}" for code, identifier in sorted(identifiers.items()))
    return _program(name, "Identity", 1, "cidchar", entries)


def _program(name: str, ordering: str, kind: int, operator: str, entries: Iterable[str]) -> bytes:
    blocks = "\n".join(
        f"{len(block)} begin{operator}\n" + "\n".join(block) + f"\nend{operator}"
        for block in _in_blocks(entries)
    )
    return _FRAME.format(name=name, ordering=ordering, kind=kind, blocks=blocks).encode("ascii")


def _in_blocks(entries: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(entries)
    while block := list(islice(rest, _LONGEST_BLOCK)):
        yield block
