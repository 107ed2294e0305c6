"""What a form's page asks the window for: export, print, preview, reading Excel back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from forms.errors import AnyueError
from forms.form.document import Document, make_blank_document
from forms.form.finding import Finding, Severity
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.desktop import Desktop
from ui.widgets.errors import ask, show_error, show_message
from ui.widgets.theme import Theme
from ui.workspace import Workspace


class FormActions:
    """What the window does when a form's page asks."""

    def __init__(
        self, window: QWidget, workspace: Workspace, desktop: Desktop, theme: Callable[[], Theme]
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._desktop = desktop
        self._theme = theme

    def export(self, page: FormPage) -> None:
        """Show the export dialog; it stays until it is closed."""
        from ui.form.export_dialog import ExportDialog

        page.flush()
        document, findings = page.session.document()
        dialog = ExportDialog(
            document,
            findings,
            _blank_document(page.session),
            self._workspace.export_folder(),
            self._workspace.jobs,
            self._desktop,
            self._window,
        )
        dialog.folder_used.connect(self._workspace.keep_export_folder)
        dialog.fix_requested.connect(lambda: _lead_to_first(page, findings))
        dialog.exec()
        dialog.deleteLater()

    def preview(self, page: FormPage) -> None:
        """Make the PDF in the background and show its pages."""
        page.flush()
        document, _findings = page.session.document()
        self._make_pdf(document, partial(self._show_preview, page, document))

    def print(self, page: FormPage) -> None:
        """Ask first where 草稿 would stand on every page, then print what the PDF shows."""
        page.flush()
        document, findings = page.session.document()
        count = sum(finding.severity is Severity.ERROR for finding in findings)
        words = f"还有 {count} 处错误，打印的每页会印上“草稿”。"
        if count and not ask(self._window, "打印", words, "仍打印草稿(&P)", "回去修改(&B)"):
            _lead_to_first(page, findings)
            return
        self._make_pdf(document, partial(self._print_pdf, page, document))

    def read_excel(self, page: FormPage) -> None:
        """Choose one of our own Excel files, show what it would change, and take it over."""
        page.flush()
        folder = str(self._workspace.export_folder())
        title = "选择本程序导出的 Excel 文件"
        name, _filter = QFileDialog.getOpenFileName(self._window, title, folder, "Excel 工作簿 (*.xlsx)")
        if name:
            self.read_excel_file(page, Path(name))

    def read_excel_file(self, page: FormPage, path: Path) -> None:
        """Read ``path`` back in the background, then as :meth:`read_excel`."""
        from exporters.read_back import ReadBack
        from exporters.xlsx.reader import read_xlsx

        def done(read: ReadBack) -> None:
            self._offer_import(page, path.name, read)

        self._workspace.jobs.run(
            lambda _progress: read_xlsx(path),
            done,
            lambda error: show_error(self._window, "从 Excel 读入", error),
            title="正在读取…",
            parent=self._window,
        )

    def _offer_import(self, page: FormPage, name: str, read: object) -> None:
        from exporters.read_back import ReadBack
        from ui.form.excel_import import ImportDialog, plan_import

        assert isinstance(read, ReadBack)
        session = page.session
        try:
            plan = plan_import(
                read, name, session.notice, session.form, session.filing, self._workspace.catalogue
            )
        except AnyueError as error:
            show_error(self._window, "从 Excel 读入", error)
            return
        if not plan.changes and not plan.doubtful:
            words = f"“{name}”与现在填的完全一样，没有要改动的。"
            show_message(self._window, "从 Excel 读入", words)
            return
        dialog = ImportDialog(plan, name, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            session.fill(plan.values, "import")
        dialog.deleteLater()

    def _make_pdf(self, document: Document, then: Callable[[bytes], None]) -> None:
        from exporters.registry import export, paged_exporter

        self._workspace.jobs.run(
            lambda progress: export(document, paged_exporter().suffix, progress),
            then,
            lambda error: show_error(self._window, "生成页面", error),
            title="正在生成页面…",
            parent=self._window,
        )

    def _show_preview(self, page: FormPage, document: Document, data: bytes) -> None:
        from ui.widgets.pdf_pages import PdfPages
        from ui.widgets.preview import PreviewDialog

        name = document.form.name
        try:
            pages = PdfPages(data, name)
        except AnyueError as error:
            show_error(self._window, "预览", error)
            return
        dialog = PreviewDialog(pages, name, self._workspace.jobs, self._theme(), self._window)
        dialog.export_requested.connect(lambda: self.export(page))
        dialog.print_requested.connect(lambda: self.print(page))
        dialog.open()

    def _print_pdf(self, page: FormPage, document: Document, data: bytes) -> None:
        from exporters.files.names import suggest_name
        from ui.widgets.print_dialog import print_document

        title = suggest_name(document, "")
        print_document(self._window, self._workspace.jobs, data, title, lambda: self.export(page))


def _blank_document(session: FormSession) -> Document:
    notice = session.notice
    return make_blank_document(session.form, notice_title=notice.title, period_first=notice.period.first)


def _lead_to_first(page: FormPage, findings: tuple[Finding, ...]) -> None:
    """Show everything that is wrong and lead to the first error."""
    page.session.ask()
    first = next((finding for finding in findings if finding.severity is Severity.ERROR), None)
    if first is not None:
        page.show_finding(first)
