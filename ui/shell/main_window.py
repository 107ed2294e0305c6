"""The main window: units and pages at the left, the page shown beside them, or the first start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from forms.errors import AnyueError
from ui.shell.appearance import Appearance
from ui.shell.column import Column
from ui.shell.dropping.target import DropTarget
from ui.shell.navigation import Navigation
from ui.shell.pages import FORM_PREFIX, NOTICES, RECORD, WORKBENCH, Page, PageMaker, page_entries
from ui.shell.reminder_bar import ReminderBar
from ui.shell.typing.hint_line import HintLine
from ui.shell.units.place_list import PlaceList, place_entries
from ui.widgets.desktop import Desktop
from ui.widgets.errors import ask, show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.theme import Theme
from ui.workspace import COLUMN, HINT_READ, LAST_PAGE, WINDOW_GEOMETRY, Workspace

if TYPE_CHECKING:
    from ui.shell.first_start import FirstStart


class MainWindow(QMainWindow):
    """Shows the first start until there is a notice and a unit, then the pages."""

    #: An archive to restore: the data are replaced, and a new window opens on them.
    restore_confirmed = Signal(object)
    #: Everything is kept and the window is closing.
    closed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        appearance: Appearance,
        desktop: Desktop | None = None,
    ) -> None:
        super().__init__()
        offer_help(self, Topic.WORKBENCH)
        self._workspace = workspace
        self._appearance = appearance
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self._maker = PageMaker(self, workspace, appearance, desktop or Desktop(), self.flush)
        self._maker.page_requested.connect(self.show_page)
        self._maker.form_requested.connect(lambda form_id: self._show_and_enter(FORM_PREFIX + form_id))
        self._maker.record_requested.connect(self._show_record)
        self._maker.handed_in.connect(self._show_handed_in)
        self._maker.notice_chosen.connect(self._use_notice)
        self._maker.notice_rested.connect(self._rest_notice)
        self._maker.place_requested.connect(self.go_to)
        self._maker.new_unit_requested.connect(self._show_new_unit)
        self._maker.units_changed.connect(self._units_changed)
        self._maker.catalogue_changed.connect(self._read_notices_again)
        self._maker.restore_confirmed.connect(self.restore_confirmed)
        self.setWindowTitle("安月填报")
        self.setMinimumSize(720, 460)
        self.places = PlaceList()
        self.places.chosen.connect(self._choose_place)
        self.navigation = Navigation()
        self.navigation.chosen.connect(self.show_page)
        self.navigation.entered.connect(lambda: self._pages[self._shown].focus_first())
        self.column = Column(self.navigation, self.places, workspace.store.setting(COLUMN) == "folded")
        self.column.fold_chosen.connect(self._keep_fold)
        self.hint = HintLine()
        self.hint.dismissed.connect(lambda words: workspace.store.set_setting(HINT_READ, words))
        self.stack = QStackedWidget()
        self._arrange()
        self._add_shortcuts()
        self._drop_target = DropTarget(self, self._maker.take_files)
        self._restore_geometry()
        appearance.changed.connect(self._set_theme)
        self._show_unit(workspace.store.setting(LAST_PAGE, WORKBENCH))

    # Units ------------------------------------------------------------------------------------------------------------

    def go_to(self, unit_id: int, notice_id: str = "") -> None:
        """Work for a unit, under its last notice or the one named. What is open is kept and closed first.

        Where something cannot be kept, that is told and nothing else happens.
        """
        if not self.flush():
            show_error(
                self, "切换单位", "有内容没能保存到磁盘，没有切换。请先清理磁盘空间或检查权限，再试一次。"
            )
            return
        key = self._shown or WORKBENCH
        try:
            self._workspace.use_unit(unit_id)
            if notice_id:
                self._workspace.show_notice(notice_id)
        except AnyueError as error:
            show_error(self, "切换单位", error)
        self._drop_pages()
        self._show_unit(key)

    def _choose_place(self, unit_id: int, notice_id: str) -> None:
        self.go_to(unit_id, notice_id)
        if self._shown:
            self._pages[self._shown].focus_first()

    def _show_unit(self, key: str) -> None:
        """Show the unit in use: a page of it, or the choice of a notice where it has none that can be read."""
        if self._workspace.notice_id and not self._workspace.notice_problem():
            self._show_all_pages(key)
        else:
            self._show_first_start()

    def show_hint(self, words: str) -> None:
        """Say in a line what the machine lacks, unless the user has read it and waved it away."""
        if words != self._workspace.store.setting(HINT_READ):
            self.hint.show_words(words)

    def _show_places(self) -> None:
        """List the units and notices to go to; of several units the window's title tells the one in use."""
        entries = place_entries(self._workspace)
        self.places.show_entries(entries)
        here = [entry.name for entry in entries if entry.is_current and not entry.notice_id]
        has_several = sum(not entry.notice_id for entry in entries) > 1
        self.setWindowTitle(f"{here[0]} · 安月填报" if here and has_several else "安月填报")

    def _show_new_unit(self) -> None:
        """The first start once more, for a further unit; nothing is kept before its last step."""
        if self.flush():
            self._show_choice(self._maker.make_new_unit(), self._end_new_unit)

    def _end_new_unit(self, notice_id: str, profile: dict[str, str]) -> None:
        self._workspace.catalogue.notice(notice_id)
        unit = self._workspace.store.add_unit(profile)
        self._workspace.use_unit(unit.unit_id)
        self._workspace.use_notice(notice_id)
        self._drop_pages()

    def _units_changed(self) -> None:
        """A unit was renamed, set aside, brought back or added: where the one in use is gone, another takes its place."""
        units = self._workspace.units()
        if self._workspace.unit.unit_id not in [unit.id for unit in units]:
            self.go_to(units[0].id)
        else:
            self._show_places()

    # Pages ------------------------------------------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """Show a page, making it if need be. One that is gone (another notice) gives way to the workbench."""
        if key not in self.navigation.keys:
            key = WORKBENCH
        if self._shown in self._pages and self._shown != key:
            self._pages[self._shown].flush()
        if key not in self._pages:
            try:
                self._pages[key] = self._maker.make(key)
            except AnyueError as error:
                show_error(self, "打开页面", error)
                self.navigation.show_key(self._shown)
                return
            self.stack.addWidget(self._pages[key].widget)
        page = self._pages[key]
        is_another = self._shown != key
        self._shown = key
        if is_another:
            page.refresh()
        if key == WORKBENCH:
            self.reminder.hide()
        self.stack.setCurrentWidget(page.widget)
        self.navigation.show_key(key)

    @property
    def shown_key(self) -> str:
        """The key of the page that is shown; empty during the first start."""
        return self._shown

    def page(self, key: str) -> QWidget | None:
        """The widget of a page that has been made."""
        return self._pages[key].widget if key in self._pages else None

    def _show_and_enter(self, key: str) -> None:
        self.show_page(key)
        self._pages[self._shown].focus_first()

    def _show_record(self, packet_id: int) -> None:
        from ui.record.page import RecordPage

        self._show_and_enter(RECORD)
        page = self.page(RECORD)
        if isinstance(page, RecordPage):
            page.select(packet_id)

    def _show_handed_in(self) -> None:
        """Show what has become of it, with the keyboard where the next thing is done."""
        self._pages[self._shown].refresh()
        self._pages[self._shown].focus_first()

    def _show_all_pages(self, key: str) -> None:
        self._shown = ""
        self.navigation.set_entries(page_entries(self._workspace.notice()), self._appearance.theme)
        self._show_places()
        self.column.show()
        self.show_page(key)

    def _show_first_start(self) -> None:
        self._show_choice(self._maker.make_first_start(), self._end_first_start)

    def _show_choice(self, first: FirstStart, end: Callable[[str, dict[str, str]], None]) -> None:
        """Let a notice and a unit's profile be given; ``end`` keeps them."""
        self.column.hide()
        self.reminder.hide()
        shown, self._shown = self._shown, ""
        first.finished.connect(partial(self._end_choice, first, end))
        first.cancelled.connect(partial(self._leave_choice, first, shown))
        first.unit_requested.connect(partial(self._leave_for_unit, first))
        self._appearance.changed.connect(first.set_theme)
        self.stack.addWidget(first)
        self.stack.setCurrentWidget(first)
        first.focus_first()

    def _end_choice(
        self,
        first: FirstStart,
        end: Callable[[str, dict[str, str]], None],
        notice_id: str,
        profile: dict[str, str],
    ) -> None:
        try:
            end(notice_id, profile)
        except AnyueError as error:
            show_error(self, "保存", error)
            return
        self._leave_choice(first, WORKBENCH)

    def _end_first_start(self, notice_id: str, profile: dict[str, str]) -> None:
        self._workspace.unit.save_profile(profile)
        self._workspace.use_notice(notice_id)

    def _leave_choice(self, first: FirstStart, key: str) -> None:
        self._show_all_pages(key)
        self._pages[self._shown].focus_first()
        self._drop_choice(first)

    def _leave_for_unit(self, first: FirstStart, unit_id: int) -> None:
        self.go_to(unit_id)
        self._drop_choice(first)

    def _drop_choice(self, first: FirstStart) -> None:
        self.stack.removeWidget(first)
        first.deleteLater()

    # The notice -------------------------------------------------------------------------------------------------------

    def _use_notice(self, notice_id: str) -> None:
        try:
            self._workspace.use_notice(notice_id)
        except AnyueError as error:
            show_error(self, "更换通知", error)
            return
        self._drop_pages(FORM_PREFIX)
        self._show_all_pages(self._shown or NOTICES)

    def _rest_notice(self, unit_id: int, notice_id: str) -> None:
        """Nothing of it is due any more; where its forms are shown, those of another in use are shown instead."""
        workspace = self._workspace
        try:
            workspace.store.unit(unit_id).rest_notice(notice_id)
            here = unit_id == workspace.unit.unit_id and notice_id == workspace.notice_id
            left = workspace.notices_in_use() if here else ()
            if left:
                workspace.show_notice(left[0])
        except AnyueError as error:
            show_error(self, "收起通知", error)
            return
        if left:
            self._drop_pages(FORM_PREFIX)
        self._show_all_pages(self._shown or WORKBENCH)

    def _read_notices_again(self) -> None:
        self._drop_pages(FORM_PREFIX)
        self._workspace.read_notices_again()
        if self._workspace.notice_problem():
            self._show_first_start()
        else:
            self._show_all_pages(NOTICES)

    def _drop_pages(self, prefix: str = "") -> None:
        """Close the pages that are open, or those whose keys begin so; what was typed is kept first."""
        for key in [key for key in self._pages if key.startswith(prefix)]:
            page = self._pages.pop(key)
            page.flush()
            page.close()
            self.stack.removeWidget(page.widget)
            page.widget.deleteLater()

    def remind(self) -> None:
        """Say once what is due, unless the workbench or the first start is shown."""
        if self._shown in ("", WORKBENCH):
            return
        from forms.storage.office.reminder import reminder_words

        try:
            self.reminder.say(reminder_words(self._workspace.agenda()))
        except AnyueError as error:
            show_error(self, "到期提醒", error)

    # Coming and going -------------------------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Show the window above all others, as another start of the program asks for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def flush(self) -> bool:
        """Make everything typed durable; false where that failed."""
        kept = [page.flush() for page in self._pages.values()]
        return all(kept)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything; where that fails ask before anything is lost."""
        if not self.flush():
            words = "有内容没能保存到磁盘，现在关闭会丢失这些内容。请先清理磁盘空间或检查权限，再关闭。"
            if not ask(self, "还没有保存", words, "仍然关闭(&C)", "不关闭"):
                event.ignore()
                return
        try:
            self._keep_place()
        except AnyueError as error:
            show_error(self, "保存窗口位置", error)
        self._drop_pages(FORM_PREFIX)
        event.accept()
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.column.fit(event.size().width())

    def _keep_fold(self, folded: bool) -> None:
        self._workspace.store.set_setting(COLUMN, "folded" if folded else "whole")

    def _keep_place(self) -> None:
        store = self._workspace.store
        store.set_setting(WINDOW_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        if self._shown:
            store.set_setting(LAST_PAGE, self._shown)

    def _restore_geometry(self) -> None:
        kept = self._workspace.store.setting(WINDOW_GEOMETRY)
        if kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "replace"))):
            return
        room = self.screen().availableGeometry()
        self.resize(min(1280, room.width() - 20), min(860, room.height() - 40))

    def _arrange(self) -> None:
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        self.reminder = ReminderBar()
        self.reminder.workbench_requested.connect(lambda: self._show_and_enter(WORKBENCH))
        beside.addWidget(self.hint)
        beside.addWidget(self.stack, 1)
        beside.addWidget(self.reminder)
        layout.addWidget(self.column)
        layout.addLayout(beside, 1)
        self.setCentralWidget(body)

    def _add_shortcuts(self) -> None:
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda row=number - 1: self._show_row(row))
            to_unit = QShortcut(QKeySequence(f"Alt+{number}"), self)
            to_unit.activated.connect(lambda row=number - 1: self._show_unit_row(row))
        quit_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self)
        quit_keys.activated.connect(self.close)

    def _show_row(self, row: int) -> None:
        if self._shown and row < len(self.navigation.keys):
            self._show_and_enter(self.navigation.keys[row])

    def _show_unit_row(self, row: int) -> None:
        if self._shown:
            self.places.go_to_unit(row)

    def _set_theme(self, theme: Theme) -> None:
        self.navigation.set_theme(theme)
        for page in self._pages.values():
            page.set_theme(theme)
