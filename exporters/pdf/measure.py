"""Texts of a document broken into lines of a given width, measured with the fonts that will print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from exporters.pdf.page import PlacedText
from exporters.typesetting.line_breaker import Paragraph
from exporters.typesetting.runs import Line, Run
from forms.sheet.printed import PrintedParagraph, PrintedRun


class Typeface(Protocol):
    """What a text is measured with; see :class:`exporters.fonts.font_set.Typeface`."""

    def width(self, text: str, size: float, field: str = "") -> float:
        """Width in points; raises MissingGlyph."""
        ...

    def prepare(self, text: str, field: str = "") -> str:
        """The text as it is broken into lines and drawn; raises MissingGlyph."""
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
    """Breaks printed paragraphs into lines.

    Texts are measured once, in a size of one point, and set in any size and width from that.
    """

    def __init__(self, typefaces: Typefaces, labels: Mapping[str, str]) -> None:
        """``labels`` names each blank by id for the message about a character no font has."""
        self._typefaces = typefaces
        self._labels = labels
        self._widths: dict[tuple[str, str], float] = {}
        self._paragraphs: dict[tuple[PrintedParagraph, str], Paragraph[str]] = {}

    def paragraph(self, runs: PrintedParagraph, role: str) -> Paragraph[str]:
        """A paragraph measured in a size of one point. Raises MissingGlyph that names the blank by its label."""
        key = runs, role
        if key not in self._paragraphs:
            prepare = self._typefaces.typeface(role).prepare
            self._paragraphs[key] = Paragraph(
                [Run(prepare(run.text, self._labels.get(run.blank_id, "")), run.blank_id) for run in runs],
                lambda character, blank_id: self._width(character, role, blank_id),
            )
        return self._paragraphs[key]

    def lines(self, runs: PrintedParagraph, style: TextStyle, width: float) -> list[Line[str]]:
        """The lines of one paragraph, at most ``width`` points wide; the pieces' attribute is the blank id."""
        return self.paragraph(runs, style.role).lines(width, style.size)

    def words(self, text: str, style: TextStyle, width: float) -> list[Line[str]]:
        """The lines of printed words."""
        return self.lines((PrintedRun(text),), style, width)

    def _width(self, character: str, role: str, blank_id: str) -> float:
        key = character, role
        if key not in self._widths:
            label = self._labels.get(blank_id, "")
            self._widths[key] = self._typefaces.typeface(role).width(character, 1.0, label)
        return self._widths[key]


def place_line(line: Line[str], x: float, top: float, height: float, style: TextStyle) -> list[PlacedText]:
    """The pieces of a line in a box of ``height`` whose upper left corner is at ``x``, ``top``."""
    baseline = top + height / 2 + style.size * 0.36
    return [
        PlacedText(x + piece.x, baseline, piece.text, style.role, style.size, piece.attribute)
        for piece in line.pieces
        if piece.text
    ]
