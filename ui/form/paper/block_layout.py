"""Where everything of one block of a sheet lies: a ruled table, or lines outside any frame."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from forms.sheet.markup import Paragraph
from forms.sheet.row_heights import Need, row_heights
from forms.sheet.sheet import TableBlock
from ui.form.paper.cell_box import CellBox, SlotObject
from ui.form.paper.metrics import Metrics

#: Brackets and marks stand at both sides of a blank in a sentence; so much room is left for them, in characters.
_BRACKETS: Final = 3.2


class Places:
    """Where each box lies on the page: ``areas`` is all that its words may cover; ``moved`` lie elsewhere than before."""

    def __init__(self) -> None:
        self.areas: dict[CellBox, QRectF] = {}
        self.moved: set[CellBox] = set()

    def put(self, box: CellBox, at: QPointF, metrics: Metrics) -> None:
        """Put a box with its upper left corner at a place."""
        before = self.areas.get(box)
        if before is None or before.topLeft() != at:
            self.moved.add(box)
        self.areas[box] = QRectF(at, QSizeF(box.document.textWidth(), box.height + metrics.gap * 0.5))


class TableLayout:
    """A ruled table. ``frame`` is its outer rectangle, ``rects`` are those of its cells, in whole pixels."""

    def __init__(self, table: TableBlock, slots: SlotObject) -> None:
        self.cells = [(cell, CellBox(cell.paragraphs, cell.align == "center", slots)) for cell in table.cells]
        self.rects = [QRectF() for _cell in self.cells]
        self.frame = QRectF()
        self._table = table
        self._number_of = {
            blank_id: number for number, (_cell, box) in enumerate(self.cells) for blank_id in box.blank_ids
        }

    @property
    def boxes(self) -> Iterator[CellBox]:
        """The cells' boxes in reading order."""
        return (box for _cell, box in self.cells)

    def set_metrics(self, metrics: Metrics) -> None:
        """Give each box its width."""
        edges = self._edges(metrics)
        for cell, box in self.cells:
            box.set_width(edges[cell.column + cell.column_span] - edges[cell.column] - 2 * metrics.padding)

    def write(self, metrics: Metrics) -> None:
        """Write the words in the fonts of the zoom."""
        for cell, box in self.cells:
            plain = metrics.measure.height() * (1.1 if not cell.slots else 1.0)
            height = metrics.line_height + 3 if cell.slots else plain
            font = metrics.heading if cell.role == "header" else metrics.body
            box.set_font(font, height, metrics.line_height)

    def room(self, blank_id: str, box: CellBox, metrics: Metrics) -> tuple[float, bool]:
        """How wide a blank may become, and whether it is to be just so wide because it fills its cell."""
        width = box.document.textWidth()
        return (width, True) if box.fills_cell else (width - _BRACKETS * metrics.em, False)

    def place_of(self, blank_id: str, places: Places) -> QRectF:
        """The whole cell a blank stands in."""
        return self.rects[self._number_of[blank_id]]

    def arrange(self, top: float, metrics: Metrics, places: Places) -> float:
        """Put every cell in its place below ``top``; return where the table ends."""
        edges, tops = self._edges(metrics), [top]
        for height in self._row_heights(metrics):
            tops.append(tops[-1] + height)
        self.frame = QRectF(edges[0], top, edges[-1] - edges[0], tops[-1] - top)
        for number, (cell, box) in enumerate(self.cells):
            corner = QPointF(edges[cell.column], tops[cell.row])
            end = QPointF(edges[cell.column + cell.column_span], tops[cell.row + cell.row_span])
            rect = QRectF(corner, end)
            if self.rects[number] != rect:
                self.rects[number] = rect
                places.moved.add(box)
            middle = float(round(rect.center().y() - box.height / 2))
            places.put(box, QPointF(rect.left() + metrics.padding, middle), metrics)
        return tops[-1]

    def _edges(self, metrics: Metrics) -> list[float]:
        """Where the columns begin and, last, where the table ends."""
        edges = [float(metrics.margin)]
        share = 0.0
        for column in self._table.columns:
            share += column.share
            edges.append(float(round(metrics.margin + share * metrics.inner_width)))
        return edges

    def _row_heights(self, metrics: Metrics) -> list[float]:
        needs = [
            Need(cell.row, cell.row_span, float(round(box.height + 2 * metrics.padding)))
            for cell, box in self.cells
        ]
        return row_heights(needs, len(self._table.rows), metrics.line_height + 2 * metrics.padding)


class LinesLayout:
    """Lines over the whole width, a box each; where a line is full it goes on below."""

    def __init__(self, lines: tuple[Paragraph, ...], slots: SlotObject, small: bool = False) -> None:
        """``small``: in the size of the notes."""
        self._boxes = [CellBox((line,), False, slots, in_line=True) for line in lines]
        self._slots = slots
        self._small = small

    @property
    def boxes(self) -> Iterator[CellBox]:
        """The lines' boxes from top to bottom."""
        return iter(self._boxes)

    def set_metrics(self, metrics: Metrics) -> None:
        """Give each box its width."""
        for box in self._boxes:
            box.set_width(metrics.inner_width)

    def write(self, metrics: Metrics) -> None:
        """Write the words in the fonts of the zoom."""
        for box in self._boxes:
            height = metrics.line_height + 4 if box.blank_ids else metrics.line_height
            box.set_font(metrics.small if self._small else metrics.body, height, metrics.line_height)

    def room(self, blank_id: str, box: CellBox, metrics: Metrics) -> tuple[float, bool]:
        """How wide a blank may become: the line, less what may not be parted from it; a line of its own it fills."""
        width = box.document.textWidth()
        if box.fills_cell:
            return width, True
        return width - self._slots.beside(blank_id, metrics.measure) - 1, False

    def place_of(self, blank_id: str, places: Places) -> QRectF:
        """The line a blank stands in."""
        return next(places.areas[box] for box in self._boxes if blank_id in box.positions)

    def arrange(self, top: float, metrics: Metrics, places: Places) -> float:
        """Put the lines below each other from ``top`` on; return where the last one ends."""
        for box in self._boxes:
            places.put(box, QPointF(metrics.margin, top), metrics)
            top = float(round(top + box.height + (metrics.gap * 0.5 if box.blank_ids else 0)))
        return top
