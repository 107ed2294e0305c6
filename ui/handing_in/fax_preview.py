"""The fax as it will arrive: every page decoded from the very bytes that are sent, with what the guard says about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from exporters.fax.line_time import RATES, in_words, line_seconds
from exporters.fax.pages import RESOLUTIONS
from exporters.fax.tiff import ReceivedPage, received_pages
from forms.errors import AnyueError
from ui.handing_in.fax_preview_pages import ACTUAL_DOTS, ZOOMS, FaxPagesView
from ui.widgets.errors import show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.jobs import Jobs
from ui.widgets.page_desk import FIT_WIDTH
from ui.widgets.parts import button, label, row
from ui.widgets.screen import fit_screen
from ui.widgets.theme import Theme

_SIDE_WIDTH: Final = 290


class FaxPreviewDialog(QDialog):
    """Shows the pages of ``tiff``, how long they take on the line, and what the guard remarked."""

    def __init__(
        self,
        tiff: bytes,
        remarks: Sequence[str],
        theme: Theme,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_help(self, Topic.FAX)
        self.setWindowTitle("传真预览")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)
        self.view = FaxPagesView(theme)
        self.view.zoom_changed.connect(lambda zoom: self.zoom_box.setCurrentIndex(ZOOMS.index(zoom)))
        self.zoom_box: QComboBox = self._make_zoom_box()
        self.count = label("正在打开…", "section")
        self.resolution = label("", "muted")
        self.times = tuple(label("") for _rate in RATES)
        self.remarks = self._make_remarks(remarks)
        self.close_button = button("关闭(&C)", self.close, "primary")
        self._lay_out(bool(remarks))
        self._add_keys()
        self._fit_screen(parent)
        self.view.setFocus()
        jobs.run(lambda _progress: received_pages(tiff), self._show, self._fail, parent=self)

    def _show(self, pages: tuple[ReceivedPage, ...]) -> None:
        self.view.show_pages(pages)
        self.count.setText(f"共 {len(pages)} 页")
        for rate, time in zip(RATES, self.times, strict=True):
            seconds = line_seconds([page.coded for page in pages], rate)
            time.setText(f"传真速度 {rate}：约 {in_words(seconds)}")
        down = pages[0].dots_down if pages else 0
        names = {resolution.dots_down: resolution.label for resolution in RESOLUTIONS.values()}
        across = pages[0].dots_across if pages else 0
        self.resolution.setText("{}分辨率，{}×{} 点/英寸".format(names.get(down, ""), across, down))

    def _fail(self, error: AnyueError) -> None:
        self.count.setText("打不开")
        show_error(self, "传真预览", error)

    def _make_zoom_box(self) -> QComboBox:
        box = QComboBox()
        box.setProperty("kind", "field")
        box.setAccessibleName("缩放")
        names = {FIT_WIDTH: "适合宽度", ACTUAL_DOTS: "逐点（1:1）"}
        box.addItems([names.get(zoom, f"{zoom}%") for zoom in ZOOMS])
        box.activated.connect(lambda index: self.view.set_zoom(ZOOMS[index]))
        return box

    def _make_remarks(self, remarks: Sequence[str]) -> QPlainTextEdit:
        """Text that can be read with the keys and copied."""
        text = QPlainTextEdit("\n\n".join(remarks))
        text.setProperty("kind", "field")
        text.setAccessibleName("清晰度意见")
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        return text

    def _lay_out(self, has_remarks: bool) -> None:
        smaller = button("−", lambda: self.view.step_zoom(-1), help_text="缩小（Ctrl+-）")
        larger = button("+", lambda: self.view.step_zoom(1), help_text="放大（Ctrl++）")
        smaller.setAccessibleName("缩小")
        larger.setAccessibleName("放大")
        tools = row(smaller, self.zoom_box, larger, None, self.close_button)
        tools.setContentsMargins(14, 10, 14, 10)
        side = QWidget()
        side.setFixedWidth(_SIDE_WIDTH)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(16, 4, 14, 14)
        beside.setSpacing(6)
        beside.addWidget(self.count)
        beside.addWidget(self.resolution)
        beside.addSpacing(8)
        beside.addWidget(label("预计通话时间", "section"))
        for time in self.times:
            beside.addWidget(time)
        beside.addWidget(label("不含拨号；线路差时会更长。", "muted"))
        beside.addSpacing(8)
        beside.addWidget(label("清晰度意见", "section"))
        if has_remarks:
            beside.addWidget(self.remarks, 1)
        else:
            self.remarks.hide()
            beside.addWidget(label("没有发现传真后会看不清的地方。", "muted"))
            beside.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.view, 1)
        body.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tools)
        layout.addLayout(body, 1)

    def _add_keys(self) -> None:
        for keys, steps in ((QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1)):
            QShortcut(keys, self).activated.connect(lambda steps=steps: self.view.step_zoom(steps))
        QShortcut(QKeySequence("Ctrl+0"), self).activated.connect(lambda: self.view.set_zoom(FIT_WIDTH))

    def _fit_screen(self, parent: QWidget | None) -> None:
        fit_screen(self, 1120, 900, parent)
