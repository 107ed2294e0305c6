"""Draws the pages of a received fax: dots are never smoothed away when enlarged, and stand in the paper's proportions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from exporters.fax.tiff import ReceivedPage
from ui.widgets.page_desk import FIT_WIDTH, SCREEN_INCH, PageDesk
from ui.widgets.theme import Theme

#: The zooms on offer in per cent of the paper's real size; at ACTUAL_DOTS a dot is a pixel.
ACTUAL_DOTS: Final = -1
ZOOMS: Final = (FIT_WIDTH, 50, 75, 100, 150, ACTUAL_DOTS, 300, 400)

_BLACK_AND_WHITE: Final = (0xFF000000, 0xFFFFFFFF)


def image_of(page: ReceivedPage) -> QImage:
    """The dots of a page as they arrive; not yet in the paper's proportions."""
    stride = page.width // 8
    image = QImage(page.bits, page.width, page.height, stride, QImage.Format.Format_Mono)
    image.setColorTable(_BLACK_AND_WHITE)
    return image


class FaxPageView(QWidget):
    """One page. Its picture for the screen is made when it is painted and dropped when it is out of view."""

    def __init__(self, page: ReceivedPage, number: int, count: int, theme: Theme) -> None:
        super().__init__()
        self.page = page
        self.dots = image_of(page)
        self._theme = theme
        self._scaled: QImage | None = None
        self.setAccessibleName(f"第 {number + 1} 页，共 {count} 页")

    def size_at(self, dots_per_inch: float) -> QSize:
        """How large the paper is on a screen with so many pixels an inch."""
        across = self.page.width / self.page.dots_across
        down = self.page.height / self.page.dots_down
        return QSize(round(across * dots_per_inch), round(down * dots_per_inch))

    def forget(self) -> None:
        """Free the picture for the screen."""
        self._scaled = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        density = self.devicePixelRatioF()
        pixels = QSize(round(self.width() * density), round(self.height() * density))
        if pixels.width() >= self.dots.width():
            painter.drawImage(QRectF(self.rect()), self.dots)
        else:
            painter.drawImage(QRectF(self.rect()), self._smaller(pixels))
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _smaller(self, pixels: QSize) -> QImage:
        """The page reduced to so many pixels, every dot counted: a thin line becomes grey, it does not vanish."""
        if self._scaled is None or self._scaled.size() != pixels:
            grey = self.dots.convertToFormat(QImage.Format.Format_Grayscale8)
            ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            small = grey.scaled(pixels, ignore, smooth)
            self._scaled = small.convertToFormat(QImage.Format.Format_Grayscale8)
        return self._scaled


class FaxPagesView(PageDesk):
    """All pages one below the other on the desk."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("传真的页", theme, parent)
        self._theme = theme
        self.views: tuple[FaxPageView, ...] = ()
        self._share: float | None = None
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._forget_far())
        self.verticalScrollBar().rangeChanged.connect(lambda _least, most: self._keep_place(most))

    def show_pages(self, pages: tuple[ReceivedPage, ...]) -> None:
        """Show these; once for each view."""
        assert not self.views
        self.views = tuple(
            FaxPageView(page, number, len(pages), self._theme) for number, page in enumerate(pages)
        )
        self.put_pages(self.views)
        self.lay_out()

    def step_zoom(self, steps: int) -> None:
        """The next larger or smaller zoom on offer."""
        now = self._dots_per_inch(self._zoom)
        offers = {zoom: self._dots_per_inch(zoom) for zoom in ZOOMS if zoom != FIT_WIDTH}
        larger = [zoom for zoom, dots in offers.items() if dots > now * 1.01]
        smaller = [zoom for zoom, dots in offers.items() if dots < now * 0.99]
        if steps > 0 and larger:
            self.set_zoom(min(larger, key=offers.__getitem__))
        elif steps < 0 and smaller:
            self.set_zoom(max(smaller, key=offers.__getitem__))

    def _dots_per_inch(self, zoom: int) -> float:
        if zoom == ACTUAL_DOTS:
            across = self.views[0].page.dots_across if self.views else SCREEN_INCH * 2
            return across / self.devicePixelRatioF()
        if zoom != FIT_WIDTH:
            return SCREEN_INCH * zoom / 100
        widest = max((view.page.width / view.page.dots_across for view in self.views), default=8.5)
        return self.room() / widest

    def lay_out(self) -> None:
        """Give each page its size, the same place in view as before."""
        bar = self.verticalScrollBar()
        if bar.maximum():
            self._share = bar.value() / bar.maximum()
        dots_per_inch = self._dots_per_inch(self._zoom)
        for view in self.views:
            view.setFixedSize(view.size_at(dots_per_inch))

    def _keep_place(self, most: int) -> None:
        if self._share is not None and most:
            share, self._share = self._share, None
            self.verticalScrollBar().setValue(round(share * most))

    def _forget_far(self) -> None:
        for view in self.views:
            if view.visibleRegion().isEmpty():
                view.forget()
