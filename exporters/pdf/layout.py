"""From a printed sheet to pages: the title, the blocks one after the other, and the foot of every page."""

from __future__ import annotations

from functools import cache
from typing import Final

from exporters.pdf.flow import Flow, Frame, LinesLayout, Plan
from exporters.pdf.head_and_foot import Foot, Head
from exporters.pdf.page import Page
from exporters.pdf.style import A4, PRINT_STYLE, PageStyle
from exporters.pdf.table import TableLayout
from exporters.typesetting.measurer import Measurer, TextStyle, Typefaces
from exporters.typesetting.sizes import SetCell, SizeRule
from forms.errors import InputError
from forms.sheet.printed import PrintedSheet, PrintedTable

#: Points between a table and what stands above or below it.
_GAP: Final = 6.0
#: Lines that must fit between the heads and the foot of a page.
_LEAST_LINES: Final = 4


def lay_out(sheet: PrintedSheet, typefaces: Typefaces, style: PageStyle = PRINT_STYLE) -> list[Page]:
    """The pages of a sheet.

    Raises ``MissingGlyph`` for a character no font has, :class:`InputError` where titles or foot lines leave no room.
    """
    measurer = Measurer(typefaces, sheet.labels)
    rule = SizeRule(style.body_sizes, style.smallest_size)

    @cache
    def layout(size: float) -> _Layout:
        return _Layout(sheet, measurer, style, size)

    @cache
    def one_page(size: float) -> Plan | None:
        if layout(size).is_surely_too_tall():
            return None
        plan = layout(size).plan(style.line_height, size * style.row_height)
        return plan if plan.pages == 1 else None

    size = rule.choose(lambda size: layout(size).set_cells, lambda size: one_page(size) is not None)
    if size is not None and (plan := one_page(size)) is not None:
        return layout(size).draw(plan)
    last = layout(style.body_sizes[-1])
    plans = (last.plan(line_height, 0.0, most_empty) for line_height, most_empty in style.fillings)
    return last.draw(min(plans, key=lambda plan: plan.pages))


class _Layout:
    """A sheet laid out in one type size."""

    def __init__(self, sheet: PrintedSheet, measurer: Measurer, style: PageStyle, size: float) -> None:
        width, height = A4
        self._width, self._height = (height, width) if sheet.landscape else (width, height)
        self._sheet, self._style, self._size = sheet, style, size
        left, right = style.margin_side, self._width - style.margin_side
        self._head = Head(sheet, measurer, style, left, right - left)
        self._foot = Foot(sheet, measurer, style, left, right - left)
        self._foot_top = self._height - style.margin_bottom - self._foot.height
        # Without a table the lines are the body of the sheet.
        note = TextStyle(style.body_role, style.note_size if sheet.tables else size)
        self._blocks = [
            TableLayout(block, measurer, style, size, (left, right))
            if isinstance(block, PrintedTable)
            else LinesLayout(block, measurer, note, left, right - left)
            for block in sheet.flowing
        ]
        self._tables = [block for block in self._blocks if isinstance(block, TableLayout)]

    @property
    def set_cells(self) -> list[SetCell]:
        """Every cell of every table with its lines."""
        return [text for table in self._tables for text in table.set_cells]

    def is_surely_too_tall(self) -> bool:
        """Whether even lines filled to the last point would need more than a page; found without breaking any line."""
        lines = sum(table.least_lines() for table in self._tables)
        return lines * self._size * self._style.line_height > self._height

    def plan(self, line_height: float, least_row: float, most_empty: float = 0.0) -> Plan:
        """Where each block goes; see :class:`exporters.pdf.flow.Frame`."""
        for table in self._tables:
            table.set_line_height(line_height)
        frame = Frame(self._style.margin_top, self._foot_top - _GAP, _GAP, line_height, least_row, most_empty)
        first_top = self._head.bottom(line_height)
        self._ask_for_room(first_top, frame)
        flow = Flow(frame, first_top)
        for block in self._blocks:
            if isinstance(block, TableLayout):
                flow.add_table(block)
            else:
                flow.add_lines(block)
        return flow.plan()

    def draw(self, plan: Plan) -> list[Page]:
        """The pages of a plan of this layout."""
        pages = [
            Page(self._width, self._height, self._sheet.draft, self._style.grid_thickness)
            for _ in range(plan.pages)
        ]
        self._head.draw(pages[0], plan.line_height)
        for table in self._tables:
            table.set_line_height(plan.line_height)
        for block in plan.blocks:
            block.draw(pages)
        for number, page in enumerate(pages, start=1):
            self._foot.draw(page, self._foot_top, plan.line_height, number, len(pages))
        return pages

    def _ask_for_room(self, first_top: float, frame: Frame) -> None:
        """Refuse a sheet whose titles, heads of tables or foot lines fill a page."""
        heads = [sum(table.head_heights()) for table in self._tables]
        tops = [first_top + (heads[0] if self._is_table_first else 0.0), frame.top + max(heads, default=0.0)]
        least = _LEAST_LINES * self._size * frame.line_height + 2 * self._style.padding
        if frame.bottom - max(tops) < least:
            raise InputError(
                "标题、表头或页面下方的文字（如填报单位、填报人）太长，一页纸上没有表格的位置。请写得短一些。"
            )

    @property
    def _is_table_first(self) -> bool:
        return bool(self._blocks) and isinstance(self._blocks[0], TableLayout)
