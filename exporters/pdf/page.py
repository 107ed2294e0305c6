"""What stands on a page: texts and rules at fixed places. All lengths in points, y from the page's top downwards."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    """A straight line of the table's frame or grid."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


@dataclass(slots=True)
class Page:
    """One page; ``draft`` asks for the mark across it."""

    width: float
    height: float
    draft: bool
    texts: list[PlacedText] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
