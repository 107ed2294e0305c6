"""The blocks of a sheet one after the other: where on which page each of them goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporters.pdf.page import Page
from exporters.pdf.rows import Space
from exporters.pdf.table import TableLayout, TablePlan
from exporters.typesetting.measurer import Measurer, TextStyle
from exporters.typesetting.sizes import Lines
from forms.sheet.printed import PrintedLines


class LinesLayout:
    """Lines outside any frame, from ``left`` on, at most ``width`` points wide."""

    def __init__(
        self, block: PrintedLines, measurer: Measurer, style: TextStyle, left: float, width: float
    ) -> None:
        self.style = style
        self._left = left
        self.lines: Lines = [line for runs in block.lines for line in measurer.lines(runs, style, width)]

    def draw(self, pages: Sequence[Page], spots: Sequence[tuple[int, float]], height: float) -> None:
        """Write each line, ``height`` points high, on the page and at the height of its spot."""
        for line, (number, top) in zip(self.lines, spots, strict=True):
            pages[number].write(line, self._left, top, height, self.style)


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table and where it goes."""

    layout: TableLayout
    plan: TablePlan

    def draw(self, pages: Sequence[Page]) -> None:
        self.layout.draw(pages, self.plan)


@dataclass(frozen=True, slots=True)
class PlacedLines:
    """Lines, ``height`` points high, and the page and height where each goes."""

    layout: LinesLayout
    spots: list[tuple[int, float]]
    height: float

    def draw(self, pages: Sequence[Page]) -> None:
        self.layout.draw(pages, self.spots, self.height)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where all blocks go. ``line_height`` is a multiple of the type size; ``pages`` is their number."""

    line_height: float
    blocks: list[PlacedTable | PlacedLines]
    pages: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Between which heights blocks may stand, and how they are set.

    ``gap`` is the white between a table and what is above or below it, which lines may use at the foot of a page;
    ``line_height`` a multiple of the type size, ``least_row`` the least height of a row, ``most_empty`` the part of a page
    that may stay empty because a row is kept whole.
    """

    top: float
    bottom: float
    gap: float
    line_height: float
    least_row: float
    most_empty: float


class Flow:
    """Places blocks in order. A block is kept whole where a page can hold it; lines stay with the table below them."""

    def __init__(self, frame: Frame, first_top: float) -> None:
        """``first_top`` is where the first block begins on the first page, below the title."""
        self._frame = frame
        self._page, self._y = 0, first_top
        self._is_fresh = True
        self._placed: list[PlacedTable | PlacedLines] = []

    def plan(self) -> Plan:
        """Where everything that was added goes."""
        return Plan(self._frame.line_height, self._placed, self._page + 1)

    def add_lines(self, layout: LinesLayout) -> None:
        """Place lines below what is there: whole, or on the next page where they fit there whole, else line by line."""
        if self._placed and isinstance(self._placed[-1], PlacedTable):
            self._y += self._frame.gap
        lowest = self._frame.bottom + self._frame.gap
        height = layout.style.size * self._frame.line_height
        whole = len(layout.lines) * height
        if self._y + whole > lowest and not self._is_fresh and self._frame.top + whole <= lowest:
            self._next_page()
        spots = []
        for _ in layout.lines:
            if self._y + height > lowest and not self._is_fresh:
                self._next_page()
            spots.append((self._page, self._y))
            self._y += height
            self._is_fresh = False
        self._placed.append(PlacedLines(layout, spots, height))

    def add_table(self, layout: TableLayout) -> None:
        """Place a table below what is there, over as many pages as it needs."""
        if self._placed:
            self._y += self._frame.gap
        heads = layout.head_heights()
        segments = layout.distribute(self._space(sum(heads)), self._frame.least_row)
        if all(segment.page > 0 for segment in segments):
            # Not even its first lines fit below what stands on this page.
            self._move_on()
            segments = layout.distribute(self._space(sum(heads)), self._frame.least_row)
        tops = {segment.page: self._frame.top for segment in segments}
        if 0 in tops:
            tops[0] = self._y
        for segment in segments:
            segment.page += self._page
        plan = TablePlan(heads, {number + self._page: top for number, top in tops.items()}, segments)
        self._placed.append(PlacedTable(layout, plan))
        self._page = max(segment.page for segment in segments)
        self._y = max(segment.bottom for segment in segments if segment.page == self._page)
        self._is_fresh = False

    def _space(self, heads: float) -> Space:
        frame = self._frame
        return Space(self._y + heads, frame.top + heads, frame.bottom, frame.most_empty, self._is_fresh)

    def _next_page(self) -> None:
        self._page, self._y, self._is_fresh = self._page + 1, self._frame.top, True

    def _move_on(self) -> None:
        """Go to the next page, and take the lines right above along where more than they stands on this one."""
        above = self._placed[-1] if self._placed else None
        old_page = self._page
        self._next_page()
        if not isinstance(above, PlacedLines) or len(self._placed) == 1:
            return
        if above.spots and all(page == old_page and top > self._frame.top for page, top in above.spots):
            height = len(above.spots) * above.height
            if height < (self._frame.bottom - self._frame.top) / 2:
                self._placed.pop()
                self.add_lines(above.layout)
                self._y += self._frame.gap
                self._is_fresh = True
