"""Where everything of a sheet lies on the page: caption, title, the blocks in printed order with the notes among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from forms.sheet.markup import Words
from forms.sheet.sheet import LinesBlock, Sheet, TableBlock
from ui.form.paper.block_layout import LinesLayout, Places, TableLayout
from ui.form.paper.cell_box import CellBox, SlotObject
from ui.form.paper.metrics import Metrics

#: Above the lines for stamp and signature, in gaps.
_ABOVE_FOOT: Final = 1.6


class SheetLayout:
    """A sheet on a page. All rectangles are whole pixels in the page's own coordinates."""

    def __init__(self, sheet: Sheet) -> None:
        self.slots = SlotObject()
        self.metrics = Metrics(1.0, 800)
        self.height = 0.0
        self._caption = self._words(sheet.caption)
        self._title = self._words(sheet.title, centred=True)
        self._blocks: list[TableLayout | LinesLayout] = []
        self._foot: list[LinesLayout] = []
        self._make_blocks(sheet)
        self._places = Places()
        self._font_zoom = 0.0
        self._block_of = {
            blank_id: block
            for block in (*self._blocks, *self._foot)
            for box in block.boxes
            for blank_id in box.blank_ids
        }
        self._box_of = {
            blank_id: box
            for block in (*self._blocks, *self._foot)
            for box in block.boxes
            for blank_id in box.blank_ids
        }

    def _make_blocks(self, sheet: Sheet) -> None:
        after_tables = 0
        for block in sheet.blocks:
            if isinstance(block, TableBlock):
                self._blocks.append(TableLayout(block, self.slots))
                after_tables = len(self._blocks)
            else:
                self._add_lines(block)
        if sheet.notes:
            notes = tuple((Words(note),) for note in sheet.notes)
            self._blocks.insert(after_tables, LinesLayout(notes, self.slots, small=True))

    def _add_lines(self, block: LinesBlock) -> None:
        lines = LinesLayout(block.lines, self.slots)
        (self._foot if block.foot else self._blocks).append(lines)

    def _words(self, text: str, centred: bool = False) -> CellBox:
        paragraphs = tuple((Words(line),) for line in text.split("\n") if line)
        return CellBox(paragraphs, centred, self.slots)

    @property
    def boxes(self) -> Iterator[tuple[CellBox, QRectF]]:
        """Everything with words, and the area its words may cover."""
        return iter(self._places.areas.items())

    @property
    def tables(self) -> tuple[TableLayout, ...]:
        """The tables in printed order."""
        return tuple(block for block in self._blocks if isinstance(block, TableLayout))

    @property
    def frames(self) -> tuple[QRectF, ...]:
        """The outer rectangles of the tables."""
        return tuple(table.frame for table in self.tables)

    def box_of(self, blank_id: str) -> CellBox:
        """The box a blank stands in."""
        return self._box_of[blank_id]

    def set_metrics(self, metrics: Metrics) -> None:
        """Use these fonts and this page width. Then come the blanks' sizes, :meth:`write` and :meth:`arrange`."""
        self.metrics = metrics
        for box in (self._caption, self._title):
            box.set_width(metrics.inner_width)
        for block in (*self._blocks, *self._foot):
            block.set_metrics(metrics)

    def write(self) -> None:
        """Write the words in the fonts of the zoom. Widths and the blanks' sizes come first: so Qt lays them out once."""
        metrics = self.metrics
        if metrics.zoom == self._font_zoom:
            return
        self._font_zoom = metrics.zoom
        self._caption.set_font(metrics.small, 0)
        self._title.set_font(metrics.title, 0)
        for block in (*self._blocks, *self._foot):
            block.write(metrics)

    def room(self, blank_id: str) -> tuple[float, bool]:
        """How wide a blank may become, and whether it is to be just so wide because it stands alone."""
        return self._block_of[blank_id].room(blank_id, self._box_of[blank_id], self.metrics)

    def reserve(self, blank_id: str, size: QSizeF) -> bool:
        """Set a blank's size; true where it is another than before."""
        if self.slots.sizes.get(blank_id) == size:
            return False
        self.slots.sizes[blank_id] = size
        self._box_of[blank_id].refresh(blank_id)
        return True

    def arrange(self) -> set[CellBox]:
        """Put everything in its place; return the boxes that lie elsewhere, or in another cell's size, than before."""
        metrics, places = self.metrics, self._places
        places.moved = set()
        top = float(metrics.margin)
        for box, gap in ((self._caption, 4), (self._title, metrics.gap * 1.4)):
            places.put(box, QPointF(metrics.margin, top), metrics)
            top = float(round(top + (box.height if box.document.characterCount() > 1 else 0) + gap))
        for block in self._blocks:
            top = float(round(block.arrange(top, metrics, places) + metrics.gap))
        for number, lines in enumerate(self._foot):
            above = 0.0 if number else metrics.gap * (_ABOVE_FOOT - 1)
            top = lines.arrange(float(round(top + above)), metrics, places)
        self.height = top + metrics.margin
        return places.moved

    def blank_rect(self, blank_id: str) -> QRectF:
        """A blank's place on the page."""
        box = self._box_of[blank_id]
        return box.slot_rect(blank_id).translated(self.area(box).topLeft()).toRect().toRectF()

    def place_of(self, blank_id: str) -> QRectF:
        """The whole area of the cell, or of the line, a blank stands in."""
        return self._block_of[blank_id].place_of(blank_id, self._places)

    def area(self, box: CellBox) -> QRectF:
        """All that a box's words may cover."""
        return self._places.areas[box]
