"""The desk with the paper on it: adapts the page to the window, zooms, keeps the blank with the focus in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.paper.paper import Paper
from ui.theme import Theme

#: The page is as wide as the window lets it be between these, at 100 %.
NARROWEST: Final = 600
WIDEST: Final = 980
#: Zoom in per cent: the least, the most, a step.
ZOOM_LEAST: Final = 60
ZOOM_MOST: Final = 240
ZOOM_STEP: Final = 10
#: Kept in sight around the blank with the focus.
_AROUND: Final = 60


class PaperView(QScrollArea):
    """Scrolls and zooms one :class:`Paper`."""

    #: The zoom in per cent, after it changed.
    zoomed = Signal(int)

    def __init__(self, paper: Paper, theme: Theme, zoom: int = 100, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = paper
        self._zoom = min(max(zoom, ZOOM_LEAST), ZOOM_MOST)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setWidget(paper)
        self.set_theme(theme)
        self.verticalScrollBar().setSingleStep(36)
        self.viewport().installEventFilter(self)
        paper.entered.connect(self.show_blank)
        paper.arranged.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._desk = QColor(theme.desk)
        self.viewport().update()
        self.paper.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk beside a short or narrow paper."""
        QPainter(self.viewport()).fillRect(event.rect(), self._desk)

    @property
    def zoom(self) -> int:
        return self._zoom

    def set_zoom(self, zoom: int) -> None:
        """Show the paper at so many per cent."""
        zoom = min(max(zoom, ZOOM_LEAST), ZOOM_MOST)
        if zoom != self._zoom:
            self._zoom = zoom
            self._fit()
            self._follow()
            self.zoomed.emit(zoom)

    def zoom_by(self, steps: int) -> None:
        """One step or more in or out."""
        self.set_zoom(self._zoom + steps * ZOOM_STEP)

    def _fit(self) -> None:
        zoom = self._zoom / 100
        room = self.viewport().width() - 2 * self.paper.metrics.desk
        self.paper.set_page(round(min(max(room, NARROWEST * zoom), WIDEST * zoom)), zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        zooming = isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.type() == QEvent.Type.Wheel and zooming:
            if turned := event.angleDelta().y():
                self.zoom_by(1 if turned > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    def show_blank(self, blank_id: str) -> None:
        """Scroll so that a blank, and a little around it, is in sight."""
        rect = self.paper.rects.get(blank_id, QRect())
        for point in (rect.bottomRight(), rect.topLeft()):
            self.ensureVisible(point.x(), point.y(), 20, _AROUND)

    def _follow(self) -> None:
        if focused := self.paper.focused_blank():
            self.show_blank(focused)
