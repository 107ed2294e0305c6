"""What each character demands of a line: may it start one, may it end one, does it cling to its neighbour."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Pauses, stops, closing quotes and brackets, connecting and separating marks, units that follow a number.
NEVER_AT_START = frozenset(
    "，。、；：！？）》〉」』】〕〗〙〛］｝”’〞〟…—―·•・‧％‰℃℉°′″〃々～–－／｜＞､｡｣･．,.;:!?)]}%/~>"
)
# Opening quotes and brackets, and signs that stand before a number.
NEVER_AT_END = frozenset("（《〈「『【〔〖〘〚［｛“‘〝｢＜￥＄￡＃＠№§([{<¥£$#")
# The straight quotation marks open and close alike, so they cling to both sides.
STRAIGHT_QUOTES = frozenset("\"'")
# Marks that are written twice, or in rows, and stay together: ——, ……, and the room of an empty blank.
IN_ROWS = frozenset("—―…⸺－─\u3000")
# White space that vanishes at the end of a line. An ideographic space never does: it is the room of a blank.
VANISHING = frozenset(" \t")
NO_BREAK_SPACES = frozenset("\u00a0\u202f\u2060\ufeff")
# From here on the scripts (radicals, kana, ideographs, Hangul) may be broken between any two characters.
_FIRST_IDEOGRAPHIC = 0x2E80
_FIRST_STAND_IN = 0x100000


@dataclass(frozen=True, slots=True)
class Demands:
    """What one character demands. All are facts about the character alone."""

    vanishes: bool
    never_at_start: bool
    never_at_end: bool
    word: bool
    """Part of a Latin word, a number or an address, which stays whole."""
    in_rows: bool
    clings: bool
    """Clings to both neighbours, whatever they are."""
    combines: bool
    """Is drawn over the character before it."""


def _is_word(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and character != " "
    code = ord(character)
    if code < _FIRST_IDEOGRAPHIC:
        return unicodedata.category(character)[0] in "LN" or character in NO_BREAK_SPACES
    # A stand-in for a glyph of a word that was shaped (see exporters.fonts.shaping).
    if code >= _FIRST_STAND_IN:
        return True
    # Full-width digits and letters, as they come out of a Chinese input method.
    return 0xFF10 <= code <= 0xFF5A and unicodedata.category(character)[0] in "LN"


@lru_cache(maxsize=8192)
def demands(character: str) -> Demands:
    """The demands of one character."""
    return Demands(
        vanishes=character in VANISHING,
        never_at_start=character in NEVER_AT_START,
        never_at_end=character in NEVER_AT_END,
        word=_is_word(character),
        in_rows=character in IN_ROWS,
        clings=character in STRAIGHT_QUOTES or character in NO_BREAK_SPACES,
        combines=unicodedata.category(character)[0] == "M" or character == "\u200d",
    )
