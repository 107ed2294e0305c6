"""What a form's page asks the window for: export, print, preview, importing Excel, filling in from the profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

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

if TYPE_CHECKING:
    from exporters.read_back import ReadBack
    from ui.form.proposals.proposal import Proposal

_IMPORT: Final = "从 Excel 导入"
_PREFILL: Final = "从单位资料填入"
#: So many labels are named in a message.
_NAMED: Final = 8


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

    def print_blank(self, page: FormPage) -> None:
        """Print the form empty, with room for the pen."""
        document = _blank_document(page.session)
        self._make_pdf(document, partial(self._print_pdf, page, document))

    def import_excel(self, page: FormPage) -> None:
        """Choose one of our own Excel files, show what it would change, and do what is ticked."""
        page.flush()
        folder = str(self._workspace.export_folder())
        title = "选择本程序导出的 Excel 文件"
        name, _filter = QFileDialog.getOpenFileName(self._window, title, folder, "Excel 工作簿 (*.xlsx)")
        if name:
            self.import_excel_file(page, Path(name))

    def import_excel_file(self, page: FormPage, path: Path) -> None:
        """Read ``path`` back in the background, then as :meth:`import_excel`."""
        from exporters.xlsx.reader import read_xlsx

        find_form = self._workspace.catalogue.form
        self._workspace.jobs.run(
            lambda _progress: read_xlsx(path, find_form),
            lambda read: self._offer_import(page, path.name, read),
            lambda error: show_error(self._window, _IMPORT, error),
            title="正在读取…",
            parent=self._window,
        )

    def _offer_import(self, page: FormPage, name: str, read: ReadBack) -> None:
        from ui.form.proposals.from_excel import plan_import

        session = page.session
        try:
            plan = plan_import(
                read, name, session.notice, session.form, session.filing, self._workspace.catalogue
            )
        except AnyueError as error:
            show_error(self._window, _IMPORT, error)
            return
        notice = unreadable_words(plan.unreadable)
        if plan.proposals:
            self._offer(page, plan.proposals, "import", _IMPORT, "文件里", "导入", notice)
        else:
            words = f"“{name}”里的内容与现在填的一样，没有要改动的。"
            show_message(self._window, _IMPORT, notice or words)

    def fill_from_profile(self, page: FormPage) -> None:
        """Show what the unit's profile would put into the form, and do what is ticked."""
        from ui.form.proposals.from_profile import from_profile

        page.flush()
        session = page.session
        proposals = from_profile(session.form, session.unit.profile(), session.filing)
        if proposals:
            self._offer(page, proposals, "prefill", _PREFILL, "单位资料里", "填入")
        else:
            page.say("表上的内容和单位资料一样，没有可以填入的。")

    def _offer(
        self,
        page: FormPage,
        proposals: Sequence[Proposal],
        kind: str,
        title: str,
        source_heading: str,
        verb: str,
        notice: str = "",
    ) -> None:
        from ui.form.proposals.dialog import ProposalsDialog

        dialog = ProposalsDialog(
            proposals,
            title=title,
            source_heading=source_heading,
            verb=verb,
            notice=notice,
            parent=self._window,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            taken = dialog.fills
            page.session.fill(taken, kind)
            # What came in is judged like what was typed.
            for blank_id in taken:
                page.session.touch(blank_id)
            page.say(f"{title[: -len(verb)]}{verb}了 {len(taken)} 处，可以撤销。")
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


def unreadable_words(labels: Sequence[str]) -> str:
    """What is said about blanks whose cells in the file cannot be made out; empty where there are none."""
    if not labels:
        return ""
    names = "、".join(labels[:_NAMED])
    more = f"等 {len(labels)} 项" if len(labels) > _NAMED else ""
    return f"文件里有些格子改得认不出填了什么，仍是导出时的内容，请导入后逐项核对：{names}{more}。"


def _blank_document(session: FormSession) -> Document:
    notice = session.notice
    return make_blank_document(session.form, notice_title=notice.title, period_first=notice.period.first)


def _lead_to_first(page: FormPage, findings: tuple[Finding, ...]) -> None:
    """Show everything that is wrong and lead to the first error."""
    page.session.ask()
    first = next((finding for finding in findings if finding.severity is Severity.ERROR), None)
    if first is not None:
        page.show_finding(first)
