"""From a document to pages: caption, title, the table with its header repeated, notes, and what stands outside the frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from exporters.pdf.measure import Measurer, TextStyle, Typefaces
from exporters.pdf.page import Page, PlacedText, Rule
from exporters.pdf.rows import Box, Segment, Space, distribute, row_heights
from exporters.pdf.style import A4, PRINT_STYLE, PageStyle
from exporters.typesetting.runs import Line
from forms.errors import InputError
from forms.form.document import Document
from forms.sheet.sheet import Cell

_CONTINUED = "（续）"
_OPEN_DATE = "　　　　年　　月　　日"
#: Room left open for the pen or the stamp, in characters.
_OPEN_UNIT = "　" * 16
_OPEN_NAME = "　" * 5
#: Points between the table and what stands below it.
_GAP = 6.0
#: Lines that must fit between the heads and the foot of a page.
_LEAST_LINES = 4


def lay_out(document: Document, typefaces: Typefaces, style: PageStyle = PRINT_STYLE) -> list[Page]:
    """The pages of a document. Raises ``MissingGlyph`` for a character no font has."""
    labels = {blank.id: blank.label for blank in document.form.blanks}
    measurer = Measurer(typefaces, labels)
    for size in style.body_sizes:
        layout = _Layout(document, measurer, style, size)
        if layout.is_surely_too_tall():
            continue
        plan = layout.plan(style.line_height, roomy=True)
        if plan.pages == 1 and (size == style.body_sizes[-1] or not layout.is_cramped()):
            return layout.draw(plan)
    plans = [
        layout.plan(line_height, roomy=False, most_empty=most_empty)
        for line_height, most_empty in style.fillings
    ]
    return layout.draw(min(plans, key=lambda plan: plan.pages))


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything of the table goes. ``line_height`` is a multiple of the type size; ``pages`` is their number."""

    line_height: float
    header_heights: list[float]
    segments: list[Segment]
    notes_top: float
    notes_on_own_page: bool

    @property
    def table_pages(self) -> int:
        return max(segment.page for segment in self.segments) + 1

    @property
    def pages(self) -> int:
        return self.table_pages + self.notes_on_own_page


@dataclass(frozen=True, slots=True)
class _Footer:
    """The lines outside the frame at the foot of each page, without the page's number."""

    lines: list[Line[str]]
    height: float


class _Layout:
    """A document laid out in one type size."""

    def __init__(self, document: Document, measurer: Measurer, style: PageStyle, size: float) -> None:
        self.document = document
        self.sheet = document.form.sheet
        self.measurer = measurer
        self.style = style
        self.size = size
        self.line_height = style.line_height
        width, height = A4
        self.width, self.height = (height, width) if self.sheet.landscape else (width, height)
        self.left = style.margin_side
        self.right = self.width - style.margin_side
        self.columns = [self.left]
        for column in self.sheet.columns:
            self.columns.append(self.columns[-1] + column.share * (self.right - self.left))
        self.footer = self._make_footer()

    @cached_property
    def boxes(self) -> list[Box]:
        """Every cell with its lines."""
        return [self._box(cell) for cell in self.sheet.cells]

    def is_surely_too_tall(self) -> bool:
        """Whether even lines filled to the last point would need more than a page; found without breaking any line."""
        heights = [0] * len(self.sheet.rows)
        for cell in self.sheet.cells:
            if cell.row_span == 1:
                width, role = self._text_width(cell), self._role(cell)
                paragraphs = self.document.printed_paragraphs(cell.paragraphs)
                widths = (self.measurer.paragraph(runs, role).width * self.size for runs in paragraphs)
                heights[cell.row] = max(heights[cell.row], sum(ceil(one / width - 0.01) for one in widths))
        return sum(heights) * self.size * self.style.line_height > self.height

    def is_cramped(self) -> bool:
        """Whether a label wraps, or a number, a word or an address is torn apart between two lines."""
        return any(
            (box.cell.role == "label" and len(box.lines) > len(box.cell.paragraphs)) or _is_torn(box.lines)
            for box in self.boxes
        )

    def plan(self, line_height: float, roomy: bool, most_empty: float = 0.0) -> _Plan:
        """Distribute the table over pages, with lines of ``line_height`` times the type size."""
        self._use_line_height(line_height)
        padding = self.style.padding
        header_count = self.sheet.header_rows
        body = [box for box in self.boxes if box.cell.row >= header_count]
        least = self.size * self.style.row_height if roomy else 0.0
        header_heights = row_heights(self._header_boxes(), 0, header_count, 0.0, padding)
        heights = row_heights(body, header_count, len(self.sheet.rows) - header_count, least, padding)
        bottom = self.height - self.style.margin_bottom - self.footer.height - _GAP
        first_top = self._place_head([]) + sum(header_heights)
        top = self.style.margin_top + sum(header_heights)
        if bottom - max(first_top, top) < _LEAST_LINES * self._line_height(self.size) + 2 * padding:
            raise InputError("标题、表头或填报单位、填报人的文字太长，一页纸上没有表格的位置。请写得短一些。")
        segments = distribute(body, header_count, heights, Space(first_top, top, bottom, most_empty), padding)
        last = max(segment.page for segment in segments)
        notes_top = max(segment.bottom for segment in segments if segment.page == last) + _GAP
        notes = self._note_lines()
        note_height = len(notes) * self._line_height(self.style.note_size)
        own_page = bool(notes) and notes_top + note_height > bottom + _GAP
        notes_top = self.style.margin_top if own_page else notes_top
        return _Plan(line_height, header_heights, segments, notes_top, own_page)

    def draw(self, plan: _Plan) -> list[Page]:
        """The pages of a plan of this layout."""
        self._use_line_height(plan.line_height)
        pages = [Page(self.width, self.height, self.document.draft) for _ in range(plan.pages)]
        first_top = self._place_head(pages[0].texts)
        for number, page in enumerate(pages[: plan.table_pages]):
            top = first_top if number == 0 else self.style.margin_top
            self._draw(page, self._header_segments(plan.header_heights, top, number))
            self._draw(page, [segment for segment in plan.segments if segment.page == number])
        self._place_notes(pages[-1], plan.notes_top)
        for number, page in enumerate(pages, start=1):
            self._place_footer(page, number, len(pages))
        return pages

    def _use_line_height(self, line_height: float) -> None:
        self.line_height = line_height
        for box in self.boxes:
            box.line_height = self._line_height(box.size)

    def _header_boxes(self) -> list[Box]:
        return [box for box in self.boxes if box.cell.row < self.sheet.header_rows]

    def _line_height(self, size: float) -> float:
        return size * self.line_height

    def _role(self, cell: Cell) -> str:
        return "heading" if cell.role in ("header", "label") else self.style.body_role

    def _text_width(self, cell: Cell) -> float:
        """The width of a cell's lines."""
        outer = self.columns[cell.column + cell.column_span] - self.columns[cell.column]
        return outer - 2 * self.style.padding

    def _box(self, cell: Cell) -> Box:
        """The cell with its lines; in the last type size a number or an address that would be torn is set smaller."""
        role, size = self._role(cell), self.size
        lines = self._lines(cell, role, size)
        if size == self.style.body_sizes[-1] and _is_torn(lines):
            smaller = self._lines(cell, role, self.style.smallest_size)
            if not _is_torn(smaller):
                lines, size = smaller, self.style.smallest_size
        repeats = cell.align == "center" and not cell.slots
        return Box(cell, lines, self._line_height(size), role, size, repeats)

    def _lines(self, cell: Cell, role: str, size: float) -> list[Line[str]]:
        return [
            line
            for runs in self.document.printed_paragraphs(cell.paragraphs)
            for line in self.measurer.lines(runs, TextStyle(role, size), self._text_width(cell))
        ]

    def _place_head(self, texts: list[PlacedText]) -> float:
        """Caption and title; where the table begins on the first page."""
        y = self.style.margin_top
        if self.sheet.caption:
            height = self._line_height(self.style.caption_size)
            caption = TextStyle("heading", self.style.caption_size)
            for line in self.measurer.lines(((self.sheet.caption, ""),), caption, self.right - self.left):
                texts += self._place_line(line, self.left, y, height, caption)
                y += height
        title, lines = self._title_lines()
        height = self._line_height(title.size)
        y += 4
        for line in lines:
            texts += self._place_line(line, (self.left + self.right - line.width) / 2, y, height, title)
            y += height
        return y + 8

    def _title_lines(self) -> tuple[TextStyle, list[Line[str]]]:
        """The title in the largest size that keeps it on one line, else in the smallest on lines of even length."""
        width = self.right - self.left
        for size in self.style.title_sizes:
            style = TextStyle("title", size)
            lines = self.measurer.lines(((self.sheet.title, ""),), style, width)
            if len(lines) == 1:
                return style, lines
        even = sum(line.width for line in lines) / len(lines) + style.size
        evened = self.measurer.lines(((self.sheet.title, ""),), style, min(width, even))
        return style, evened if len(evened) == len(lines) else lines

    def _place_line(
        self, line: Line[str], x: float, top: float, height: float, style: TextStyle
    ) -> list[PlacedText]:
        """The pieces of a line in a box of ``height`` whose upper left corner is at ``x``, ``top``."""
        baseline = top + height / 2 + style.size * 0.36
        return [
            PlacedText(x + piece.x, baseline, piece.text, style.role, style.size, piece.attribute)
            for piece in line.pieces
            if piece.text
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

    def _draw(self, page: Page, segments: list[Segment]) -> None:
        for segment in segments:
            self._draw_segment(page, segment)
        if segments:
            self._draw_rules(page, segments)

    def _draw_segment(self, page: Page, segment: Segment) -> None:
        box = segment.box
        left = self.columns[box.cell.column] + self.style.padding
        right = self.columns[box.cell.column + box.cell.column_span] - self.style.padding
        style = TextStyle(box.role, box.size)
        lines = list(segment.lines)
        if segment.continued and box.repeats and lines:
            mark = self.measurer.lines(((_CONTINUED, ""),), style, right - left)
            if (len(lines) + len(mark)) * box.line_height <= segment.bottom - segment.top:
                lines += mark
        centred = segment.whole or box.repeats
        free = segment.bottom - segment.top - len(lines) * box.line_height
        y = segment.top + (free / 2 if centred else self.style.padding)
        for line in lines:
            x = (left + right - line.width) / 2 if box.cell.align == "center" else left
            page.texts += self._place_line(line, x, y, box.line_height, style)
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

    def _note_lines(self) -> list[Line[str]]:
        style = TextStyle(self.style.body_role, self.style.note_size)
        return [
            line
            for note in self.sheet.notes
            for line in self.measurer.lines(((note, ""),), style, self.right - self.left)
        ]

    def _place_notes(self, page: Page, y: float) -> None:
        style = TextStyle(self.style.body_role, self.style.note_size)
        for line in self._note_lines():
            page.texts += self._place_line(line, self.left, y, self._line_height(style.size), style)
            y += self._line_height(style.size)

    def _make_footer(self) -> _Footer:
        if not self.style.has_footer:
            return _Footer([], 0.0)
        document = self.document
        date = (
            f"{document.date.year}年{document.date.month}月{document.date.day}日"
            if document.date
            else _OPEN_DATE
        )
        text = f"填报单位（盖章）：{document.unit or _OPEN_UNIT}　填报人：{document.filled_by or _OPEN_NAME}　日期：{date}"
        style = TextStyle(self.style.body_role, self.style.footer_size)
        lines = self.measurer.lines(((text, ""),), style, self.right - self.left)
        return _Footer(lines, (len(lines) + 1) * self._line_height(style.size))

    def _place_footer(self, page: Page, number: int, count: int) -> None:
        if not self.style.has_footer:
            return
        style = TextStyle(self.style.body_role, self.style.footer_size)
        height = self._line_height(style.size)
        y = self.height - self.style.margin_bottom - self.footer.height
        for line in self.footer.lines:
            page.texts += self._place_line(line, self.left, y, height, style)
            y += height
        numbering = f"第{number}页　共{count}页"
        width = self.measurer.paragraph(((numbering, ""),), style.role).width * style.size
        baseline = y + height / 2 + style.size * 0.36
        page.texts.append(PlacedText(self.right - width, baseline, numbering, style.role, style.size))
        if self.document.check_code:
            code = f"校验码：{self.document.check_code}"
            page.texts.append(PlacedText(self.left, baseline, code, style.role, style.size))


def _is_torn(lines: list[Line[str]]) -> bool:
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
