"""The one rule for the size of type in a table: the largest in which no label wraps and nothing is torn apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporters.typesetting.measurer import Measurer, TextStyle
from exporters.typesetting.runs import Line
from forms.sheet.printed import PrintedCell, PrintedRun

#: The lines of a text.
Lines = list[Line[PrintedRun]]


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell with its lines, set in ``style``."""

    cell: PrintedCell
    lines: Lines
    style: TextStyle


@dataclass(frozen=True, slots=True)
class SizeRule:
    """``sizes`` in points are tried from the largest.

    A size in which a label wraps, or a Latin word, a number or an address is torn apart between two lines, is passed over.
    A cell in which something is torn even in the last is set in ``smallest``, where that keeps it whole.
    """

    sizes: tuple[float, ...]
    smallest: float

    def choose(
        self,
        cells_in: Callable[[float], Sequence[SetCell]],
        fits: Callable[[float], bool] = lambda size: True,
    ) -> float | None:
        """The first size that ``fits`` in which no cell is cramped, else the last; ``None`` where even that does not fit.

        ``cells_in`` sets the cells in a size.
        """
        for size in self.sizes:
            if fits(size) and (size == self.sizes[-1] or not is_cramped(cells_in(size))):
                return size
        return None

    def set_cell(
        self, cell: PrintedCell, style: TextStyle, lines_in: Callable[[TextStyle], Lines]
    ) -> SetCell:
        """The cell set in ``style``, or smaller; ``lines_in`` breaks its text into lines."""
        lines = lines_in(style)
        if style.size == self.sizes[-1] and is_torn(lines):
            smaller = TextStyle(style.role, self.smallest)
            whole = lines_in(smaller)
            if not is_torn(whole):
                return SetCell(cell, whole, smaller)
        return SetCell(cell, lines, style)


def lines_of(cell: PrintedCell, measurer: Measurer, style: TextStyle, width: float) -> Lines:
    """The lines of all paragraphs of a cell whose text is ``width`` points wide."""
    return [line for runs in cell.paragraphs for line in measurer.lines(runs, style, width)]


def is_cramped(cells: Iterable[SetCell]) -> bool:
    """Whether a label wraps, or a number, a word or an address is torn apart between two lines."""
    return any(
        (text.cell.role == "label" and len(text.lines) > len(text.cell.paragraphs)) or is_torn(text.lines)
        for text in cells
    )


def is_torn(lines: Lines) -> bool:
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
