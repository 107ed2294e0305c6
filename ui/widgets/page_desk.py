"""Pages one below the other on the desk, at a zoom that Ctrl and the wheel change; what a page is, a subclass knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.widgets.theme import Theme

#: The zoom that fits the width; any other is in per cent of the paper's real size, or a subclass's own.
FIT_WIDTH: Final = 0
#: Pixels in an inch of the screen where paper is shown in its real size.
SCREEN_INCH: Final = 96.0
_MARGIN: Final = 18
_LEAST_ROOM: Final = 200


class PageDesk(QScrollArea):
    """Holds the pages and the zoom. A subclass gives :meth:`step_zoom` and :meth:`lay_out`."""

    zoom_changed = Signal(int)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = FIT_WIDTH
        self.setAccessibleName(name)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.desk = QWidget()
        self.desk.setStyleSheet(f"background: {theme.desk};")
        self._column = QVBoxLayout(self.desk)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(_MARGIN)
        self.setWidget(self.desk)

    def put_pages(self, views: Iterable[QWidget]) -> None:
        """Put the pages on the desk; once for each desk."""
        for view in views:
            self._column.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)

    @property
    def zoom(self) -> int:
        return self._zoom

    def set_zoom(self, zoom: int) -> None:
        """:data:`FIT_WIDTH`, per cent, or a zoom of the subclass's own."""
        if zoom != self._zoom:
            self._zoom = zoom
            self.lay_out()
            self.zoom_changed.emit(zoom)

    def step_zoom(self, steps: int) -> None:
        """Take the next larger (``steps`` above 0) or smaller zoom on offer."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Give each page its size at the zoom."""
        raise NotImplementedError

    def room(self) -> int:
        """How wide a page may be, in pixels, so that nothing needs scrolling sideways."""
        scroll_bar = self.verticalScrollBar().sizeHint().width()
        return max(_LEAST_ROOM, self.width() - scroll_bar - 2 * _MARGIN - 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(event.angleDelta().y())
            event.accept()
            return
        super().wheelEvent(event)
