"""How well a line may be broken between two characters."""

from __future__ import annotations

from enum import IntEnum

from exporters.typesetting.characters import demands


class Break(IntEnum):
    """From good to bad. A worse break is taken only when the line holds no better one."""

    FREE = 0
    """Between two ideographs, after a space, …"""
    INSIDE = 1
    """Inside a word, a number, an address, a row of dashes or the room of a blank."""
    FORBIDDEN = 2
    """A closing mark would start the next line, or an opening one end this line."""
    BEFORE_SPACE = 3
    """A space would start the next line. Never needed: the place after the space is always better."""


def breaks(text: str) -> list[Break]:
    """For each position of ``text`` how well a line may be broken before it (position 0 is never used)."""
    demands_of = {character: demands(character) for character in set(text)}
    found: list[Break] = []
    before = demands("\u3000")
    after_space = False
    last = ""
    for character in text:
        here = demands_of[character]
        if here.vanishes:
            found.append(Break.BEFORE_SPACE)
            after_space = True
            continue
        if here.never_at_start or before.never_at_end or here.combines:
            found.append(Break.FORBIDDEN)
        elif after_space:
            found.append(Break.FREE)
        elif (
            (here.word and before.word)
            or here.clings
            or before.clings
            or (here.in_rows and character == last)
        ):
            found.append(Break.INSIDE)
        else:
            found.append(Break.FREE)
        before, last, after_space = here, character, False
    return found
