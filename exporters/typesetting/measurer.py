"""Printed paragraphs broken into lines of a given width, measured with whatever typefaces the format has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from exporters.typesetting.line_breaker import Paragraph
from exporters.typesetting.runs import Line, Run
from forms.sheet.printed import PrintedParagraph, PrintedRun


class Typeface(Protocol):
    """What a text is measured with; see :class:`exporters.fonts.font_set.Typeface`."""

    def width(self, text: str, size: float, field: str = "") -> float:
        """Width in points; may raise an error that names ``field``, the label of the blank the text stands in."""
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
    """Breaks paragraphs into lines.

    Texts are measured once, in a size of one point, and set in any size and width from that.
    """

    def __init__(self, typefaces: Typefaces, labels: Mapping[str, str]) -> None:
        """``labels`` names each blank by id, for the message about a text that cannot be measured."""
        self._typefaces = typefaces
        self._labels = labels
        self._widths: dict[tuple[str, str], float] = {}
        self._paragraphs: dict[tuple[PrintedParagraph, str], Paragraph[PrintedRun]] = {}

    def paragraph(self, runs: PrintedParagraph, role: str) -> Paragraph[PrintedRun]:
        """A paragraph measured in a size of one point."""
        key = runs, role
        if key not in self._paragraphs:
            self._paragraphs[key] = Paragraph(
                [Run(run.text, run) for run in runs],
                lambda character, run: self._width(character, role, run.blank_id),
            )
        return self._paragraphs[key]

    def width(self, runs: PrintedParagraph, style: TextStyle) -> float:
        """The width in points of a paragraph set in one line."""
        return self.paragraph(runs, style.role).width * style.size

    def lines(self, runs: PrintedParagraph, style: TextStyle, width: float) -> list[Line[PrintedRun]]:
        """The lines of one paragraph, at most ``width`` points wide; each piece knows the run it is part of."""
        return self.paragraph(runs, style.role).lines(width, style.size)

    def _width(self, character: str, role: str, blank_id: str) -> float:
        key = character, role
        if key not in self._widths:
            label = self._labels.get(blank_id, "")
            self._widths[key] = self._typefaces.typeface(role).width(character, 1.0, label)
        return self._widths[key]
