"""The one rule of type sizes: the largest in which nothing is torn and no label wraps; single cells may be set smaller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from exporters.typesetting.runs import Line
from forms.sheet.printed import PrintedCell

#: Breaks a cell's paragraphs into lines at a type size in points.
BreakCell = Callable[[PrintedCell, float], list[Line[Any]]]


def choose_size(sizes: Sequence[float], fits: Callable[[float], bool]) -> float:
    """The first of ``sizes``, which come from the largest, that ``fits``; else the last."""
    return next((size for size in sizes if fits(size)), sizes[-1])


def is_cramped(cell: PrintedCell, lines: list[Line[Any]]) -> bool:
    """Whether a label wraps, or a number, a word or an address is torn apart between two lines of the cell."""
    return (cell.role == "label" and len(lines) > len(cell.paragraphs)) or is_torn(lines)


def set_cell(
    cell: PrintedCell, size: float, smallest: float, break_cell: BreakCell
) -> tuple[float, list[Line[Any]]]:
    """The size and lines of a cell: ``smallest`` where something would be torn in ``size`` and is whole in that."""
    lines = break_cell(cell, size)
    if smallest < size and is_torn(lines):
        smaller = break_cell(cell, smallest)
        if not is_torn(smaller):
            return smallest, smaller
    return size, lines


def is_torn(lines: list[Line[Any]]) -> bool:
    """Whether a line ends and the next begins inside one word, number or address of Latin letters and signs."""
    for line, following in pairwise(lines):
        if not line.pieces or not following.pieces:
            continue
        last, first = line.pieces[-1], following.pieces[0]
        if last.run == first.run and last.start + len(last.text) == first.start:
            ends = last.text[-1:] + first.text[:1]
            if len(ends) == 2 and ends.isascii() and " " not in ends:
                return True
    return False
