"""Takes out of a text what nobody meant to type: signs that cannot be seen, and radicals that stand for ideographs."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

#: Scripts in which a joiner, or a variation selector of their own, changes how the letter before it is written:
#: Arabic to N'Ko, the scripts of India to Myanmar, Khmer and Mongolian.
_JOINED: Final = "\u0591-\u065f\u066a-\u06ef\u06fa-\u07bf\u07ca-\u109f\u1780-\u180a\u1810-\u18af"
_MONGOLIAN: Final = "\u1800-\u180a\u1810-\u18af"

#: Unicode's Default_Ignorable_Code_Point, and the signs beside it that show nothing: the blank of Braille, the
#: marks of interlinear notes, the place of an object.
_INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_HIDDEN: Final = re.compile(
    rf"(?<![{_JOINED}\u200c\u200d])[\u200c\u200d]+|(?<![{_MONGOLIAN}])[\u180b-\u180f]+"
    rf"|(?![\u200c\u200d\u180b-\u180f])[{_INVISIBLE}]+"
)

#: Spaces of every width but the two that are typed: a font rarely has them, and nobody can tell them apart.
_ODD_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_RADICAL: Final = re.compile("[\u2e80-\u2fdf]")


def tidy(text: str) -> str:
    """``text`` in Unicode form NFC with unified ideographs in place of radicals, ordinary spaces, and nothing invisible.

    Joiners stay behind a letter of a script that is written with them. Everything that can be seen stays, white space at
    the ends too. What comes out, given again, comes out the same.
    """
    if text.isascii():
        return text
    seen = _ODD_SPACE.sub(" ", _HIDDEN.sub("", text))
    if _RADICAL.search(seen):
        seen = seen.translate(_unified_ideographs())
    return unicodedata.normalize("NFC", seen)


@cache
def _unified_ideographs() -> dict[int, str]:
    """Each radical's ideograph, from the resource that names its source; read when the first radical is met."""
    from importlib.resources import files

    lines = (files("resources") / "unified_ideographs.txt").read_text("utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return {ord(pair[0]): pair[1] for pair in pairs}
