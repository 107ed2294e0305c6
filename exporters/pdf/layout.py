"""From a printed sheet to pages: caption, title, tables with their headers repeated, lines, and the foot of each page."""

from __future__ import annotations

from dataclasses import dataclass

from exporters.pdf.foot import Foot
from exporters.pdf.measure import Measurer, TextStyle, Typefaces, place_line
from exporters.pdf.page import Page, PlacedText
from exporters.pdf.style import A4, PRINT_STYLE, PageStyle
from exporters.pdf.table import Frame, TableLayout, TablePlan
from exporters.typesetting.runs import Line
from exporters.typesetting.sizes import choose_size
from forms.sheet.printed import PrintedLines, PrintedSheet, PrintedTable

#: Points between the blocks of a sheet.
_GAP = 6.0


def lay_out(sheet: PrintedSheet, typefaces: Typefaces, style: PageStyle = PRINT_STYLE) -> list[Page]:
    """The pages of a sheet. Raises ``MissingGlyph`` for a character no font has."""
    measurer = Measurer(typefaces, sheet.labels)
    layouts: dict[float, _Layout] = {}

    def at(size: float) -> _Layout:
        return layouts.setdefault(size, _Layout(sheet, measurer, style, size))

    def fits_one_page(size: float) -> bool:
        layout = at(size)
        if layout.is_surely_too_tall():
            return False
        return layout.plan(style.line_height, roomy=True).pages == 1 and not layout.is_cramped()

    layout = at(choose_size(style.body_sizes, fits_one_page))
    if not layout.is_surely_too_tall():
        plan = layout.plan(style.line_height, roomy=True)
        if plan.pages == 1:
            return layout.draw(plan)
    plans = [
        layout.plan(line_height, roomy=False, most_empty=most_empty)
        for line_height, most_empty in style.fillings
    ]
    return layout.draw(min(plans, key=lambda plan: plan.pages))


@dataclass(frozen=True, slots=True)
class _PlacedTable:
    """A table in its place: the page it begins on, counted from 0, and where."""

    layout: TableLayout
    plan: TablePlan
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class _PlacedLines:
    """Lines in their place on one page."""

    lines: list[Line[str]]
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything goes. ``line_height`` is a multiple of the type size; ``pages`` is their number."""

    line_height: float
    tables: list[_PlacedTable]
    lines: list[_PlacedLines]

    @property
    def pages(self) -> int:
        ends = [placed.page + placed.plan.pages for placed in self.tables]
        return max([*ends, *(placed.page + 1 for placed in self.lines)], default=1)


class _Layout:
    """A sheet laid out in one type size."""

    def __init__(self, sheet: PrintedSheet, measurer: Measurer, style: PageStyle, size: float) -> None:
        self.sheet = sheet
        self.measurer = measurer
        self.style = style
        self.size = size
        self.line_height = style.line_height
        # Lines beside a table are its notes; a sheet of lines alone is read like the table of another.
        self.text = TextStyle(style.body_role, style.note_size if sheet.tables else size)
        width, height = A4
        self.width, self.height = (height, width) if sheet.landscape else (width, height)
        self.left = style.margin_side
        self.right = self.width - style.margin_side
        self.foot = Foot(sheet, measurer, style, self.width, self.height)
        self.tables = {
            id(table): TableLayout(table, measurer, style, size, self.left, self.right)
            for table in sheet.tables
        }
        self.flowing = [
            block for block in sheet.blocks if not (isinstance(block, PrintedLines) and block.foot)
        ]

    def is_surely_too_tall(self) -> bool:
        """Whether even lines filled to the last point would need more than a page; found without breaking any line."""
        lines = sum(table.least_lines() for table in self.tables.values())
        return lines * self.size * self.style.line_height > self.height

    def is_cramped(self) -> bool:
        """Whether a label wraps, or a number, a word or an address is torn apart between two lines."""
        return any(table.is_cramped() for table in self.tables.values())

    def plan(self, line_height: float, roomy: bool, most_empty: float = 0.0) -> _Plan:
        """Put the blocks on pages one after the other, with lines of ``line_height`` times the type size."""
        self._use_line_height(line_height)
        least = self.size * self.style.row_height if roomy else 0.0
        bottom = self.height - self.style.margin_bottom - self.foot.height - _GAP
        plan = _Plan(line_height, [], [])
        page, top = 0, self._place_head([])
        for number, block in enumerate(self.flowing):
            top += _GAP if number else 0.0
            if isinstance(block, PrintedLines):
                after = self._room_after(number)
                page, top = self._flow(self._lines_of(block), plan, page, top, bottom + _GAP, after)
                continue
            table = self.tables[id(block)]
            if number and top + table.least_room() > bottom:
                page, top = page + 1, self.style.margin_top
            frame = Frame(self.left, self.right, top, self.style.margin_top, bottom)
            placed = _PlacedTable(table, table.plan(frame, least, most_empty), page, top)
            plan.tables.append(placed)
            page, top = page + placed.plan.pages - 1, placed.plan.bottom
        return plan

    def _room_after(self, number: int) -> float:
        """The room that a table right after block ``number`` needs at least on the page."""
        following = self.flowing[number + 1 : number + 2]
        return sum(
            2 * _GAP + self.tables[id(block)].least_room()
            for block in following
            if isinstance(block, PrintedTable)
        )

    def _flow(
        self, lines: list[Line[str]], plan: _Plan, page: int, top: float, bottom: float, after: float
    ) -> tuple[int, float]:
        """Put lines from ``top`` on, together on the next page where they do not fit; where they go on is returned.

        ``after`` is the room that what they introduce needs at least on the same page.
        """
        height = self._line_height(self.text.size)
        start = self.style.margin_top
        block = len(lines) * height + after
        # What is higher than a page is cut anyway: it begins here, not below an empty rest.
        if top > start and top + block > bottom and start + block <= bottom:
            page, top = page + 1, start
        while lines:
            count = max(1, int((bottom - top) / height + 0.001))
            plan.lines.append(_PlacedLines(lines[:count], page, top))
            lines, top = lines[count:], top + min(count, len(lines)) * height
            if lines:
                page, top = page + 1, start
        return page, top

    def draw(self, plan: _Plan) -> list[Page]:
        """The pages of a plan of this layout."""
        self._use_line_height(plan.line_height)
        pages = [Page(self.width, self.height, self.sheet.draft) for _ in range(plan.pages)]
        self._place_head(pages[0].texts)
        for placed in plan.tables:
            for number in range(placed.plan.pages):
                top = placed.top if number == 0 else self.style.margin_top
                placed.layout.draw(pages[placed.page + number], placed.plan, number, top)
        for lines in plan.lines:
            self._draw_lines(pages[lines.page], lines)
        for number, page in enumerate(pages, start=1):
            self.foot.draw(page, number, len(pages), plan.line_height)
        return pages

    def _use_line_height(self, line_height: float) -> None:
        self.line_height = line_height
        for table in self.tables.values():
            table.use_line_height(line_height)

    def _line_height(self, size: float) -> float:
        return size * self.line_height

    def _lines_of(self, block: PrintedLines) -> list[Line[str]]:
        width = self.right - self.left
        return [line for runs in block.lines for line in self.measurer.lines(runs, self.text, width)]

    def _draw_lines(self, page: Page, placed: _PlacedLines) -> None:
        height = self._line_height(self.text.size)
        for number, line in enumerate(placed.lines):
            page.texts += place_line(line, self.left, placed.top + number * height, height, self.text)

    def _place_head(self, texts: list[PlacedText]) -> float:
        """Caption and title; where the first block begins on the first page."""
        y = self.style.margin_top
        if self.sheet.caption:
            height = self._line_height(self.style.caption_size)
            caption = TextStyle("heading", self.style.caption_size)
            for line in self.measurer.words(self.sheet.caption, caption, self.right - self.left):
                texts += place_line(line, self.left, y, height, caption)
                y += height
        title, lines = self._title_lines()
        height = self._line_height(title.size)
        y += 4
        for line in lines:
            texts += place_line(line, (self.left + self.right - line.width) / 2, y, height, title)
            y += height
        return y + 8

    def _title_lines(self) -> tuple[TextStyle, list[Line[str]]]:
        """The title in the largest size that keeps it on one line, else in the smallest on lines of even length."""
        width = self.right - self.left
        for size in self.style.title_sizes:
            style = TextStyle("title", size)
            lines = self.measurer.words(self.sheet.title, style, width)
            if len(lines) == 1:
                return style, lines
        even = sum(line.width for line in lines) / len(lines) + style.size
        evened = self.measurer.words(self.sheet.title, style, min(width, even))
        return style, evened if len(evened) == len(lines) else lines
