"""The one rule for the heights of a table's rows: none lower than its cells need; a spanning cell grows its last row."""

from __future__ import annotations

from collections.abc import Iterable

from forms.sheet.printed import PrintedCell


def row_heights(needs: Iterable[tuple[PrintedCell, float]], rows: range, least: float) -> list[float]:
    """The height of each row of ``rows`` in points, none lower than ``least``.

    ``needs`` says of each cell in these rows how high it must be. What a cell over several rows needs beyond their heights
    is added to the last of them, where its text ends.
    """
    heights = [least] * len(rows)
    for cell, needed in sorted(needs, key=lambda need: need[0].row_span):
        own = range(cell.row - rows.start, cell.row - rows.start + cell.row_span)
        lacking = needed - sum(heights[row] for row in own)
        if lacking > 0:
            heights[own[-1]] += lacking
    return heights
