"""Where everything of a sheet lies on the page: caption, title, header line, ruled cells, notes, blanks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from forms.sheet.markup import Paragraph, Words
from forms.sheet.sheet import Sheet
from ui.form.paper.cell_box import CellBox, SlotObject
from ui.form.paper.metrics import Metrics

#: Brackets and marks stand at both sides of a blank in a sentence; so much room is left for them, in characters.
_BRACKETS: Final = 3.2


class SheetLayout:
    """A sheet on a page. All rectangles are whole pixels in the page's own coordinates."""

    def __init__(self, sheet: Sheet, header: Paragraph) -> None:
        self.slots = SlotObject()
        self.sheet = sheet
        self._caption = self._words(sheet.caption)
        self._title = self._words(sheet.title, centred=True)
        self._header = CellBox((header,), False, self.slots, keep_labels=True)
        self._notes = self._words("\n".join(sheet.notes))
        self._cells = [
            (cell, CellBox(cell.paragraphs, cell.align == "center", self.slots)) for cell in sheet.cells
        ]
        self._areas: dict[CellBox, QRectF] = {}
        self._box_of = {one: box for box in (self._header, *self._boxes()) for one in box.blank_ids}
        self._number_of = {one: number for number, box in enumerate(self._boxes()) for one in box.blank_ids}
        self._font_zoom = 0.0
        self.metrics = Metrics(1.0, 800)
        self.cell_rects = [QRectF() for _cell in self._cells]
        self.table = QRectF()
        self.height = 0.0

    def _words(self, text: str, centred: bool = False) -> CellBox:
        paragraphs = tuple((Words(line),) for line in text.split("\n") if line)
        return CellBox(paragraphs, centred, self.slots)

    @property
    def boxes(self) -> Iterator[tuple[CellBox, QRectF]]:
        """Everything with words, and the area its words may cover."""
        return iter(self._areas.items())

    def box_of(self, blank_id: str) -> CellBox:
        """The box a blank stands in."""
        return self._box_of[blank_id]

    def _boxes(self) -> Iterator[CellBox]:
        return (box for _cell, box in self._cells)

    def set_metrics(self, metrics: Metrics) -> None:
        """Use these fonts and this page width. Then come the blanks' sizes, :meth:`write` and :meth:`arrange`."""
        self.metrics = metrics
        inner = metrics.page_width - 2 * metrics.margin
        for box in (self._caption, self._title, self._header, self._notes):
            box.set_width(inner)
        edges = self._edges()
        for cell, box in self._cells:
            box.set_width(edges[cell.column + cell.column_span] - edges[cell.column] - 2 * metrics.padding)

    def write(self) -> None:
        """Write the words in the fonts of the zoom. Widths and the blanks' sizes come first: so Qt lays them out once."""
        metrics = self.metrics
        if metrics.zoom == self._font_zoom:
            return
        self._font_zoom = metrics.zoom
        self._caption.set_font(metrics.small, 0)
        self._title.set_font(metrics.title, 0)
        self._header.set_font(metrics.body, metrics.line_height + 4, metrics.line_height)
        self._notes.set_font(metrics.small, metrics.line_height)
        for cell, box in self._cells:
            plain = metrics.measure.height() * (1.1 if not cell.slots else 1.0)
            height = metrics.line_height + 3 if cell.slots else plain
            font = metrics.heading if cell.role == "header" else metrics.body
            box.set_font(font, height, metrics.line_height)

    def _edges(self) -> list[float]:
        """Where the columns begin and, last, where the table ends."""
        inner = self.metrics.page_width - 2 * self.metrics.margin
        edges = [float(self.metrics.margin)]
        share = 0.0
        for column in self.sheet.columns:
            share += column.share
            edges.append(float(round(self.metrics.margin + share * inner)))
        return edges

    def room(self, blank_id: str) -> tuple[float, bool]:
        """How wide a blank may become, and whether it is to be just so wide because it fills its cell."""
        box = self._box_of[blank_id]
        width = box.document.textWidth()
        if box.fills_cell:
            return width, True
        if box is self._header:
            return width * (0.36 if blank_id == "@unit" else 0.2), False
        return width - _BRACKETS * self.metrics.em, False

    def reserve(self, blank_id: str, size: QSizeF) -> bool:
        """Set a blank's size; true where it is another than before."""
        if self.slots.sizes.get(blank_id) == size:
            return False
        self.slots.sizes[blank_id] = size
        self._box_of[blank_id].refresh(blank_id)
        return True

    def arrange(self) -> set[CellBox]:
        """Put everything in its place; return the boxes that lie elsewhere, or in another cell's size, than before."""
        metrics = self.metrics
        moved: set[CellBox] = set()
        top = float(metrics.margin)
        for box, gap in (
            (self._caption, 4),
            (self._title, metrics.gap * 1.4),
            (self._header, metrics.gap * 0.6),
        ):
            self._place(box, QPointF(metrics.margin, top), moved)
            top = float(round(top + (box.height if box.document.characterCount() > 1 else 0) + gap))
        top = self._arrange_table(top, moved)
        self._place(self._notes, QPointF(metrics.margin, top + metrics.gap * 0.6), moved)
        self.height = float(round(top + metrics.gap + self._notes.height + metrics.margin))
        return moved

    def _place(self, box: CellBox, at: QPointF, moved: set[CellBox]) -> None:
        before = self._areas.get(box)
        if before is None or before.topLeft() != at:
            moved.add(box)
        size = QSizeF(box.document.textWidth(), box.height + self.metrics.gap * 0.5)
        self._areas[box] = QRectF(at, size)

    def _arrange_table(self, top: float, moved: set[CellBox]) -> float:
        edges, heights = self._edges(), self._row_heights()
        tops = [top]
        for height in heights:
            tops.append(tops[-1] + height)
        self.table = QRectF(edges[0], top, edges[-1] - edges[0], tops[-1] - top)
        for number, (cell, box) in enumerate(self._cells):
            corner = QPointF(edges[cell.column], tops[cell.row])
            rect = QRectF(
                corner, QPointF(edges[cell.column + cell.column_span], tops[cell.row + cell.row_span])
            )
            if self.cell_rects[number] != rect:
                self.cell_rects[number] = rect
                moved.add(box)
            lower = float(round(rect.center().y() - box.height / 2))
            self._place(box, QPointF(rect.left() + self.metrics.padding, lower), moved)
        return tops[-1]

    def _row_heights(self) -> list[float]:
        """As high as the highest cell of each row; a spanning cell that needs more makes its last row higher."""
        heights = [self.metrics.line_height + 2 * self.metrics.padding] * len(self.sheet.rows)
        for cell, box in sorted(self._cells, key=lambda pair: pair[0].row_span):
            needed = float(round(box.height + 2 * self.metrics.padding))
            spanned = slice(cell.row, cell.row + cell.row_span)
            missing = needed - sum(heights[spanned])
            if missing > 0:
                heights[spanned.stop - 1] += missing
        return heights

    def blank_rect(self, blank_id: str) -> QRectF:
        """A blank's place on the page."""
        box = self._box_of[blank_id]
        return box.slot_rect(blank_id).translated(self._areas[box].topLeft()).toRect().toRectF()

    def place_of(self, blank_id: str) -> QRectF:
        """The whole area of the cell, or of the header line, a blank stands in."""
        number = self._number_of.get(blank_id)
        if number is not None:
            return self.cell_rects[number]
        return self.area(self._box_of[blank_id])

    def area(self, box: CellBox) -> QRectF:
        """All that a box's words may cover."""
        return self._areas[box]
