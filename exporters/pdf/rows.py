"""The rows of a table distributed over pages: nothing clipped, rows grow, long ones are split."""

from __future__ import annotations

from dataclasses import dataclass, field

from exporters.typesetting.measurer import TextStyle
from exporters.typesetting.runs import Line
from exporters.typesetting.sizes import Lines
from forms.sheet.printed import PrintedCell, PrintedRun

#: At least this many lines of a row stay together on each side of a page break.
_LEAST_LINES = 3


@dataclass(slots=True)
class Box:
    """A cell with its lines, all of one height. ``repeats``: a label printed again where its cell goes on."""

    cell: PrintedCell
    lines: Lines
    style: TextStyle
    line_height: float

    @property
    def repeats(self) -> bool:
        return self.cell.align == "center" and not self.cell.blank_ids

    def height(self, padding: float) -> float:
        """The height the cell needs in one piece."""
        return len(self.lines) * self.line_height + 2 * padding


@dataclass(slots=True)
class Slice:
    """The part of a row that stands on one page: from ``top`` to ``bottom`` on it."""

    row: int
    page: int
    top: float
    bottom: float


@dataclass(slots=True)
class Segment:
    """The part of a cell that stands on one page, and the lines in it. ``continued``: it began on an earlier page."""

    box: Box
    page: int
    top: float
    bottom: float
    lines: list[Line[PrintedRun]] = field(default_factory=list)
    continued: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Where rows may stand: from ``first_top`` (on the first page) or ``top`` down to ``bottom``.

    A row that does not fit is moved whole to the next page where that leaves at most the part ``most_empty`` empty.
    ``fresh`` says that nothing is gained by moving the first row: nothing but the title stands above it.
    """

    first_top: float
    top: float
    bottom: float
    most_empty: float
    fresh: bool = True

    def is_top(self, page: int, y: float) -> bool:
        """Whether a row at ``y`` begins as high as a row can."""
        return y <= self.top if page else self.fresh and y <= self.first_top


def distribute(
    boxes: list[Box], first: int, heights: list[float], space: Space, padding: float
) -> list[Segment]:
    """The segments of all cells over as many pages as they need.

    Lines that find no place because a page break cost some room make their cell's last row grow, until all are placed.
    """
    heights = list(heights)
    while True:
        slices = _slice_rows(heights, space, _linked(boxes, first, len(heights)), padding, boxes)
        segments: list[Segment] = []
        growth: dict[int, float] = {}
        for box in boxes:
            own = _segments(box, first, slices)
            left = _place_lines(box, own, padding)
            segments += own
            if left:
                last = box.cell.row - first + box.cell.row_span - 1
                growth[last] = max(growth.get(last, 0.0), left * box.line_height)
        if not growth:
            return segments
        for row, more in growth.items():
            heights[row] += more


def _linked(boxes: list[Box], first: int, count: int) -> list[int]:
    """For each row the last row it is tied to by a cell with running text that spans both."""
    last = list(range(count))
    for box in boxes:
        if box.cell.row_span > 1 and not box.repeats:
            start = box.cell.row - first
            for row in range(start, start + box.cell.row_span):
                last[row] = max(last[row], start + box.cell.row_span - 1)
    return last


def _slice_rows(
    heights: list[float], space: Space, linked: list[int], padding: float, boxes: list[Box]
) -> list[Slice]:
    line = max((box.line_height for box in boxes), default=0.0)
    least = _LEAST_LINES * line + 2 * padding
    slices: list[Slice] = []
    page, y = 0, space.first_top
    block_end = -1
    for row, height in enumerate(heights):
        if row > block_end:
            block_end = linked[row]
            block = sum(heights[row : block_end + 1])
            room = space.bottom - y
            full = space.bottom - space.top
            at_top = space.is_top(page, y)
            if block > room and block <= full and not at_top and room <= full * space.most_empty:
                page, y = page + 1, space.top
        remaining = height
        while remaining > space.bottom - y + 0.01:
            room = space.bottom - y
            at_top = space.is_top(page, y)
            if at_top or (room >= least and remaining - room >= min(least, remaining / 2)):
                slices.append(Slice(row, page, y, space.bottom))
                remaining -= room
            page, y = page + 1, space.top
        slices.append(Slice(row, page, y, y + remaining))
        y += remaining
    return slices


def _segments(box: Box, first: int, slices: list[Slice]) -> list[Segment]:
    """The cell's part of each page it stands on."""
    start = box.cell.row - first
    segments: dict[int, Segment] = {}
    for piece in slices:
        if start <= piece.row < start + box.cell.row_span:
            segment = segments.setdefault(piece.page, Segment(box, piece.page, piece.top, piece.bottom))
            segment.bottom = piece.bottom
    pieces = list(segments.values())
    for segment in pieces[1:]:
        segment.continued = True
    if len(pieces) == 1:
        pieces[0].whole = True
    return pieces


def _place_lines(box: Box, segments: list[Segment], padding: float) -> int:
    """Give each segment its lines; how many found no place."""
    fits = [
        int((segment.bottom - segment.top - 2 * padding + 0.01) / box.line_height) for segment in segments
    ]
    if box.repeats and all(room >= len(box.lines) for room in fits):
        for segment in segments:
            segment.lines = list(box.lines)
        return 0
    position = 0
    for segment, room in zip(segments, fits, strict=True):
        segment.lines = box.lines[position : position + max(0, room)]
        position += len(segment.lines)
    return len(box.lines) - position
