"""Exporting, printing and previewing, through the window's own dialogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from exporters.registry import EXPORTERS, export
from forms.storage.store import Store
from tests.ui.form.open_form import OpenForm as Case
from tests.ui.window_helpers import answer, press
from ui.form.export_dialog import ExportDialog
from ui.form.page import FormPage
from ui.widgets.jobs import SynchronousJobs
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.preview import PreviewDialog
from ui.widgets.print_job import prepare_printer, print_pages


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    made = Case(qtbot, qapp, store, "liaison")
    made.opened.workspace.keep_export_folder(tmp_path)
    return made


def test_export_writes_the_chosen_formats(case: Case, qtbot: QtBot, tmp_path: Path) -> None:
    case.fill_example()

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        assert not dialog.warning.isVisible()
        for box in dialog.formats.values():
            box.setChecked(True)
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        assert any(f"已导出 {len(EXPORTERS)} 个文件" in label.text() for label in dialog.findChildren(QLabel))
        qtbot.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)

    seen = answer(act)
    case.page.export_requested.emit()
    assert seen
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert names == sorted(
        f"姑苏区平江街道社区卫生服务中心_联络员推荐表{exporter.suffix}" for exporter in EXPORTERS
    )


def test_errors_make_a_draft_or_lead_back(case: Case, qtbot: QtBot, tmp_path: Path) -> None:
    def go_back(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        assert "还有 4 处错误" in dialog.warning.text()
        assert dialog.export_button.text().startswith("仍导出草稿")
        dialog.blank_choice.setChecked(True)
        assert dialog.export_button.text().startswith("导出")
        assert dialog.name.text().endswith("（空白）")
        dialog.filled_choice.setChecked(True)
        qtbot.mouseClick(dialog.back_button, Qt.MouseButton.LeftButton)

    answer(go_back)
    case.actions.export(case.page)
    assert case.page.session.all_revealed
    assert not list(tmp_path.glob("*.pdf"))


def test_overwriting_is_asked(case: Case, qtbot: QtBot, tmp_path: Path) -> None:
    old = tmp_path / "姑苏区平江街道社区卫生服务中心_联络员推荐表.pdf"
    old.write_bytes(b"old")

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        answer(press("取消"))
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        assert old.read_bytes() == b"old"
        answer(press("覆盖"))
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        dialog.accept()

    answer(act)
    case.actions.export(case.page)
    assert old.read_bytes().startswith(b"%PDF")


def test_a_missing_folder_is_said(case: Case, qtbot: QtBot, tmp_path: Path) -> None:
    messages: list[str] = []

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(str(tmp_path / "nowhere"))

        def note(box: QDialog) -> None:
            assert isinstance(box, QMessageBox)
            messages.append(box.text())
            press("关闭")(box)

        answer(note)
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
        dialog.reject()

    answer(act)
    case.actions.export(case.page)
    assert "不存在" in messages[0]


def test_without_a_printer_the_pdf_is_offered(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    case.fill_example()
    dialogs: list[QDialog] = []

    def decline(dialog: QDialog) -> None:
        dialogs.append(dialog)
        dialog.reject()

    def offer(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        assert "没有安装打印机" in box.text()
        answer(decline)
        press("导出 PDF")(box)

    answer(offer)
    case.actions.print(case.page)
    assert isinstance(dialogs[0], ExportDialog)


def test_the_printer_gets_the_pdfs_pages(
    case: Case, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    case.opened.window.show_page("form:statistics")
    page = case.opened.window.page("form:statistics")
    assert isinstance(page, FormPage)
    data = export(page.session.document()[0], ".pdf")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(200)
    with PdfPages(data) as pages:
        prepare_printer(printer, pages)
    steps: list[tuple[int, int]] = []
    assert print_pages(printer, data, lambda done, total: steps.append((done, total))) == len(pages.sizes)
    assert steps[-1] == (len(pages.sizes), len(pages.sizes))
    with PdfPages(data) as wanted, PdfPages((tmp_path / "printed.pdf").read_bytes()) as printed:
        assert len(printed.sizes) == len(wanted.sizes)
        for number in range(len(wanted.sizes)):
            assert difference(wanted, printed, number) < 2.0


def difference(first: PdfPages, second: PdfPages, number: int) -> float:
    """The mean difference of two pages in grey levels, seen from afar so that a pixel's shift does not count."""
    smooth = Qt.TransformationMode.SmoothTransformation
    far = [
        dialog.picture(number, 150).scaled(40, 56, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        for dialog in (first, second)
    ]
    points = [(x, y) for x in range(40) for y in range(56)]
    return sum(abs(far[0].pixelColor(x, y).red() - far[1].pixelColor(x, y).red()) for x, y in points) / len(
        points
    )


def test_a_page_range_and_a_stop(case: Case, tmp_path: Path) -> None:
    case.opened.window.show_page("form:statistics")
    page = case.opened.window.page("form:statistics")
    assert isinstance(page, FormPage)
    data = export(page.session.document()[0], ".pdf")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "range.pdf"))
    printer.setResolution(72)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 2)
    assert print_pages(printer, data, lambda _done, _total: None) == 1
    errors: list[object] = []
    SynchronousJobs(stop_after=1).run(
        lambda progress: print_pages(printer, data, progress), pytest.fail, errors.append
    )
    assert errors


def test_preview_shows_every_page(case: Case, qtbot: QtBot) -> None:
    case.actions.preview(case.page)
    dialog = case.opened.window.findChild(PreviewDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.view.views[0].picture is not None, timeout=10000)
    dialog.view.set_zoom(100)
    qtbot.waitUntil(lambda: dialog.view.views[0].drawn_at == 96 * dialog.devicePixelRatioF())
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.zoom == 125
    assert dialog.zoom_box.currentText() == "125%"
    dialog.close()


def test_what_is_left_open_at_the_foot_is_said(case: Case) -> None:
    session = case.page.session
    session.set_text("lines.unit", "平江街道", session.new_token("lines.unit"))

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        assert "“填报人、日期”还没有填" in dialog.hint.text()
        dialog.blank_choice.setChecked(True)
        assert dialog.hint.isHidden()
        dialog.reject()

    answer(act)
    case.actions.export(case.page)
