"""Does with dropped files what the user chose, by what the other rooms offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from forms.errors import AnyueError
from forms.storage.folders import notices_folder
from forms.storage.office.agenda import Agenda
from ui.shell.dropping.dialog import DropDialog, deed_of
from ui.shell.dropping.kinds import Deed, Dropped, look_at_all
from ui.shell.dropping.open_items import OpenItem, open_items
from ui.shell.dropping.own_notice import add_notice
from ui.widgets.errors import show_error, show_message
from ui.workspace import Workspace

_TITLE = "放进来的文件"
_NOT_YET = "请先选好通知，填好单位，再把文件放进来。现在只能放通知文件（.toml）或备份文件（.anyue）。"


@dataclass(frozen=True)
class Rooms:
    """What the other rooms do: restore a backup, import into a form, hand in, read the notices again; what is due everywhere."""

    restore: Callable[[Path], object]
    import_into: Callable[[str, str, Path], object]
    hand_in: Callable[[OpenItem, Sequence[Path]], object]
    read_notices: Callable[[], object]
    agenda: Callable[[], Agenda]


class DroppedFiles:
    """Looks at files, asks, and does."""

    def __init__(self, window: QWidget, workspace: Workspace, rooms: Rooms) -> None:
        self._window = window
        self._workspace = workspace
        self._rooms = rooms

    def take(self, paths: Sequence[Path]) -> None:
        """Look at the files in the background, then ask what to do with them."""
        catalogue = self._workspace.catalogue
        self._workspace.jobs.run(
            lambda _progress: look_at_all(paths, catalogue),
            self._offer,
            lambda error: show_error(self._window, _TITLE, error),
            title="正在查看文件…",
            parent=self._window,
        )

    def _offer(self, files: tuple[Dropped, ...]) -> None:
        deed = deed_of(files)
        if deed is Deed.RESTORE:
            # It asks by itself whether to replace everything.
            self._rooms.restore(files[0].path)
            return
        if deed in (Deed.IMPORT, Deed.ADD_TO_PACKET) and self._workspace.notice_problem():
            show_message(self._window, _TITLE, _NOT_YET)
            return
        if deed is Deed.IMPORT and files[0].notice_id != self._workspace.notice_id:
            files = (replace(files[0], words=f"{files[0].words}导入时会换用这份通知。"),)
        try:
            items = self._open_items() if deed is Deed.ADD_TO_PACKET else ()
        except AnyueError as error:
            show_error(self._window, _TITLE, error)
            return
        dialog = DropDialog(files, items, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        deed, item = dialog.deed, dialog.chosen
        dialog.deleteLater()
        if accepted:
            self._do(deed, files, item)

    def _open_items(self) -> tuple[OpenItem, ...]:
        here = self._workspace.unit.unit_id, self._workspace.notice_id
        return open_items(self._rooms.agenda(), here)

    def _do(self, deed: Deed, files: tuple[Dropped, ...], item: OpenItem | None) -> None:
        first = files[0]
        if deed is Deed.IMPORT:
            self._rooms.import_into(first.notice_id, first.form_id, first.path)
        elif deed is Deed.ADD_NOTICE:
            self._add_notice(first.path)
        elif item is not None:
            self._rooms.hand_in(item, [file.path for file in files])

    def _add_notice(self, path: Path) -> None:
        folder = notices_folder(self._workspace.folder)
        try:
            notice = add_notice(path, folder, self._workspace.catalogue)
        except AnyueError as error:
            show_error(self._window, "添加通知", error)
            return
        self._rooms.read_notices()
        words = f"已添加通知“{notice.name}”。要按它填报，请选中它，点“使用此通知”。"
        show_message(self._window, "添加通知", words)
