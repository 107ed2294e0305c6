"""What the workbench asks for: what is due, the next step, the packet dialog, freezing what has gone, the calendar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from forms.errors import AnyueError, InputError
from forms.form.filing import Filing
from forms.form.form import Form
from forms.notice.due import DueItem, DueList, due_list, occurrences
from forms.packet import DispatchFacts, Packet
from forms.progress import Progress
from ui.handing_in.next_step import NextStep, Step, next_step
from ui.widgets.desktop import Desktop
from ui.widgets.errors import show_error, show_message
from ui.widgets.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    # The workbench asks what is due at every start: what writes packets is imported when one is put together.
    from exporters.fax.fax import Fax
    from exporters.handing_in.plan import Task
    from exporters.handing_in.writing import Written
    from ui.handing_in.dialog import PacketDialog


class PacketActions(QObject):
    """Hands in, corrects, and keeps what went."""

    #: The id of a form to go on in, with everything shown that is wrong with it.
    form_requested = Signal(str)
    #: The id of a packet to look at.
    record_requested = Signal(int)
    #: Something was written, or went and was frozen.
    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        desktop: Desktop,
        theme: Callable[[], Theme],
        flush: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._workspace, self._desktop = window, workspace, desktop
        self._theme, self._flush = theme, flush
        #: What was written and has not gone yet, by notice and occurrence: the question is asked again.
        self._waiting: dict[tuple[str, str, int], Written] = {}
        self._seen: dict[str, tuple[Form, Filing]] = {}
        self._happened = False

    # What is due ------------------------------------------------------------------------------------------------------

    def due(self) -> DueList:
        """What is due as seen today."""
        notice = self._workspace.notice()
        packets = self._workspace.unit.packets(notice.id)
        filings = self._filings()
        self._seen = {form_id: (form, filings[form_id]) for form_id, form in notice.forms.items()}
        return due_list(notice, self._workspace.today(), filings, packets)

    def step_of(self, item: DueItem) -> NextStep:
        """What to do next about something that :meth:`due` gave."""
        step = next_step(item, self._seen)
        if (self._workspace.notice_id, *step.key) in self._waiting:
            return NextStep(Step.CONFIRM, step.key)
        return step

    def take(self, step: NextStep) -> None:
        """Do what a button of the workbench says."""
        if step.step in (Step.FILL, Step.CHECK):
            self.form_requested.emit(step.form_id)
        elif step.step is Step.RECORD:
            self.record_requested.emit(step.packet_id)
        elif step.step is Step.CORRECT:
            self.correct(step.packet_id)
        else:
            self.hand_in(step.key)

    def _filings(self) -> dict[str, Filing]:
        notice, store = self._workspace.notice(), self._workspace.unit
        return {form_id: store.filing(notice.id, form_id) for form_id in notice.forms}

    # Handing in -------------------------------------------------------------------------------------------------------

    def correct(self, packet_id: int) -> None:
        """Hand in once more what a packet held, as its correction."""
        try:
            packet = self._workspace.unit.packet(packet_id)
        except AnyueError as error:
            show_error(self._window, "更正", error)
            return
        self.hand_in(packet.occurrence, packet)

    def hand_in(self, key: tuple[str, int], corrects: Packet | None = None) -> None:
        """Show the packet dialog of an occurrence; it stays until it is closed."""
        self._flush()
        try:
            task = self._task(key, corrects)
        except AnyueError as error:
            show_error(self._window, "报送", error)
            return
        self._happened = False
        dialog = self._dialog(task)
        waiting = self._waiting.get((task.notice.id, *key))
        if waiting is not None:
            dialog.ask_whether_sent(waiting)
        dialog.exec()
        dialog.deleteLater()
        if self._happened:
            self.changed.emit()

    def _task(self, key: tuple[str, int], corrects: Packet | None) -> Task:
        from exporters.handing_in.plan import Task, packet_form

        notice, store = self._workspace.notice(), self._workspace.unit
        if corrects is not None and corrects.contents.notice_id != notice.id:
            raise InputError("它是按另一份通知报送的。请先在“通知”页换成那份通知，再更正。")
        occurrence = next((one for one in occurrences(notice) if one.key == key), None)
        if occurrence is None:
            raise InputError("这份通知里已经没有这一项报送了，不能更正。")
        filings = self._filings()
        return Task(
            notice=notice,
            occurrence=occurrence,
            profile=store.profile(),
            forms=tuple(
                packet_form(notice, notice.forms[form_id], filings[form_id])
                for form_id in occurrence.obligation.forms
            ),
            today=self._workspace.today(),
            corrects=corrects,
        )

    def _dialog(self, task: Task) -> PacketDialog:
        from ui.handing_in.dialog import PacketDialog

        dialog = PacketDialog(
            task,
            self._workspace.export_folder(),
            self._workspace.jobs,
            self._desktop,
            self._print,
            self._preview_fax,
            self._window,
        )
        dialog.fix_requested.connect(self.form_requested)
        dialog.folder_used.connect(self._workspace.keep_export_folder)
        dialog.written.connect(self._keep_waiting)
        dialog.sent.connect(partial(self._freeze, dialog))
        return dialog

    def _keep_waiting(self, done: Written) -> None:
        self._waiting[_key(done)] = done
        self._happened = True

    def _freeze(self, dialog: PacketDialog, done: Written, facts: DispatchFacts) -> None:
        """Keep the packet as it went, byte for byte; the dialog closes when it is safe."""
        store = self._workspace.store

        def keep(_progress: Progress) -> Packet:
            return store.freeze_packet(done.contents, done.files, facts)

        def kept(_packet: Packet) -> None:
            self._waiting.pop(_key(done), None)
            self._happened = True
            dialog.setEnabled(True)
            dialog.accept()

        def failed(error: AnyueError) -> None:
            dialog.setEnabled(True)
            show_error(dialog, "存入报送记录", error)

        dialog.setEnabled(False)
        self._workspace.jobs.run(keep, kept, failed, title="正在存入报送记录…", parent=dialog)

    def _print(self, done: Written, parent: QWidget) -> None:
        from ui.widgets.print_dialog import print_document

        print_document(
            parent, self._workspace.jobs, done.pages, done.order.stem, partial(self._save_pages, done, parent)
        )

    def _save_pages(self, done: Written, parent: QWidget) -> None:
        """Where there is no printer: the pages as a PDF, to be printed elsewhere."""
        from exporters.files.writing import write_file

        start = str(self._workspace.export_folder() / f"{done.order.stem}.pdf")
        name, _filter = QFileDialog.getSaveFileName(parent, "保存 PDF", start, "PDF 文档 (*.pdf)")
        if name:
            try:
                write_file(Path(name), done.pages)
            except AnyueError as error:
                show_error(parent, "保存 PDF", error)

    def _preview_fax(self, fax: Fax, parent: QWidget) -> None:
        from exporters.fax.line_time import RATES
        from exporters.handing_in.writing import advice_words
        from ui.handing_in.fax_preview import FaxPreviewDialog

        seconds = (fax.seconds(RATES[0]), fax.seconds(RATES[1]))
        dialog = FaxPreviewDialog(
            fax.data, advice_words(fax), seconds, self._theme(), self._workspace.jobs, parent
        )
        dialog.exec()
        dialog.deleteLater()

    # The calendar -----------------------------------------------------------------------------------------------------

    def export_calendar(self) -> None:
        """Ask where to, and write every due date as a calendar file."""
        notice = self._workspace.notice()
        from exporters.files.writing import file_name

        start = self._workspace.export_folder() / file_name(notice.name, "报送日历", suffix=".ics")
        name, _filter = QFileDialog.getSaveFileName(self._window, "导出日历", str(start), "日历文件 (*.ics)")
        if name:
            path = Path(name)
            self.export_calendar_to(path if path.suffix else path.with_suffix(".ics"))

    def export_calendar_to(self, path: Path) -> None:
        """Write the calendar in the background, then say where it is."""
        notice = self._workspace.notice()

        def work(_progress: Progress) -> Path:
            from exporters.calendar import calendar_file
            from exporters.files.writing import write_file

            write_file(path, calendar_file(notice))
            return path

        def done(_path: Path) -> None:
            words = "已写出“{0}”。把它发到手机上打开，或在日历程序里导入，到期前一个工作日会提醒。"
            show_message(self._window, "导出日历", words.format(path.name))

        self._workspace.jobs.run(
            work,
            done,
            lambda error: show_error(self._window, "导出日历", error),
            title="正在写出日历…",
            parent=self._window,
        )


def _key(done: Written) -> tuple[str, str, int]:
    task = done.order.task
    return (task.notice.id, *task.occurrence.key)
