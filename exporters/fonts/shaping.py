"""Letters that are drawn otherwise in a word than alone (Arabic, Tibetan, …): HarfBuzz chooses and places their glyphs.

The rest of the program sets text character by character. So each glyph of a shaped word gets a stand-in, a character of
the last private plane, which is measured, broken into lines and embedded like any other. No text that is typed holds one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import uharfbuzz

FIRST_STAND_IN: Final = "\U00100000"
LAST_STAND_IN: Final = "\U0010fffd"

#: Words of the scripts from Hebrew to N'Ko and of India to Myanmar, of Khmer and Mongolian, and of Arabic's own forms, without
#: digits, which never join; joiners inside them take part.
_LETTER: Final = (
    "[\u0591-\u065f\u066a-\u06ef\u06fa-\u07bf\u07ca-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufefc]"
)
WORD: Final = re.compile(f"{_LETTER}(?:{_LETTER}|[\u200c\u200d])*")
_JOINERS: Final = frozenset("\u200c\u200d")

_MIRRORED: Final = str.maketrans("()[]{}<>«»（）《》〈〉【】", ")(][}{><»«）（》《〉〈】【")


@dataclass(frozen=True, slots=True)
class StandIn:
    """A glyph of a shaped word: its advance and offsets in the font's units, the letters it stands for, its direction."""

    glyph: int
    letters: str
    advance: int
    right: int
    up: int
    is_rtl: bool


def letters_of(word: str) -> set[str]:
    """The characters of a word that a font must have to print it."""
    return set(word) - _JOINERS


def shape(font: Any, word: str) -> list[StandIn]:
    """The glyphs of a word in the order in which it is read. ``font`` is a HarfBuzz font that has its letters."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    is_rtl = buffer.direction == "rtl"
    uharfbuzz.shape(font, buffer, {})
    glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    if is_rtl:
        glyphs.reverse()
    starts = sorted({info.cluster for info, _position in glyphs} | {len(word)})
    end_of = dict(pairwise(starts))
    found, told = [], set()
    for info, position in glyphs:
        # Of several glyphs for one cluster the first says what is copied and searched.
        letters = "" if info.cluster in told else word[info.cluster : end_of[info.cluster]]
        told.add(info.cluster)
        found.append(
            StandIn(info.codepoint, letters, position.x_advance, position.x_offset, position.y_offset, is_rtl)
        )
    return found


def in_drawn_order(text: str, is_rtl: Callable[[str], bool]) -> str:
    """A line's text from left to right: what is written from right to left is turned round, numbers within it are not.

    The rules of Unicode's bidirectional algorithm for a line that as a whole runs from left to right, without marks that
    change its direction: such are never in a text.
    """
    if not any(map(is_rtl, text)):
        return text
    kinds = "".join("R" if is_rtl(sign) else _kind(sign) for sign in text)
    drawn, done = [], 0
    for part in re.finditer("R(?:[RND]*R)?", kinds):
        drawn.append(text[done : part.start()])
        turned = text[part.start() : part.end()][::-1].translate(_MIRRORED)
        numbers = re.finditer("D+(?:ND+)*", kinds[part.start() : part.end()][::-1])
        for number in numbers:
            start, end = number.span()
            turned = turned[:start] + turned[start:end][::-1] + turned[end:]
        drawn.append(turned)
        done = part.end()
    return "".join([*drawn, text[done:]])


def _kind(sign: str) -> str:
    """``D`` for a digit, ``N`` for what has no direction of its own, ``L`` for all that runs from left to right."""
    category = unicodedata.category(sign)
    if category == "Nd":
        return "D"
    return "N" if category[0] in "ZPS" else "L"
