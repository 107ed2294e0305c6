"""The words of one cell, or of one line, as a small text document with room in it where its blanks are."""

from __future__ import annotations

import re
from typing import Any, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from forms.sheet.markup import Paragraph, Slot, Words
from forms.sheet.sheet import slots_in

SLOT_TYPE: Final = int(QTextFormat.ObjectTypes.UserObject) + 1
_BLANK_ID: Final = int(QTextFormat.Property.UserProperty) + 1
_PLACE: Final = "\ufffc"
#: Signs that may not begin a line. Qt breaks lines freely after an inline object, so those that follow a blank belong to
#: the object.
_TAIL: Final = re.compile(r"[）)］】”’》」、。，；：！？,.;:!?%％]+")
#: In a line outside a table the space that parts a blank from the next label belongs to it too: no line begins with it.
_TAIL_IN_LINE: Final = re.compile(_TAIL.pattern + r"\s*|\s+")
#: The label right before a blank, which stays on its line; words without end are no label.
_HEAD_IN_LINE: Final = re.compile(r"(?:^|(?<=[\s，。；、]))[^\s，。；、]{1,14}$")


class SlotObject(QPyTextObject):
    """Reserves the room of every blank of one form, over which the editors are placed, and draws what stays beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: dict[str, QSizeF] = {}
        self.tails: dict[str, str] = {}
        self.heads: dict[str, str] = {}
        # The widths of both, measured once for each font: Qt asks for sizes many times in each layout.
        self.head_widths: dict[str, float] = {}
        self._tail_widths: dict[str, float] = {}
        self.ink = QColor()

    def intrinsicSize(self, document: QTextDocument, position: int, text_format: QTextFormat) -> QSizeF:
        blank_id = text_format.stringProperty(_BLANK_ID)
        size = self.sizes.get(blank_id, QSizeF(1, 1))
        beside = self.head_widths.get(blank_id, 0.0) + self._tail_widths.get(blank_id, 0.0)
        return QSizeF(size.width() + beside, size.height()) if beside else size

    def beside(self, blank_id: str, metrics: QFontMetricsF) -> float:
        """The width of what may not be parted from a blank."""
        return metrics.horizontalAdvance(self.heads.get(blank_id, "") + self.tails.get(blank_id, ""))

    def measure(self, blank_id: str, metrics: QFontMetricsF) -> None:
        """Measure what stands beside a blank."""
        self.head_widths[blank_id] = metrics.horizontalAdvance(self.heads.get(blank_id, ""))
        self._tail_widths[blank_id] = metrics.horizontalAdvance(self.tails.get(blank_id, ""))

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,
        text_format: QTextFormat,
    ) -> None:
        blank_id = text_format.stringProperty(_BLANK_ID)
        head, tail = self.heads.get(blank_id, ""), self.tails.get(blank_id, "")
        if not head and not tail:
            return
        rect = QRectF(rect)
        baseline = rect.bottom() - QFontMetricsF(document.defaultFont()).descent()
        after = rect.left() + self.head_widths[blank_id] + self.sizes[blank_id].width()
        painter.setFont(document.defaultFont())
        painter.setPen(self.ink)
        painter.drawText(QPointF(rect.left(), baseline), head)
        painter.drawText(QPointF(after, baseline), tail)


class CellBox:
    """The words and blanks of one cell or line. A document for each keeps the cost of a change to that one."""

    def __init__(
        self, paragraphs: tuple[Paragraph, ...], centred: bool, slots: SlotObject, in_line: bool = False
    ) -> None:
        """``in_line``: a line outside a table, in which the label before a blank stays with it."""
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        self.blank_ids = tuple(slot.blank_id for slot in slots_in(paragraphs))
        self.positions: dict[str, int] = {}
        self._slots = slots
        self._fills = len(paragraphs) == 1 and len(paragraphs[0]) == 1 and bool(self.blank_ids)
        tail = _TAIL_IN_LINE if in_line else _TAIL
        self._paragraphs = [self._part(runs, tail, in_line) for runs in paragraphs]
        option = QTextOption(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document.setDefaultTextOption(option)
        self.document.documentLayout().registerHandler(SLOT_TYPE, slots)
        self._descent = self._words_height = self._line_height = 0.0
        self._filled_in = False

    def _part(self, paragraph: Paragraph, tails: re.Pattern[str], keep_heads: bool) -> list[Words | Slot]:
        """A paragraph less what stands so close to a blank that it is drawn with it."""
        runs: list[Words | Slot] = []
        for place, run in enumerate(paragraph):
            if isinstance(run, Slot):
                runs.append(run)
                continue
            text = run.text
            before = paragraph[place - 1] if place else None
            if isinstance(before, Slot) and (tail := tails.match(text)):
                self._slots.tails[before.blank_id] = tail.group()
                text = text[tail.end() :]
            after = paragraph[place + 1] if place + 1 < len(paragraph) else None
            if keep_heads and isinstance(after, Slot) and (head := _HEAD_IN_LINE.search(text)):
                self._slots.heads[after.blank_id] = head.group()
                text = text[: head.start()]
            runs.append(Words(text))
        return runs

    @property
    def fills_cell(self) -> bool:
        """Whether a blank stands here alone."""
        return self._fills

    def set_font(self, font: QFont, line_height: float, editor_height: float = 0.0) -> None:
        """Write the words in a font, each line at least ``line_height`` high; an editor of one line has its own height."""
        metrics = QFontMetricsF(font)
        self._descent = metrics.descent()
        self._words_height = metrics.height()
        self._line_height = editor_height
        self.document.setDefaultFont(font)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        if not self._filled_in:
            self._write(cursor)
            self._filled_in = True
        for blank_id in self.positions:
            self._slots.measure(blank_id, metrics)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        cursor.endEditBlock()

    def _write(self, cursor: QTextCursor) -> None:
        for number, paragraph in enumerate(self._paragraphs):
            if number:
                cursor.insertBlock()
            for run in paragraph:
                if isinstance(run, Slot):
                    self._write_slot(cursor, run.blank_id)
                else:
                    cursor.insertText(run.text, QTextCharFormat())

    def _write_slot(self, cursor: QTextCursor, blank_id: str) -> None:
        place = QTextCharFormat()
        place.setObjectType(SLOT_TYPE)
        place.setProperty(_BLANK_ID, blank_id)
        place.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        self.positions[blank_id] = cursor.position()
        cursor.insertText(_PLACE, place)

    def set_width(self, width: float) -> None:
        self.document.setTextWidth(width)

    @property
    def height(self) -> float:
        return self.document.size().height()

    def refresh(self, blank_id: str) -> None:
        """A blank's room is another now."""
        if self._filled_in:
            self.document.markContentsDirty(self.positions[blank_id], 1)

    def slot_rect(self, blank_id: str) -> QRectF:
        """The room of a blank, from the box's upper left corner."""
        position = self.positions[blank_id]
        block = self.document.findBlock(position)
        layout = block.layout()
        inside = position - block.position()
        line = layout.lineForTextPosition(inside)
        # PySide gives the place together with the position it was asked for; its declaration says a number.
        left: Any = line.cursorToX(inside)
        left = left[0] if isinstance(left, tuple) else left
        size = self._slots.sizes[blank_id]
        left += self._slots.head_widths[blank_id]
        origin = self.document.documentLayout().blockBoundingRect(block).topLeft()
        # The words in an editor stand in its middle; a little lower, and their base line is the sentence's.
        lower = max(0.0, round((self._line_height - self._words_height) / 2)) if not self.fills_cell else 0.0
        top = line.y() + line.ascent() + self._descent - size.height() + lower
        return QRectF(origin + QPointF(left, top), size)

    def draw(self, painter: QPainter, at: QPointF, clip: QRectF, ink: QColor) -> None:
        """Draw the words at a place, no more than ``clip`` touches."""
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, ink)
        context.clip = clip.translated(-at)
        painter.save()
        painter.translate(at)
        self.document.documentLayout().draw(painter, context)
        painter.restore()
