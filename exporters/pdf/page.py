"""What stands on a page: texts and rules at fixed places. All lengths in points, y from the page's top downwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from exporters.typesetting.measurer import TextStyle
from exporters.typesetting.runs import Line
from forms.sheet.printed import PrintedRun

#: How far below a line's middle its baseline lies, and below that the line drawn under a run, as parts of the type size.
_BASELINE: Final = 0.36
_UNDERLINE: Final = 0.16


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text in the typeface of ``role`` (title, body, heading) with its baseline at ``y``.

    ``blank_id`` is the blank whose value this is (part of), empty for printed words.
    """

    x: float
    y: float
    text: str
    role: str
    size: float
    blank_id: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a table's frame or grid, or under a text."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


@dataclass(slots=True)
class Page:
    """One page; ``draft`` asks for the mark across it, ``underline`` is the thickness of the line under a run."""

    width: float
    height: float
    draft: bool
    underline: float
    texts: list[PlacedText] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)

    def write(self, line: Line[PrintedRun], left: float, top: float, height: float, style: TextStyle) -> None:
        """Set a line in a box of ``height`` whose upper left corner is at ``left``, ``top``."""
        baseline = top + height / 2 + style.size * _BASELINE
        for piece in line.pieces:
            if not piece.text:
                continue
            x, run = left + piece.x, piece.attribute
            self.texts.append(PlacedText(x, baseline, piece.text, style.role, style.size, run.blank_id))
            if run.underlined:
                y = baseline + style.size * _UNDERLINE
                self.rules.append(Rule(x, y, x + piece.width, y, self.underline))
