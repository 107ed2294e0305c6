"""Asks for the printer, copies and pages, and prints in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from forms.progress import Progress
from ui.widgets.errors import ask, show_error
from ui.widgets.jobs import Jobs
from ui.widgets.pdf_pages import PdfPages
from ui.widgets.print_job import prepare_printer, print_pages


def print_document(
    parent: QWidget, jobs: Jobs, data: bytes, title: str, export_instead: Callable[[], None]
) -> None:
    """Print the PDF ``data`` under the name ``title``; where there is no printer say so and offer the PDF."""
    if not QPrinterInfo.availablePrinterNames():
        words = "这台电脑上没有安装打印机。可以导出 PDF，再拿到有打印机的电脑上打印。"
        if ask(parent, "没有打印机", words, "导出 PDF(&E)…", "关闭"):
            export_instead()
        return
    jobs.run(
        lambda progress: _looked_at(data, title, progress),
        lambda pages: _ask_and_print(parent, jobs, data, title, pages),
        lambda error: show_error(parent, "打印", error),
        title="正在打开…",
        parent=parent,
    )


def _looked_at(data: bytes, title: str, progress: Progress) -> PdfPages:
    """The pages' sizes; closed, for printing opens them again in its own thread."""
    with PdfPages(data, title, lambda: progress(0, 1)) as pages:
        return pages


def _ask_and_print(parent: QWidget, jobs: Jobs, data: bytes, title: str, pages: PdfPages) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    prepare_printer(printer, pages)
    dialog = print_dialog(printer, len(pages.sizes), parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return
    printer.setFullPage(True)
    jobs.run(
        lambda progress: print_pages(printer, data, progress),
        lambda _sent: None,
        lambda error: show_error(parent, "打印", error),
        title="正在打印…",
        parent=parent,
    )


def print_dialog(printer: QPrinter, count: int, parent: QWidget) -> QPrintDialog:
    """The system's print dialog for ``count`` pages, without "print to file": that is what 导出 is for."""
    options = QAbstractPrintDialog.PrintDialogOption
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setOption(options.PrintToFile, False)
    dialog.setOption(options.PrintSelection, False)
    dialog.setOption(options.PrintPageRange, True)
    dialog.setOption(options.PrintCollateCopies, True)
    dialog.setMinMax(1, count)
    dialog.setFromTo(1, count)
    return dialog
