"""One table of a sheet in one type size: its cells broken into lines, its rows put on pages, its rules drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil

from exporters.pdf.measure import Measurer, TextStyle, place_line
from exporters.pdf.page import Page, Rule
from exporters.pdf.rows import Box, Segment, Space, distribute
from exporters.pdf.style import PageStyle
from exporters.typesetting.runs import Line
from exporters.typesetting.sizes import is_cramped, set_cell
from forms.errors import InputError
from forms.sheet.printed import PrintedCell, PrintedTable
from forms.sheet.row_heights import Need, row_heights

_CONTINUED = "（续）"
#: Lines that must fit between the heads and the foot of a page.
_LEAST_LINES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a table may stand: between ``left`` and ``right``, from ``first_top`` on its first page and ``top`` on later ones."""

    left: float
    right: float
    first_top: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class TablePlan:
    """Where the rows of a table stand; pages are counted from the table's first one."""

    header_heights: list[float]
    segments: list[Segment]
    first_top: float

    @property
    def pages(self) -> int:
        return max((segment.page for segment in self.segments), default=0) + 1

    @property
    def bottom(self) -> float:
        """Where the table ends on its last page."""
        last = self.pages - 1
        ends = [segment.bottom for segment in self.segments if segment.page == last]
        return max(ends, default=self.first_top + sum(self.header_heights))


class TableLayout:
    """A table laid out between ``left`` and ``right`` in one type size."""

    def __init__(
        self,
        table: PrintedTable,
        measurer: Measurer,
        style: PageStyle,
        size: float,
        left: float,
        right: float,
    ) -> None:
        self.table = table
        self.measurer = measurer
        self.style = style
        self.size = size
        self.columns = [left]
        for column in table.columns:
            self.columns.append(self.columns[-1] + column.share * (right - left))

    @cached_property
    def boxes(self) -> list[Box]:
        """Every cell with its lines."""
        return [self._box(cell) for cell in self.table.cells]

    def least_lines(self) -> int:
        """How many lines the rows take at least, were each filled to the last point; found without breaking any line."""
        heights = [0] * self.table.row_count
        for cell in self.table.cells:
            if cell.row_span == 1:
                width, role = self._text_width(cell), self._role(cell)
                widths = (self.measurer.paragraph(runs, role).width * self.size for runs in cell.paragraphs)
                lines = sum(ceil(paragraph / width - 0.01) for paragraph in widths)
                heights[cell.row] = max(heights[cell.row], lines)
        return sum(heights)

    def is_cramped(self) -> bool:
        """Whether a label wraps, or a number, a word or an address is torn apart between two lines."""
        return any(is_cramped(box.cell, box.lines) for box in self.boxes)

    def use_line_height(self, line_height: float) -> None:
        """Set all lines ``line_height`` times as high as their type size."""
        for box in self.boxes:
            box.line_height = box.size * line_height

    def plan(self, frame: Frame, least: float, most_empty: float) -> TablePlan:
        """Distribute the rows over pages, none lower than ``least`` points.

        Raises :class:`InputError` where the heads leave no room for any row.
        """
        padding, count = self.style.padding, self.table.header_rows
        body = [box for box in self.boxes if box.cell.row >= count]
        header_heights = row_heights(_needs(self._header_boxes(), 0, padding), count, 0.0)
        heights = row_heights(_needs(body, count, padding), self.table.row_count - count, least)
        header = sum(header_heights)
        first_top, top = frame.first_top + header, frame.top + header
        if frame.bottom - max(frame.first_top, frame.top) < self.least_room():
            raise InputError("标题、表头或填报单位、填报人的文字太长，一页纸上没有表格的位置。请写得短一些。")
        segments = distribute(body, count, heights, Space(first_top, top, frame.bottom, most_empty), padding)
        return TablePlan(header_heights, segments, frame.first_top)

    def least_room(self) -> float:
        """How much room the head of the table and its first lines need on a page."""
        padding = self.style.padding
        header = sum(row_heights(_needs(self._header_boxes(), 0, padding), self.table.header_rows, 0.0))
        line = max((box.line_height * self.size / box.size for box in self.boxes), default=0.0)
        return header + _LEAST_LINES * line + 2 * padding

    def draw(self, page: Page, plan: TablePlan, number: int, top: float) -> None:
        """Draw what stands on the table's page ``number``, which begins at ``top``."""
        for segments in (
            self._header_segments(plan.header_heights, top, number),
            [segment for segment in plan.segments if segment.page == number],
        ):
            for segment in segments:
                self._draw_segment(page, segment)
            if segments:
                self._draw_rules(page, segments)

    def _header_boxes(self) -> list[Box]:
        return [box for box in self.boxes if box.cell.row < self.table.header_rows]

    def _role(self, cell: PrintedCell) -> str:
        return "heading" if cell.role in ("header", "label") else self.style.body_role

    def _text_width(self, cell: PrintedCell) -> float:
        """The width of a cell's lines."""
        outer = self.columns[cell.column + cell.column_span] - self.columns[cell.column]
        return outer - 2 * self.style.padding

    def _box(self, cell: PrintedCell) -> Box:
        """The cell with its lines; only in the last type size may a single cell be set smaller."""
        smallest = self.style.smallest_size if self.size == self.style.body_sizes[-1] else self.size
        size, lines = set_cell(cell, self.size, smallest, self._lines)
        repeats = cell.align == "center" and not cell.blank_ids
        return Box(cell, lines, size * self.style.line_height, self._role(cell), size, repeats)

    def _lines(self, cell: PrintedCell, size: float) -> list[Line[str]]:
        style = TextStyle(self._role(cell), size)
        return [
            line
            for runs in cell.paragraphs
            for line in self.measurer.lines(runs, style, self._text_width(cell))
        ]

    def _header_segments(self, heights: list[float], top: float, page: int) -> list[Segment]:
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
            for box in self._header_boxes()
        ]

    def _draw_segment(self, page: Page, segment: Segment) -> None:
        box = segment.box
        left = self.columns[box.cell.column] + self.style.padding
        right = self.columns[box.cell.column + box.cell.column_span] - self.style.padding
        style = TextStyle(box.role, box.size)
        lines = list(segment.lines)
        if segment.continued and box.repeats and lines:
            mark = self.measurer.words(_CONTINUED, style, right - left)
            if (len(lines) + len(mark)) * box.line_height <= segment.bottom - segment.top:
                lines += mark
        centred = segment.whole or box.repeats
        free = segment.bottom - segment.top - len(lines) * box.line_height
        y = segment.top + (free / 2 if centred else self.style.padding)
        for line in lines:
            x = (left + right - line.width) / 2 if box.cell.align == "center" else left
            page.texts += place_line(line, x, y, box.line_height, style)
            y += box.line_height

    def _draw_rules(self, page: Page, segments: list[Segment]) -> None:
        grid, frame = self.style.grid_thickness, self.style.frame_thickness
        top = min(segment.top for segment in segments)
        bottom = max(segment.bottom for segment in segments)
        rules: dict[tuple[float, float, float, float], Rule] = {}
        for segment in segments:
            cell = segment.box.cell
            x1, x2 = self.columns[cell.column], self.columns[cell.column + cell.column_span]
            for ends in (
                (x1, segment.top, x2, segment.top),
                (x1, segment.bottom, x2, segment.bottom),
                (x1, segment.top, x1, segment.bottom),
                (x2, segment.top, x2, segment.bottom),
            ):
                outer = (ends[1] == ends[3] and ends[1] in (top, bottom)) or (
                    ends[0] == ends[2] and ends[0] in (self.columns[0], self.columns[-1])
                )
                rules[ends] = Rule(*ends, frame if outer else grid)
        page.rules += rules.values()


def _needs(boxes: list[Box], first: int, padding: float) -> list[Need]:
    """What each cell needs, rows counted from ``first``."""
    return [Need(box.cell.row - first, box.cell.row_span, box.height(padding)) for box in boxes]
