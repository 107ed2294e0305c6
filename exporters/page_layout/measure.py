"""Texts of a document broken into lines of a given width, measured with the fonts that will print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from exporters.typesetting.line_breaker import break_lines
from exporters.typesetting.runs import Line, Run


class Typeface(Protocol):
    """What a text is measured with; see :class:`exporters.fonts.font_set.Typeface`."""

    def width(self, text: str, size: float, field: str = "") -> float:
        """Width in points; raises MissingGlyph."""
        ...


class Typefaces(Protocol):
    """Typefaces by role."""

    def typeface(self, role: str) -> Typeface:
        """The typeface of title, body or heading."""
        ...


@dataclass(frozen=True, slots=True)
class TextStyle:
    """The typeface's role and the size in points of a text."""

    role: str
    size: float


class Measurer:
    """Breaks runs of (text, blank id) into lines. Widths of characters are kept, as most occur often."""

    def __init__(self, typefaces: Typefaces, labels: dict[str, str]) -> None:
        """``labels`` names each blank by id for the message about a character no font has."""
        self._typefaces = typefaces
        self._labels = labels
        self._widths: dict[tuple[str, str], float] = {}

    def width(self, character: str, style: TextStyle, blank_id: str = "") -> float:
        """The width of one character in points. Raises MissingGlyph that names the blank by its label."""
        key = character, style.role
        if key not in self._widths:
            typeface = self._typefaces.typeface(style.role)
            self._widths[key] = typeface.width(character, 1.0, self._labels.get(blank_id, ""))
        return self._widths[key] * style.size

    def text_width(self, text: str, style: TextStyle) -> float:
        return sum(self.width(character, style) for character in text)

    def lines(self, runs: Sequence[tuple[str, str]], style: TextStyle, width: float) -> list[Line[str]]:
        """The lines of one paragraph of (text, blank id) runs; the pieces' attribute is the blank id."""
        return break_lines(
            [Run(text, blank_id) for text, blank_id in runs],
            lambda character, blank_id: self.width(character, style, blank_id),
            width,
        )
