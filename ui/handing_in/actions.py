"""What the workbench asks for: what is due, the next step, the packet dialog, freezing what has gone, the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from forms.errors import AnyueError, InputError
from forms.file_role import FileRole
from forms.form.filing import Filing
from forms.notice.due import DueItem, occurrences
from forms.packet import DispatchFacts, KeptFile, Packet, PendingPacket
from forms.profile_entries import LIAISON_NAME
from forms.progress import Progress
from forms.storage.office.agenda import Agenda
from forms.words import short_date_words
from ui.handing_in.next_step import NextStep, Step, next_step
from ui.widgets.desktop import Desktop
from ui.widgets.errors import show_error, show_message
from ui.widgets.theme import Theme
from ui.workspace import MAILBOX_LIMIT, Workspace

if TYPE_CHECKING:
    # The workbench asks what is due at every start: what writes packets is imported when one is put together.
    from exporters.fax.fax import Fax
    from exporters.handing_in.order import Written
    from exporters.handing_in.task import Task
    from exporters.handing_in.way import Way
    from ui.handing_in.dialog import PacketDialog


class PacketActions(QObject):
    """Hands in, corrects, and keeps what went."""

    #: The id of a form to go on filling in.
    form_requested = Signal(str)
    #: The id of a form to mend: with everything shown that is wrong with it.
    fix_requested = Signal(str)
    #: The id of a packet to look at.
    record_requested = Signal(int)
    #: Something was written, or went and was frozen, or was settled.
    changed = Signal()
    #: The unit and the notice to go to before anything is done there.
    place_requested = Signal(int, str)

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
        self._agenda: Agenda | None = None
        self._happened = False

    # What is due ------------------------------------------------------------------------------------------------------

    def agenda(self) -> Agenda:
        """What is due in all units as seen today."""
        self._agenda = self._workspace.agenda()
        return self._agenda

    def step_of(self, item: DueItem) -> NextStep:
        """What to do next about something that :meth:`agenda` gave."""
        assert self._agenda is not None and item.place is not None
        step = next_step(item, self._agenda.forms[item.place.key])
        return replace(step, step=Step.CONFIRM) if self._agenda.is_waiting(item) else step

    def take(self, step: NextStep) -> None:
        """Do what a button of the workbench says, in the unit and under the notice it is about."""
        if step.step in (Step.SETTLE, Step.REOPEN):
            self._settle(step)
        elif self.go_to(*step.place):
            self._take_here(step)

    def _take_here(self, step: NextStep) -> None:
        if step.step is Step.FILL:
            self.form_requested.emit(step.form_id)
        elif step.step is Step.CHECK:
            self.fix_requested.emit(step.form_id)
        elif step.step is Step.RECORD:
            self.record_requested.emit(step.packet_id)
        elif step.step is Step.CORRECT:
            self.correct(step.packet_id)
        elif step.step is Step.CONFIRM:
            self._ask_again(step.key)
        else:
            self.hand_in(step.key)

    def go_to(self, unit_id: int, notice_id: str) -> bool:
        """Whether the window is there now; it stays where it is while something cannot be kept."""
        if not self._is_at(unit_id, notice_id):
            self.place_requested.emit(unit_id, notice_id)
        return self._is_at(unit_id, notice_id)

    def _is_at(self, unit_id: int, notice_id: str) -> bool:
        return (self._workspace.unit.unit_id, self._workspace.notice_id) == (unit_id, notice_id)

    def _settle(self, step: NextStep) -> None:
        """Keep why it needs no packet, or open it again; for that nobody leaves the page."""
        unit_id, notice_id = step.place
        words = "" if step.step is Step.REOPEN else self._ask_why(step)
        if not words and step.step is Step.SETTLE:
            return
        try:
            self._workspace.store.unit(unit_id).settle(notice_id, step.key, words)
        except AnyueError as error:
            show_error(self._window, "不用再报", error)
            return
        self.changed.emit()

    def _ask_why(self, step: NextStep) -> str:
        from ui.handing_in.settle_dialog import SettleDialog

        assert self._agenda is not None
        item = next(
            item
            for item in self._agenda.due.items
            if item.occurrence.key == step.key and item.place and item.place.key == step.place
        )
        dialog = SettleDialog(
            f"{short_date_words(item.occurrence.due)}　{item.occurrence.obligation.what}", self._window
        )
        accepted = dialog.exec() == SettleDialog.DialogCode.Accepted
        dialog.deleteLater()
        return dialog.words if accepted else ""

    def _filings(self) -> dict[str, Filing]:
        notice, unit = self._workspace.notice(), self._workspace.unit
        return {form_id: unit.filing(notice.id, form_id) for form_id in notice.forms}

    # Handing in -------------------------------------------------------------------------------------------------------

    def correct(self, packet_id: int) -> None:
        """Hand in once more what a packet held, as its correction."""
        try:
            packet = self._workspace.unit.packet(packet_id)
        except AnyueError as error:
            show_error(self._window, "更正", error)
            return
        if self.go_to(self._workspace.unit.unit_id, packet.contents.notice_id):
            self.hand_in(packet.occurrence, packet)

    def _ask_again(self, key: tuple[str, int]) -> None:
        """Show the packet that waits, as what it was written: a correction is one still."""
        try:
            pending = self._pending(self._workspace.notice_id, key)
            first = pending.contents.corrects if pending else None
            corrects = None if first is None else self._workspace.unit.packet(first)
        except AnyueError as error:
            show_error(self._window, "报送", error)
            return
        self.hand_in(key, corrects)

    def hand_in(self, key: tuple[str, int], corrects: Packet | None = None, add: Sequence[Path] = ()) -> None:
        """Show the packet dialog of an occurrence, with the files to ``add`` in it; it stays until it is closed."""
        self._flush()
        try:
            task = self._task(key, corrects)
            waiting = self._pending(task.notice.id, key)
            previous = self._previous(task)
        except AnyueError as error:
            show_error(self._window, "报送", error)
            return
        self._happened = False
        dialog = self._dialog(task, previous)
        dialog.files.add(list(add))
        if waiting is not None and waiting.contents.corrects == (corrects.id if corrects else None):
            dialog.ask_whether_sent(waiting)
        dialog.exec()
        dialog.deleteLater()
        if self._happened:
            self.changed.emit()

    def _task(self, key: tuple[str, int], corrects: Packet | None) -> Task:
        from exporters.handing_in.task import Task, packet_form

        notice, unit = self._workspace.notice(), self._workspace.unit
        if corrects is not None and corrects.contents.notice_id != notice.id:
            raise InputError("它是按另一份通知报送的。请先在“通知”页换成那份通知，再更正。")
        occurrence = next((each for each in occurrences(notice) if each.key == key), None)
        if occurrence is None:
            raise InputError("这份通知里已经没有这一项报送了，不能更正。")
        filings = self._filings()
        return Task(
            notice=notice,
            occurrence=occurrence,
            profile=unit.profile(),
            forms=tuple(
                packet_form(notice, notice.forms[form_id], filings[form_id])
                for form_id in occurrence.obligation.forms
            ),
            today=self._workspace.today(),
            corrects=corrects,
        )

    def _pending(self, notice_id: str, key: tuple[str, int]) -> PendingPacket | None:
        waiting = self._workspace.unit.pending(notice_id)
        return next((pending for pending in waiting if pending.occurrence == key), None)

    def _previous(self, task: Task) -> Packet | None:
        """The packet to begin from. Earlier years' notices are looked for only where anything went under another notice."""
        from exporters.handing_in.previous import previous_packet

        packets = self._workspace.unit.packets()
        others = {packet.contents.notice_id for packet in packets} - {task.notice.id}
        catalogue = self._workspace.catalogue
        notices = [notice for notice in catalogue.readable() if notice.id in others] if others else []
        return previous_packet(task, packets, notices)

    def _dialog(self, task: Task, previous: Packet | None) -> PacketDialog:
        from ui.handing_in.dialog import Helpers, PacketDialog

        helpers = Helpers(
            keep=self._keep,
            print=self._print,
            preview_fax=self._preview_fax,
            preview_kept=self._preview_kept,
            describe=self._describe,
            desktop=self._desktop,
            limit=self._limit(),
        )
        dialog = PacketDialog(
            task, self._workspace.export_folder(), self._workspace.jobs, helpers, self._window, previous
        )
        dialog.fix_requested.connect(self.fix_requested)
        dialog.folder_used.connect(self._workspace.keep_export_folder)
        dialog.limit_used.connect(
            lambda limit: self._workspace.store.set_setting(MAILBOX_LIMIT, f"{limit:g}")
        )
        dialog.written.connect(self._note_change)
        dialog.sent.connect(partial(self._confirm, dialog))
        dialog.given_up.connect(partial(self._discard, dialog))
        return dialog

    def _limit(self) -> float | None:
        """The mailbox's limit in megabytes that was set last."""
        try:
            return float(self._workspace.store.setting(MAILBOX_LIMIT)) or None
        except ValueError:
            return None

    def _note_change(self) -> None:
        self._happened = True

    def _keep(self, way: Way, written: Written) -> PendingPacket:
        """Keep what was written, byte for byte, until it is confirmed as sent. Runs in a worker thread."""
        from exporters.handing_in.previous import preparation_of

        order = written.order
        return self._workspace.unit.keep_pending(
            written.contents,
            written.files,
            way=way.id,
            folder=order.folder,
            paths=written.paths,
            remarks=written.remarks,
            recipient=order.letter.recipient,
            sender=order.letter.contact or order.task.profile.get(LIAISON_NAME, ""),
            preparation=preparation_of(order, way),
        )

    def _confirm(self, dialog: PacketDialog, pending: PendingPacket, facts: DispatchFacts) -> None:
        """The packet went: it is kept as it was written; the dialog closes when that is safe."""
        unit = self._workspace.unit

        def confirm(_progress: Progress) -> Packet:
            return unit.confirm_pending(pending.contents.notice_id, pending.occurrence, facts)

        def confirmed(_packet: Packet) -> None:
            self._happened = True
            dialog.setEnabled(True)
            dialog.accept()

        def failed(error: AnyueError) -> None:
            dialog.setEnabled(True)
            show_error(dialog, "存入报送记录", error)

        dialog.setEnabled(False)
        self._workspace.jobs.run(confirm, confirmed, failed, title="正在存入报送记录…", parent=dialog)

    def _discard(self, dialog: PacketDialog, pending: PendingPacket) -> None:
        """The packet will not be sent: nobody asks about it any more."""
        try:
            self._workspace.unit.discard_pending(pending.contents.notice_id, pending.occurrence)
        except AnyueError as error:
            show_error(dialog, "不送了", error)
            return
        self._happened = True
        dialog.reject()

    def _sent_file(self, pending: PendingPacket) -> KeptFile:
        """The one file that was sent or printed."""
        return next(file for file in pending.files if file.role is FileRole.SENT)

    def _describe(self, pending: PendingPacket) -> str:
        """What is worth knowing about the file that was sent; nothing where it cannot be read any more."""
        from exporters.handing_in.ways import way_called

        way = way_called(pending.way)
        if not way.has_preview:
            return ""
        try:
            return way.describe(self._workspace.store.read_content(self._sent_file(pending).sha256))
        except AnyueError as error:
            return error.message

    def _print(self, pending: PendingPacket, parent: QWidget) -> None:
        from ui.widgets.print_dialog import print_document

        file = self._sent_file(pending)
        try:
            pages = self._workspace.store.read_content(file.sha256)
        except AnyueError as error:
            show_error(parent, "打印", error)
            return
        stem = PurePath(file.name).stem
        print_document(
            parent, self._workspace.jobs, pages, stem, partial(self._save_pages, file.name, pages, parent)
        )

    def _save_pages(self, name: str, pages: bytes, parent: QWidget) -> None:
        """Where there is no printer: the pages as a PDF, to be printed elsewhere."""
        from exporters.files.writing import write_file

        start = str(self._workspace.export_folder() / name)
        chosen, _filter = QFileDialog.getSaveFileName(parent, "保存 PDF", start, "PDF 文档 (*.pdf)")
        if chosen:
            try:
                write_file(Path(chosen), pages)
            except AnyueError as error:
                show_error(parent, "保存 PDF", error)

    def _preview_fax(self, fax: Fax, parent: QWidget) -> None:
        from exporters.handing_in.fax_way import advice_words

        self._show_fax(fax.data, advice_words(fax), parent)

    def _preview_kept(self, pending: PendingPacket, parent: QWidget) -> None:
        try:
            data = self._workspace.store.read_content(self._sent_file(pending).sha256)
        except AnyueError as error:
            show_error(parent, "传真预览", error)
            return
        self._show_fax(data, pending.remarks, parent)

    def _show_fax(self, data: bytes, remarks: Sequence[str], parent: QWidget) -> None:
        from ui.handing_in.fax_preview import FaxPreviewDialog

        dialog = FaxPreviewDialog(data, remarks, self._theme(), self._workspace.jobs, parent)
        dialog.exec()
        dialog.deleteLater()

    # The calendar -----------------------------------------------------------------------------------------------------

    def export_calendar(self) -> None:
        """Ask where to, and write every due date as a calendar file."""
        notice = self._workspace.notice()
        from exporters.files.names import file_name

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
            words = "已生成“{0}”。把它发到手机上打开，或在日历程序里导入，到期前一个工作日会提醒。"
            show_message(self._window, "导出日历", words.format(path.name))

        self._workspace.jobs.run(
            work,
            done,
            lambda error: show_error(self._window, "导出日历", error),
            title="正在生成日历…",
            parent=self._window,
        )
