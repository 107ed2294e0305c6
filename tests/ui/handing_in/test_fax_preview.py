"""The fax preview: pages decoded from the file, in the paper's proportions, with remarks and times."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from exporters.fax.fax import Fax, make_fax
from exporters.fax.pages import FINE, STANDARD, Resolution
from exporters.pdfium.reading import PdfSource
from tests.ui.window_helpers import answer, press
from ui.handing_in.fax_preview import FaxPreviewDialog
from ui.handing_in.fax_preview_pages import ACTUAL_DOTS
from ui.widgets.jobs import BackgroundJobs, SynchronousJobs
from ui.widgets.page_desk import FIT_WIDTH
from ui.widgets.theme import light_theme


def two_pages() -> bytes:
    """A black square of 100 points at the upper left of the first page; an empty second one."""
    canvas = Canvas("unused", pagesize=A4, invariant=1)
    canvas.rect(72, A4[1] - 172, 100, 100, stroke=0, fill=1)
    canvas.showPage()
    canvas.showPage()
    data: bytes = canvas.getpdfdata()
    return data


def open_dialog(qtbot: QtBot, at: Resolution, remarks: tuple[str, ...] = ()) -> tuple[FaxPreviewDialog, Fax]:
    fax = make_fax([PdfSource("样张.pdf", two_pages())], at)
    dialog = FaxPreviewDialog(fax.data, remarks, light_theme, SynchronousJobs())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog, fax


def words(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("at", [FINE, STANDARD], ids=lambda at: at.id)
def test_pages_have_the_papers_proportions(qtbot: QtBot, at: Resolution) -> None:
    dialog, _fax = open_dialog(qtbot, at)
    assert [(view.dots.width(), view.dots.height()) for view in dialog.view.views] == [(1728, at.lines)] * 2
    assert dialog.view.views[0].dots.format() == QImage.Format.Format_Mono
    dialog.view.set_zoom(100)
    for view in dialog.view.views:
        # 215 mm, which a fax line is, by A4's height, at 96 pixels an inch.
        assert abs(view.width() - 215 / 25.4 * 96) < 2
        assert abs(view.height() - 297 / 25.4 * 96) < 4


@pytest.mark.parametrize("zoom", [50, 100, 400])
@pytest.mark.parametrize("at", [FINE, STANDARD], ids=lambda at: at.id)
def test_a_square_stays_a_square_at_its_place(qtbot: QtBot, at: Resolution, zoom: int) -> None:
    dialog, _fax = open_dialog(qtbot, at)
    dialog.view.set_zoom(zoom)
    picture = dialog.view.views[0].grab().toImage()
    scale = 96 / 72 * zoom / 100 * picture.devicePixelRatio()
    # The page stands 20 of 1728 dots from the edge; three points off the square's own edges, in and out.
    left, top = 72 + 20 / 204 * 72, 72
    inside = [(left + x, top + y) for x in (3, 97) for y in (3, 97)]
    outside = [(left - 3, top + 50), (left + 103, top + 50), (left + 50, top - 3), (left + 50, top + 103)]
    assert {QColor(picture.pixel(round(x * scale), round(y * scale))).name() for x, y in inside} == {
        "#000000"
    }
    assert {QColor(picture.pixel(round(x * scale), round(y * scale))).name() for x, y in outside} == {
        "#ffffff"
    }


def test_it_says_pages_resolution_times_and_remarks(qtbot: QtBot) -> None:
    remarks = ("样张.pdf：第1页最细的线只有0.5磅。", "样张.pdf：第2页有照片。")
    dialog, fax = open_dialog(qtbot, STANDARD, remarks)
    shown = words(dialog)
    assert "共 2 页" in shown
    assert "标准分辨率，204×98 点/英寸" in shown
    assert f"传真速度 9600：约 {fax.seconds(9600)}秒" in shown
    assert f"传真速度 14400：约 {fax.seconds(14400)}秒" in shown
    assert dialog.remarks.toPlainText() == "\n\n".join(remarks)
    qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_without_remarks_it_says_so(qtbot: QtBot) -> None:
    dialog, _fax = open_dialog(qtbot, FINE)
    assert "没有发现传真后会看不清的地方。" in words(dialog)
    assert not dialog.remarks.isVisible()


def test_zooming_by_keys(qtbot: QtBot) -> None:
    dialog, _fax = open_dialog(qtbot, FINE)
    control = Qt.KeyboardModifier.ControlModifier
    dialog.view.set_zoom(150)
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, control)
    assert dialog.view.zoom == ACTUAL_DOTS and dialog.zoom_box.currentText() == "逐点（1:1）"
    assert dialog.view.views[0].width() * dialog.devicePixelRatioF() == 1728
    qtbot.keyClick(dialog, Qt.Key.Key_Minus, control)
    assert dialog.view.zoom == 150
    qtbot.keyClick(dialog, Qt.Key.Key_0, control)
    assert dialog.view.zoom == FIT_WIDTH
    assert dialog.view.views[0].width() < dialog.view.width()
    bar = dialog.view.horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)


def test_a_file_that_is_no_fax_is_said(qtbot: QtBot) -> None:
    seen: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        seen.append(dialog.text())
        press("关闭")(dialog)

    answer(act)
    dialog = FaxPreviewDialog(b"no fax", (), light_theme, SynchronousJobs())
    qtbot.addWidget(dialog)
    assert "损坏" in seen[0] or "不是" in seen[0]
    assert dialog.view.views == ()


def test_pages_are_decoded_in_the_background(qtbot: QtBot) -> None:
    jobs = BackgroundJobs()
    fax = make_fax([PdfSource("样张.pdf", two_pages())], STANDARD)
    dialog = FaxPreviewDialog(fax.data, (), light_theme, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.view.views) == 2)
    assert "共 2 页" in words(dialog)
    qtbot.waitUntil(lambda: not jobs.busy)
    jobs.finish()
