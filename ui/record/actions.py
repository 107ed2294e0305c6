"""What 报送记录 does with a packet: take files out, note what came back, export the record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from exporters.files.names import file_name
from exporters.files.writing import write_file
from forms.errors import AnyueError
from forms.packet import NewFile, Packet
from forms.profile_entries import UNIT_NAME
from forms.progress import Progress
from ui.record.model import ListedFile
from ui.record.note_dialog import NoteDialog
from ui.record.sent import Sent
from ui.record.take_out import folder_name, take_out
from ui.record.void_dialog import VoidDialog
from ui.widgets.desktop import Desktop, open_or_tell
from ui.widgets.errors import message_box, show_error
from ui.workspace import Workspace


class RecordActions(QObject):
    """Works for ``page``; ``changed`` is called once something was kept."""

    def __init__(
        self, page: QWidget, workspace: Workspace, desktop: Desktop, changed: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page = page
        self._workspace = workspace
        self._desktop = desktop
        self._changed = changed

    # Files ------------------------------------------------------------------------------------------------------------

    def take_out(self, sent: Sent, files: Sequence[ListedFile]) -> None:
        """Ask where to, and write the files there."""
        title = "取出的文件放在哪个文件夹"
        folder = QFileDialog.getExistingDirectory(self._page, title, str(self._workspace.export_folder()))
        if folder:
            self.take_out_to(Path(folder), sent, files)

    def take_out_to(self, folder: Path, sent: Sent, files: Sequence[ListedFile]) -> None:
        """Write the files into a new folder inside ``folder`` in the background, and say so."""
        store, name, wanted = self._workspace.store, folder_name(sent), tuple(files)
        self._workspace.jobs.run(
            lambda progress: take_out(store, wanted, folder, name, progress),
            self._taken_out,
            lambda error: show_error(self._page, "取出文件", error),
            title="正在取出文件…",
            parent=self._page,
        )

    def _taken_out(self, paths: tuple[Path, ...]) -> None:
        folder = min((path.parent for path in paths), key=lambda path: len(path.parts))
        words = "已取出 {0} 个文件，逐个核对，与报送时的文件校验值一致：\n{1}"
        self._tell("取出文件", words.format(len(paths), folder), "打开文件夹(&O)", folder)

    # Notes ------------------------------------------------------------------------------------------------------------

    def add_note(self, sent: Sent) -> None:
        """Ask what came back, and keep it."""
        dialog = NoteDialog(sent.packet, self._workspace.export_folder(), self._page)
        if dialog.exec() == NoteDialog.DialogCode.Accepted:
            self.keep_note(dialog.dispatch_id, dialog.note, dialog.paths)
        dialog.deleteLater()

    def keep_note(self, dispatch_id: int, text: str, paths: Sequence[Path]) -> None:
        """Keep a note and the exact bytes of the files with it."""
        unit, files = self._workspace.unit, [NewFile(path.name, path) for path in paths]

        def keep(_progress: Progress) -> Packet:
            return unit.add_receipt(dispatch_id, text, files)

        self._workspace.jobs.run(
            keep,
            lambda _packet: self._changed(),
            lambda error: show_error(self._page, "添加回执/备注", error),
            title="正在保存…",
            parent=self._page,
        )

    # What was recorded by mistake -------------------------------------------------------------------------------------

    def void(self, sent: Sent) -> None:
        """Ask why a record does not count, and keep that; or take it back."""
        unit, packet_id = self._workspace.unit, sent.packet.id
        try:
            if sent.packet.voiding is not None:
                unit.take_voiding_back(packet_id)
            else:
                dialog = VoidDialog(packet_id, sent.packet.contents.what, self._page)
                accepted = dialog.exec() == VoidDialog.DialogCode.Accepted
                dialog.deleteLater()
                if not accepted:
                    return
                unit.void(packet_id, dialog.reason)
        except AnyueError as error:
            show_error(self._page, "作废", error)
        self._changed()

    # The record -------------------------------------------------------------------------------------------------------

    def export(self, sent: Sequence[Sent]) -> None:
        """Ask for a file name, and write the record there."""
        from exporters.record import RECORD_FORMATS
        from exporters.registry import exporter_for

        day = self._workspace.today().isoformat()
        name = file_name(self._unit(), "报送记录", day, suffix=next(iter(RECORD_FORMATS)))
        filters = {f"{exporter_for('x' + suffix).label} (*{suffix})": suffix for suffix in RECORD_FORMATS}
        path, chosen = QFileDialog.getSaveFileName(
            self._page,
            "导出报送记录",
            str(self._workspace.export_folder() / name),
            ";;".join(filters),
        )
        if path:
            suffix = filters.get(chosen, next(iter(RECORD_FORMATS)))
            known = Path(path).suffix.lower() in RECORD_FORMATS
            self.export_to(Path(path) if known else Path(path + suffix), sent)

    def export_to(self, path: Path, sent: Sequence[Sent]) -> None:
        """Write the record as the format ``path`` ends with, in the background, and say so."""
        packets = tuple(listed.packet for listed in sent)
        write = partial(_write_record, packets, path, self._unit(), self._workspace.today())
        self._workspace.jobs.run(
            write,
            lambda _nothing: self._exported(path),
            lambda error: show_error(self._page, "导出报送记录", error),
            title="正在导出报送记录…",
            parent=self._page,
        )

    def _unit(self) -> str:
        return self._workspace.unit.profile().get(UNIT_NAME, "")

    def _exported(self, path: Path) -> None:
        self._workspace.keep_export_folder(path.parent)
        words = f"报送记录已导出到：\n{path}"
        self._tell("导出报送记录", words, "打开(&O)", path)

    def _tell(self, title: str, words: str, open_words: str, path: Path) -> None:
        """Say that something is done, and offer to open it."""
        box = message_box(self._page, QMessageBox.Icon.Information, title, words)
        opener = box.addButton(open_words, QMessageBox.ButtonRole.ActionRole)
        close = box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(close)
        box.setEscapeButton(close)
        box.exec()
        wanted = box.clickedButton() is opener
        box.deleteLater()
        if wanted:
            open_or_tell(self._desktop, path, self._page)


def _write_record(
    packets: tuple[Packet, ...], path: Path, unit: str, today: datetime.date, progress: Progress
) -> None:
    from exporters.record import export_record

    data = export_record(packets, path.suffix.lower(), unit=unit, made_on=today, progress=progress)
    write_file(path, data)
