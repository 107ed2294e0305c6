"""The preview: the exported PDF's own pages, drawn when they come into view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from forms.errors import AnyueError
from ui.widgets.errors import show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.jobs import Jobs
from ui.widgets.page_desk import FIT_WIDTH, SCREEN_INCH, PageDesk
from ui.widgets.parts import button, label, row
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.theme import Theme

#: The zooms on offer in per cent of the paper's real size; 0 fits the width.
ZOOMS: Final = (FIT_WIDTH, 50, 75, 100, 125, 150, 200)


class PageView(QWidget):
    """One page: white until its picture is there, the last picture stretched until the sharp one is."""

    def __init__(self, number: int, count: int, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture: QImage | None = None
        self.drawn_at = 0.0
        self.setAccessibleName(f"第 {number + 1} 页，共 {count} 页")

    def show_picture(self, picture: QImage, drawn_at: float) -> None:
        self.picture, self.drawn_at = picture, drawn_at
        self.update()

    def forget(self) -> None:
        self.picture, self.drawn_at = None, 0.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self.picture)
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PagesView(PageDesk):
    """All pages one below the other on the desk. Pictures are made in the background, and dropped once out of view."""

    def __init__(self, pages: PdfPages, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("预览", theme, parent)
        self._pages = pages
        self._jobs = jobs
        self._failed = False
        self._drawing: tuple[int, float] | None = None
        count = len(pages.sizes)
        self.views = tuple(PageView(number, count, theme) for number in range(count))
        self.put_pages(self.views)
        self._timer = QTimer(self, singleShot=True, interval=60)
        self._timer.timeout.connect(self._draw_next)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._timer.start())
        self.desk.installEventFilter(self)

    def step_zoom(self, steps: int) -> None:
        """The next larger or smaller zoom on offer."""
        now = self._dots_per_inch() / SCREEN_INCH * 100
        larger = [zoom for zoom in ZOOMS[1:] if zoom > now + 1]
        smaller = [zoom for zoom in ZOOMS[1:] if zoom < now - 1]
        if steps > 0 and larger:
            self.set_zoom(larger[0])
        elif steps < 0 and smaller:
            self.set_zoom(smaller[-1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._timer.start()
        return super().eventFilter(watched, event)

    def _dots_per_inch(self) -> float:
        if self._zoom:
            return SCREEN_INCH * self._zoom / 100
        widest = max(size.width() for size in self._pages.sizes)
        return min(self.room() / widest * 72, SCREEN_INCH * 2)

    def lay_out(self) -> None:
        for number, view in enumerate(self.views):
            view.setFixedSize(*self._pages.pixels(number, self._dots_per_inch()))
        self._timer.start()

    def _draw_next(self) -> None:
        """Draw the first page in view that is not sharp; forget those far from it."""
        if self._drawing is not None or self._failed:
            return
        sharp = self._dots_per_inch() * self.devicePixelRatioF()
        wanted = None
        for number, view in enumerate(self.views):
            if not self._is_near(view):
                view.forget()
            elif view.drawn_at != sharp and wanted is None:
                wanted = number
        if wanted is None:
            return
        self._drawing = (wanted, sharp)
        pages = self._pages
        self._jobs.run(
            lambda progress: pages.picture(wanted, sharp, lambda: progress(0, 1)),
            self._drawn,
            self._not_drawn,
            parent=self,
        )

    def _is_near(self, view: QWidget) -> bool:
        top = view.mapTo(self.desk, QPoint(0, 0)).y() - self.verticalScrollBar().value()
        height = self.viewport().height()
        return QRect(0, -height // 2, 10, 2 * height).intersects(QRect(0, top, 10, view.height()))

    def _drawn(self, picture: QImage) -> None:
        assert self._drawing is not None
        number, sharp = self._drawing
        self._drawing = None
        self.views[number].show_picture(picture, sharp)
        self._timer.start(0)

    def _not_drawn(self, error: AnyueError) -> None:
        self._drawing, self._failed = None, True
        show_error(self, "预览", error)


class PreviewDialog(QDialog):
    """The pages as they will be printed, with 打印 and 导出."""

    print_requested = Signal()
    export_requested = Signal()

    def __init__(
        self, pages: PdfPages, title: str, jobs: Jobs, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        offer_help(self, Topic.EXPORT)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"预览：{title}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self._pages = pages
        self.view = PagesView(pages, jobs, theme)
        self.zoom_box = self._make_zoom_box()
        self.view.zoom_changed.connect(lambda zoom: self.zoom_box.setCurrentIndex(ZOOMS.index(zoom)))
        count = label(f"共 {len(pages.sizes)} 页", "muted", wrap=False)
        smaller = button("−", lambda: self.view.step_zoom(-1), help_text="缩小（Ctrl+-）")
        larger = button("+", lambda: self.view.step_zoom(1), help_text="放大（Ctrl++）")
        smaller.setAccessibleName("缩小")
        larger.setAccessibleName("放大")
        tools = row(
            smaller,
            self.zoom_box,
            larger,
            count,
            None,
            button("导出(&E)…", self._leave_for(self.export_requested)),
            button("打印(&P)…", self._leave_for(self.print_requested), "primary"),
            button("关闭(&C)", self.close),
        )
        tools.setContentsMargins(14, 10, 14, 10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addWidget(self.view, 1)
        for keys, steps in ((QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1)):
            QShortcut(keys, self).activated.connect(lambda steps=steps: self.view.step_zoom(steps))
        QShortcut(QKeySequence("Ctrl+0"), self).activated.connect(lambda: self.view.set_zoom(0))
        # What is being drawn is given up at once; the rest is put away in the background, where it may wait for that.
        self.finished.connect(lambda _result: pages.stop())
        self.finished.connect(lambda _result: jobs.run(lambda _progress: pages.close(), _nothing, _nothing))
        self._fit_screen(parent)
        self.view.setFocus()

    def _fit_screen(self, parent: QWidget | None) -> None:
        room = (parent or self).screen().availableGeometry()
        self.resize(min(980, room.width() - 40), min(900, room.height() - 60))

    def _make_zoom_box(self) -> QComboBox:
        box = QComboBox()
        box.setProperty("kind", "field")
        box.setAccessibleName("缩放")
        box.addItems(["适合宽度" if not zoom else f"{zoom}%" for zoom in ZOOMS])
        box.activated.connect(lambda index: self.view.set_zoom(ZOOMS[index]))
        return box

    def _leave_for(self, signal: SignalInstance) -> Callable[[], None]:
        def leave() -> None:
            self.close()
            signal.emit()

        return leave


def _nothing(_result: object) -> None:
    """Nobody waits for this."""
