"""Break runs of Chinese text into lines, by the rules for which marks may start or end a line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Generic

from exporters.typesetting.boundaries import Break, breaks
from exporters.typesetting.characters import VANISHING
from exporters.typesetting.runs import Attribute, Line, Piece, Run

# Sums of widths differ from each other in the last digits; a millionth of a point is not seen.
_TOLERANCE = 1e-6


def break_lines(
    runs: Sequence[Run[Attribute]], measure: Callable[[str, Attribute], float], line_width: float
) -> list[Line[Attribute]]:
    """Set ``runs`` in lines of at most ``line_width`` points.

    ``measure`` gives the width in points of one character with its run's attribute. A line feed ends its
    line. Nothing is lost: the lines together are the runs' text, without line feeds and without ordinary
    spaces at the ends of lines. No line is wider than ``line_width`` unless it is a single character. Text
    without any character makes one empty line.
    """
    return Paragraph(runs, measure).lines(line_width)


def natural_width(runs: Sequence[Run[Attribute]], measure: Callable[[str, Attribute], float]) -> float:
    """The width in points that ``runs`` need to stand without a break, except at their own line feeds."""
    return max(line.width for line in break_lines(runs, measure, float("inf")))


class Paragraph(Generic[Attribute]):
    """All runs as one text, with the place where each run begins and the widths added up.

    It can be set in lines of several widths; what does not depend on the width is found out once.
    """

    def __init__(self, runs: Sequence[Run[Attribute]], measure: Callable[[str, Attribute], float]) -> None:
        self._runs = runs
        self._text = "".join(run.text for run in runs)
        self._owner = [index for index, run in enumerate(runs) for _ in run.text]
        self._run_start = list(accumulate((len(run.text) for run in runs), initial=0))
        widths = (width for run in runs for width in _widths(run, measure))
        self._edge = list(accumulate(widths, initial=0.0))
        self._quality: dict[int, list[Break]] = {}

    @property
    def width(self) -> float:
        """The width in points of all the text in a row."""
        return self._edge[-1]

    def lines(self, line_width: float, scale: float = 1.0) -> list[Line[Attribute]]:
        """The lines of at most ``line_width`` points when the text is printed ``scale`` times as large as measured."""
        return [self.line(start, end, scale) for start, end in self.spans(line_width / scale)]

    def spans(self, line_width: float) -> Iterator[tuple[int, int]]:
        """The start and end of each line in the text, spaces and line feeds at its end left out."""
        start = 0
        while (feed := self._text.find("\n", start)) >= 0:
            yield from self._spans_between(start, feed, line_width)
            start = feed + 1
        yield from self._spans_between(start, len(self._text), line_width)

    def _spans_between(self, start: int, end: int, line_width: float) -> Iterator[tuple[int, int]]:
        if start not in self._quality:
            self._quality[start] = breaks(self._text[start:end])
        quality = self._quality[start]
        first = start
        while True:
            stop = self._line_end(start, end, line_width, quality, first)
            yield start, self._without_spaces(start, stop)
            start = stop
            if start >= end:
                return

    def _line_end(self, start: int, end: int, line_width: float, quality: list[Break], first: int) -> int:
        """Where the line that begins at ``start`` is best broken, at least one character on."""
        room = self._edge[start] + line_width + _TOLERANCE
        latest = max(start + 1, bisect_right(self._edge, room, start, end + 1) - 1)
        while latest < end and self._text[latest] in VANISHING:
            latest += 1
        if latest >= end:
            return end
        best, found = Break.BEFORE_SPACE, latest
        for position in range(latest, start, -1):
            here = quality[position - first]
            if here is Break.FREE:
                return position
            if here < best:
                best, found = here, position
        return found

    def _without_spaces(self, start: int, end: int) -> int:
        while end > start and self._text[end - 1] in VANISHING:
            end -= 1
        return end

    def line(self, start: int, end: int, scale: float) -> Line[Attribute]:
        """The text from ``start`` to ``end`` as pieces, one for each run that has a part in it."""
        pieces = []
        left = self._edge[start]
        while start < end:
            index = self._owner[start]
            stop = min(end, self._run_start[index + 1])
            run, begin = self._runs[index], self._run_start[index]
            text = run.text[start - begin : stop - begin]
            x, width = scale * (self._edge[start] - left), scale * (self._edge[stop] - self._edge[start])
            pieces.append(Piece(text, run.attribute, x, width, index, start - begin))
            start = stop
        return Line(tuple(pieces), scale * (self._edge[end] - left))


def _widths(run: Run[Attribute], measure: Callable[[str, Attribute], float]) -> Iterator[float]:
    """The width of each character of the run; each different one is measured once."""
    known = {character: measure(character, run.attribute) for character in set(run.text) if character != "\n"}
    known["\n"] = 0.0
    return map(known.__getitem__, run.text)
