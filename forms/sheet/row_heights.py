"""The one rule of row heights: as high as the highest cell; a spanning cell that needs more makes its last row higher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """What a cell that begins in ``row`` and spans ``row_span`` rows needs, in points or pixels."""

    row: int
    row_span: int
    height: float


def row_heights(needs: Iterable[Need], count: int, least: float) -> list[float]:
    """The height of each of ``count`` rows, none lower than ``least``."""
    heights = [least] * count
    for need in sorted(needs, key=lambda need: need.row_span):
        last = need.row + need.row_span - 1
        lack = need.height - sum(heights[need.row : last + 1])
        if lack > 0:
            heights[last] += lack
    return heights
