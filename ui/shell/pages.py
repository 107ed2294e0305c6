"""Makes the pages of the main window, each when it is first shown, and says what the window may ask of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from forms.errors import AnyueError
from forms.form.form import Form
from forms.form.progress import FormProgress, form_progress
from forms.notice.notice import Notice
from forms.storage.folders import make_folder, notices_folder
from ui.shell.appearance import Appearance
from ui.shell.dropping.target import take_pasted_files
from ui.shell.navigation import PageEntry
from ui.widgets.desktop import Desktop, open_or_tell
from ui.widgets.errors import show_error
from ui.widgets.theme import Theme
from ui.workspace import Workspace

if TYPE_CHECKING:
    from forms.storage.office.agenda import Passed
    from ui.form.actions import FormActions
    from ui.form.page import FormPage
    from ui.handing_in.actions import PacketActions
    from ui.shell.data.data_actions import DataActions
    from ui.shell.dropping.actions import DroppedFiles
    from ui.shell.dropping.open_items import OpenItem
    from ui.shell.first_start import FirstStart

WORKBENCH: Final = "workbench"
RECORD: Final = "record"
NOTICES: Final = "notices"
SETTINGS_PAGE: Final = "settings"
FORM_PREFIX: Final = "form:"


def page_entries(notice: Notice) -> tuple[PageEntry, ...]:
    """The pages there are under a notice, in the order of the navigation."""
    return (
        PageEntry(WORKBENCH, "工作台", "workbench"),
        *(PageEntry(FORM_PREFIX + form.id, form.name, "form") for form in notice.forms.values()),
        PageEntry(RECORD, "报送记录", "record"),
        PageEntry(NOTICES, "通知", "notice"),
        PageEntry(SETTINGS_PAGE, "设置", "settings"),
    )


def _nothing() -> None:
    """A page that has nothing to do here."""


def _no_theme(_theme: Theme) -> None:
    """A page that takes its colours from the style sheet alone."""


def _all_kept() -> bool:
    return True


@dataclass(frozen=True)
class Page:
    """A page and what the window may ask of it.

    ``refresh`` when it is shown, ``focus_first`` when the user goes on into it, ``flush`` before it is left (false where
    something could not be kept), ``close`` when it is given up.
    """

    widget: QWidget
    refresh: Callable[[], None] = _nothing
    focus_first: Callable[[], None] = _nothing
    set_theme: Callable[[Theme], None] = _no_theme
    flush: Callable[[], bool] = _all_kept
    close: Callable[[], object] = _nothing


class PageMaker(QObject):
    """Makes pages for ``window`` and answers what they ask, except for going to another page: that it tells by signal."""

    page_requested = Signal(str)
    #: A form to open and go on in.
    form_requested = Signal(str)
    #: The id of a packet that is to be corrected by another.
    correction_requested = Signal(int)
    #: The id of a packet to look at in the record.
    record_requested = Signal(int)
    #: Something was put together or has gone: what is shown may be different now.
    handed_in = Signal()
    notice_chosen = Signal(str)
    #: The ids of a unit and of a notice that it puts to rest.
    notice_rested = Signal(int, str)
    #: The ids of a unit and a notice to go to; an empty one for the unit's last.
    place_requested = Signal(int, str)
    new_unit_requested = Signal()
    #: A unit was added, renamed, set aside or brought back.
    units_changed = Signal()
    catalogue_changed = Signal()
    restore_confirmed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        appearance: Appearance,
        desktop: Desktop,
        flush: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._appearance = appearance
        self._desktop = desktop
        self._flush = flush
        self._forms: dict[tuple[str, str], FormPage] = {}
        self._packets: PacketActions | None = None
        self.correction_requested.connect(lambda packet_id: self._packet_actions().correct(packet_id))

    def make(self, key: str) -> Page:
        """The page for a key of :func:`page_entries`."""
        if key.startswith(FORM_PREFIX):
            return self._make_form(key.removeprefix(FORM_PREFIX))
        return {
            WORKBENCH: self._make_workbench,
            RECORD: self._make_dispatches,
            NOTICES: self._make_notices,
            SETTINGS_PAGE: self._make_settings,
        }[key]()

    def make_first_start(self) -> FirstStart:
        """The first start, also shown when the notice in use can no longer be read."""
        from ui.shell.first_start import FirstStart

        workspace = self._workspace
        problem = workspace.notice_problem() if workspace.notice_id else ""
        others = tuple(unit for unit in workspace.units() if unit.id != workspace.unit.unit_id)
        first = FirstStart(
            workspace.catalogue,
            self._appearance.theme,
            workspace.unit.profile(),
            self._open_notices_folder,
            workspace.today(),
            problem=problem,
            others=others,
        )
        first.restore_requested.connect(lambda: self.data_actions().restore())
        return first

    def make_new_unit(self) -> FirstStart:
        """The same two steps for a further unit."""
        from ui.shell.first_start import FirstStart

        return FirstStart(
            self._workspace.catalogue,
            self._appearance.theme,
            {},
            self._open_notices_folder,
            self._workspace.today(),
            is_further=True,
            proposed=self._workspace.notice_id,
        )

    def take_files(self, paths: Sequence[Path]) -> None:
        """Ask what to do with files that were dropped on the window or pasted, and do it."""
        self._dropped_files().take(paths)

    def _dropped_files(self) -> DroppedFiles:
        from ui.shell.dropping.actions import DroppedFiles, Rooms

        rooms = Rooms(
            restore=lambda path: self.data_actions().restore_from(path),
            import_into=self._import_into,
            hand_in=self._hand_in,
            read_notices=self.catalogue_changed.emit,
            agenda=self._packet_actions().agenda,
        )
        return DroppedFiles(self._window, self._workspace, rooms)

    def _hand_in(self, item: OpenItem, paths: Sequence[Path]) -> None:
        """Go where something is due, and hand it in with these files."""
        packets = self._packet_actions()
        if packets.go_to(*item.place):
            packets.hand_in(item.key, add=paths)

    def _import_into(self, notice_id: str, form_id: str, path: Path) -> None:
        """Open the form that a workbook belongs to, under its notice, and offer what is in the workbook."""
        workspace = self._workspace
        if notice_id not in workspace.notices_in_use():
            self.notice_chosen.emit(notice_id)
        elif notice_id != workspace.notice_id:
            self.place_requested.emit(workspace.unit.unit_id, notice_id)
        self.form_requested.emit(form_id)
        page = self._forms.get((notice_id, form_id))
        if page is not None:
            self._form_actions().import_excel_file(page, path)

    def data_actions(self) -> DataActions:
        """What backs up and restores all data."""
        from ui.shell.data.data_actions import DataActions

        actions = DataActions(self._window, self._workspace, self._flush)
        actions.restore_confirmed.connect(self.restore_confirmed)
        return actions

    def _make_form(self, form_id: str) -> Page:
        from ui.form.page import FormPage
        from ui.form.session import FormSession

        notice, unit = self._workspace.notice(), self._workspace.unit
        is_new = (notice.id, form_id) not in {(notice_id, form) for notice_id, form, _when in unit.filings()}
        session = FormSession(unit, notice, notice.forms[form_id])
        if is_new:
            session.fill_from_profile()
        page = FormPage(session, self._appearance.theme)
        session.setParent(page)
        page.export_requested.connect(lambda: self._form_actions().export(page))
        page.print_requested.connect(lambda: self._form_actions().print(page))
        page.print_blank_requested.connect(lambda: self._form_actions().print_blank(page))
        page.preview_requested.connect(lambda: self._form_actions().preview(page))
        page.import_requested.connect(lambda: self._form_actions().import_excel(page))
        page.prefill_requested.connect(lambda: self._form_actions().fill_from_profile(page))
        self._forms[notice.id, form_id] = page

        def enter() -> None:
            last = page.focusWidget()
            if last is not None:
                last.setFocus()
            else:
                page.focus_first_empty()

        def flush() -> bool:
            page.flush()
            return session.flush()

        def close() -> None:
            del self._forms[notice.id, form_id]
            session.close()

        return Page(page, focus_first=enter, set_theme=page.set_theme, flush=flush, close=close)

    def _form_actions(self) -> FormActions:
        from ui.form.actions import FormActions

        return FormActions(self._window, self._workspace, self._desktop, lambda: self._appearance.theme)

    def _make_workbench(self) -> Page:
        from ui.handing_in.workbench_page import WorkbenchPage

        actions = self._packet_actions()
        page = WorkbenchPage(self._workspace.notice, self._state_of, actions.agenda, actions.step_of)
        page.form_requested.connect(self.form_requested)
        page.notices_requested.connect(lambda: self.page_requested.emit(NOTICES))
        page.step_requested.connect(actions.take)
        page.calendar_requested.connect(actions.export_calendar)
        page.rest_requested.connect(lambda place: self.notice_rested.emit(*place.key))
        page.successor_requested.connect(self._use_successor)
        take_pasted_files(page, self.take_files)
        return Page(page, page.refresh, page.focus_first)

    def _use_successor(self, passed: Passed) -> None:
        """This year's notice in the place of last year's, which is put to rest where it is over."""
        place, following = passed.place, passed.successor
        assert following is not None
        self.place_requested.emit(place.unit_id, "")
        if self._workspace.unit.unit_id == place.unit_id:
            self.notice_chosen.emit(following.id)
            if passed.is_over:
                self.notice_rested.emit(*place.key)

    def _packet_actions(self) -> PacketActions:
        """The one that hands in, made when it is first needed."""
        if self._packets is None:
            from ui.handing_in.actions import PacketActions

            self._packets = PacketActions(
                self._window, self._workspace, self._desktop, lambda: self._appearance.theme, self._flush
            )
            self._packets.form_requested.connect(self.form_requested)
            self._packets.fix_requested.connect(self._show_what_is_wrong)
            self._packets.record_requested.connect(self.record_requested)
            self._packets.changed.connect(self.handed_in)
            self._packets.place_requested.connect(self.place_requested)
        return self._packets

    def _show_what_is_wrong(self, form_id: str) -> None:
        """Go to the first thing in a form that is still to be mended, with everything shown that is."""
        self.form_requested.emit(form_id)
        page = self._forms.get((self._workspace.notice_id, form_id))
        if page is not None:
            page.show_first_problem()

    def _make_dispatches(self) -> Page:
        from ui.record.page import RecordPage

        page = RecordPage(self._workspace, self._desktop, self._appearance.theme)
        page.workbench_requested.connect(lambda: self.page_requested.emit(WORKBENCH))
        page.correction_requested.connect(self.correction_requested)
        return Page(page, page.refresh, page.focus_first, page.set_theme)

    def _make_notices(self) -> Page:
        from ui.notices.page import NoticesPage

        page = NoticesPage(
            lambda: self._workspace.catalogue,
            lambda: self._workspace.notice_id,
            self._workspace.unit.notices_in_use,
            self._appearance.theme,
            self._open_notices_folder,
        )
        page.notice_chosen.connect(self.notice_chosen)
        page.notice_rested.connect(
            lambda notice_id: self.notice_rested.emit(self._workspace.unit.unit_id, notice_id)
        )
        page.catalogue_changed.connect(self.catalogue_changed)
        return Page(page, page.refresh, page.focus_first, page.set_theme)

    def _make_settings(self) -> Page:
        from ui.shell.settings_maker import make_settings

        page = make_settings(self, self._window, self._workspace, self._appearance, self._flush)
        page.export_folder_requested.connect(lambda: self._choose_export_folder(page.refresh))
        page.folder_requested.connect(self._open_folder)
        return Page(page, page.refresh, page.focus_first, flush=page.keep_typed)

    def _state_of(self, form: Form) -> FormProgress:
        """How far a form is: as it stands on its page, or as it is kept."""
        page = self._forms.get((form.notice_id, form.id))
        if page is None:
            return form_progress(form, self._workspace.unit.filing(form.notice_id, form.id))
        return page.session.progress()

    def _choose_export_folder(self, then: Callable[[], None]) -> None:
        title = "导出的文件放在哪个文件夹"
        folder = QFileDialog.getExistingDirectory(self._window, title, str(self._workspace.export_folder()))
        if folder:
            self._workspace.keep_export_folder(Path(folder))
            then()

    def _open_notices_folder(self) -> None:
        self._open_folder(notices_folder(self._workspace.folder))

    def _open_folder(self, folder: Path) -> None:
        try:
            make_folder(folder)
        except AnyueError as error:
            show_error(self._window, "打开文件夹", error)
            return
        open_or_tell(self._desktop, folder, self._window)
