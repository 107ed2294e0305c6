"""The desk with the paper on it: adapts the page to the window, zooms, keeps the blank with the focus in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.form.paper.paper import Paper
from ui.widgets.theme import Theme

#: The page is as wide as the window lets it be between these, at 100 %.
NARROWEST: Final = 600
WIDEST: Final = 980
#: A view that is no narrower shows the whole width of the paper at 100 %: the page, the desk at both sides, a scroll bar.
LEAST_WIDTH: Final = NARROWEST + 2 * 20 + 14
#: The zoom at which the whole width of the page is seen, 100 % at most; any other is in per cent.
FIT_WIDTH: Final = 0
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

    def __init__(
        self, paper: Paper, theme: Theme, zoom: int = FIT_WIDTH, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.paper = paper
        self._zoom = _bounded(zoom)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # Our own, since the first ``viewport()`` of one that Qt made costs as much as all else here: PySide then looks
        # through every class of widget for what it is.
        self._ground = QWidget()
        self.setViewport(self._ground)
        self.setWidget(paper)
        self.set_theme(theme)
        self.verticalScrollBar().setSingleStep(36)
        paper.entered.connect(self.show_blank)
        paper.arranged.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._desk = QColor(theme.desk)
        self._ground.update()
        self.paper.set_theme(theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The desk beside a short or narrow paper."""
        QPainter(self._ground).fillRect(event.rect(), self._desk)

    @property
    def zoom(self) -> int:
        """The zoom that was chosen: :data:`FIT_WIDTH` or per cent."""
        return self._zoom

    @property
    def shown_zoom(self) -> int:
        """The zoom in per cent at which the page is shown now."""
        if self._zoom != FIT_WIDTH:
            return self._zoom
        fitting = self._room() * 100 // NARROWEST
        return min(max(fitting, ZOOM_LEAST), 100)

    def set_zoom(self, zoom: int) -> None:
        """Show the paper at so many per cent, or at :data:`FIT_WIDTH`."""
        zoom = _bounded(zoom)
        if zoom != self._zoom:
            self._zoom = zoom
            self._fit()
            self._follow()
            self.zoomed.emit(zoom)

    def zoom_by(self, steps: int) -> None:
        """One step or more in or out, from what is shown to a round number."""
        shown = self.shown_zoom
        whole = shown // ZOOM_STEP if steps > 0 else -(-shown // ZOOM_STEP)
        self.set_zoom((whole + steps) * ZOOM_STEP)

    def _room(self) -> int:
        return self._ground.width() - 2 * self.paper.metrics.desk

    def _fit(self) -> None:
        zoom, room = self.shown_zoom / 100, self._room()
        self.paper.set_page(round(min(max(room, NARROWEST * zoom), WIDEST * zoom)), zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Before it is shown it has widths that nobody sees, and each would lay the page out anew.
        if self.isVisible():
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        self._fit()
        super().showEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        elif turned := event.angleDelta().y():
            self.zoom_by(1 if turned > 0 else -1)

    def show_blank(self, blank_id: str) -> None:
        """Scroll so that a blank, and a little around it, is in sight."""
        rect = self.paper.rects.get(blank_id, QRect())
        for point in (rect.bottomRight(), rect.topLeft()):
            self.ensureVisible(point.x(), point.y(), 20, _AROUND)

    def visible_area(self) -> QRect:
        """The part of the paper that is in sight."""
        return QRect(-self.paper.pos(), self._ground.size())

    def _follow(self) -> None:
        if focused := self.paper.focused_blank():
            self.show_blank(focused)


def _bounded(zoom: int) -> int:
    return zoom if zoom == FIT_WIDTH else min(max(zoom, ZOOM_LEAST), ZOOM_MOST)
