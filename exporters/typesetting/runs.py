"""The plain data that goes into the line breaker and comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Attribute = TypeVar("Attribute")


@dataclass(frozen=True, slots=True)
class Run(Generic[Attribute]):
    """Text of one kind: printed words, a filled-in value, an empty blank. The attribute goes with it."""

    text: str
    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Piece(Generic[Attribute]):
    """The part of one run on one line. ``x`` and ``width`` are in points, ``x`` from the line's start."""

    text: str
    attribute: Attribute
    x: float
    width: float
    run: int
    """Which run it came from, counted from 0."""
    start: int
    """Where in its run's text it begins."""


@dataclass(frozen=True, slots=True)
class Line(Generic[Attribute]):
    """One line: its pieces from left to right, and their whole width in points."""

    pieces: tuple[Piece[Attribute], ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)
