"""A table of a sheet laid out in one type size, and drawn over the pages it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final

from exporters.pdf.page import Page, Rule
from exporters.pdf.rows import Box, Segment, Space, distribute
from exporters.pdf.style import PageStyle
from exporters.typesetting.measurer import Measurer, TextStyle
from exporters.typesetting.row_heights import row_heights
from exporters.typesetting.sizes import SetCell, SizeRule, lines_of
from forms.sheet.printed import PrintedCell, PrintedRun, PrintedTable

_CONTINUED: Final = PrintedRun("（续）")


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Where a table goes: its head at the height ``head_tops`` on each page, and the segments of its body, by page."""

    head_heights: list[float]
    head_tops: dict[int, float]
    segments: list[Segment]


class TableLayout:
    """A table ``width`` points wide from ``left`` on, in type of ``size`` points."""

    def __init__(
        self,
        table: PrintedTable,
        measurer: Measurer,
        style: PageStyle,
        size: float,
        span: tuple[float, float],
    ) -> None:
        """``span`` is the left and the right edge of the table on the page."""
        self._table = table
        self._measurer = measurer
        self._style = style
        self._size = size
        self._rule = SizeRule(style.body_sizes, style.smallest_size)
        self._edges = [span[0]]
        for column in table.columns:
            self._edges.append(self._edges[-1] + column.share * (span[1] - span[0]))

    @cached_property
    def set_cells(self) -> list[SetCell]:
        """Every cell with its lines."""
        return [
            self._rule.set_cell(
                cell,
                TextStyle(self._role(cell), self._size),
                lambda style, cell=cell: lines_of(  # type: ignore[misc]
                    cell, self._measurer, style, self._text_width(cell)
                ),
            )
            for cell in self._table.cells
        ]

    @cached_property
    def _boxes(self) -> list[Box]:
        return [
            Box(text.cell, text.lines, text.style, text.style.size * self._style.line_height)
            for text in self.set_cells
        ]

    def least_lines(self) -> int:
        """How many lines the rows need together even if each line were filled to the last point; breaks no line."""
        lines = [0] * self._table.row_count
        for cell in self._table.cells:
            if cell.row_span == 1:
                width, role = self._text_width(cell), self._role(cell)
                widths = (self._measurer.paragraph(runs, role).width * self._size for runs in cell.paragraphs)
                lines[cell.row] = max(lines[cell.row], sum(ceil(each / width - 0.01) for each in widths))
        return sum(lines)

    def set_line_height(self, line_height: float) -> None:
        """Make every line ``line_height`` times as high as its type."""
        for box in self._boxes:
            box.line_height = box.style.size * line_height

    def head_heights(self) -> list[float]:
        """The heights of the rows that are repeated on each page."""
        return self._heights(range(self._table.header_rows), 0.0)

    def distribute(self, space: Space, least: float) -> list[Segment]:
        """The segments of the body in ``space``, pages counted from 0; no row lower than ``least``."""
        rows = range(self._table.header_rows, self._table.row_count)
        return distribute(
            self._boxes_in(rows), rows.start, self._heights(rows, least), space, self._style.padding
        )

    def draw(self, pages: Sequence[Page], plan: TablePlan) -> None:
        """Draw the table where the plan says."""
        for number, top in plan.head_tops.items():
            self._draw_segments(pages[number], self._head_segments(plan.head_heights, top, number))
            self._draw_segments(
                pages[number], [segment for segment in plan.segments if segment.page == number]
            )

    def _boxes_in(self, rows: range) -> list[Box]:
        return [box for box in self._boxes if box.cell.row in rows]

    def _heights(self, rows: range, least: float) -> list[float]:
        needs = ((box.cell, box.height(self._style.padding)) for box in self._boxes_in(rows))
        return row_heights(needs, rows, least)

    def _role(self, cell: PrintedCell) -> str:
        return "heading" if cell.role in ("header", "label") else self._style.body_role

    def _sides(self, cell: PrintedCell) -> tuple[float, float]:
        return self._edges[cell.column], self._edges[cell.column + cell.column_span]

    def _text_width(self, cell: PrintedCell) -> float:
        left, right = self._sides(cell)
        return right - left - 2 * self._style.padding

    def _head_segments(self, heights: list[float], top: float, page: int) -> list[Segment]:
        edges = [top]
        for height in heights:
            edges.append(edges[-1] + height)
        return [
            Segment(
                box,
                page,
                edges[box.cell.row],
                edges[box.cell.row + box.cell.row_span],
                list(box.lines),
                whole=True,
            )
            for box in self._boxes_in(range(self._table.header_rows))
        ]

    def _draw_segments(self, page: Page, segments: list[Segment]) -> None:
        for segment in segments:
            self._draw_segment(page, segment)
        if segments:
            self._draw_rules(page, segments)

    def _draw_segment(self, page: Page, segment: Segment) -> None:
        box = segment.box
        left, right = self._sides(box.cell)
        left, right = left + self._style.padding, right - self._style.padding
        lines = list(segment.lines)
        if segment.continued and box.repeats and lines:
            mark = self._measurer.lines((_CONTINUED,), box.style, right - left)
            if (len(lines) + len(mark)) * box.line_height <= segment.bottom - segment.top:
                lines += mark
        centred = segment.whole or box.repeats
        free = segment.bottom - segment.top - len(lines) * box.line_height
        y = segment.top + (free / 2 if centred else self._style.padding)
        for line in lines:
            x = (left + right - line.width) / 2 if box.cell.align == "center" else left
            page.write(line, x, y, box.line_height, box.style)
            y += box.line_height

    def _draw_rules(self, page: Page, segments: list[Segment]) -> None:
        grid, frame = self._style.grid_thickness, self._style.frame_thickness
        top = min(segment.top for segment in segments)
        bottom = max(segment.bottom for segment in segments)
        rules: dict[tuple[float, float, float, float], Rule] = {}
        for segment in segments:
            x1, x2 = self._sides(segment.box.cell)
            for ends in (
                (x1, segment.top, x2, segment.top),
                (x1, segment.bottom, x2, segment.bottom),
                (x1, segment.top, x1, segment.bottom),
                (x2, segment.top, x2, segment.bottom),
            ):
                outer = (ends[1] == ends[3] and ends[1] in (top, bottom)) or (
                    ends[0] == ends[2] and ends[0] in (self._edges[0], self._edges[-1])
                )
                rules[ends] = Rule(*ends, frame if outer else grid)
        page.rules += rules.values()
