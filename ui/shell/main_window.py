"""The main window: the navigation at the left, the pages beside it, or the first start."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from forms.errors import AnyueError
from ui.shell.appearance import Appearance
from ui.shell.column import Column
from ui.shell.dropping.target import DropTarget
from ui.shell.navigation import Navigation
from ui.shell.pages import FORM_PREFIX, NOTICES, RECORD, WORKBENCH, Page, PageMaker, page_entries
from ui.shell.typing.hint_line import HintLine
from ui.widgets.desktop import Desktop
from ui.widgets.errors import ask, show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.theme import Theme
from ui.workspace import COLUMN, HINT_READ, LAST_PAGE, WINDOW_GEOMETRY, Workspace


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
        self._maker.catalogue_changed.connect(self._read_notices_again)
        self._maker.restore_confirmed.connect(self.restore_confirmed)
        self.setWindowTitle("安月填报")
        self.setMinimumSize(720, 460)
        self.navigation = Navigation()
        self.navigation.chosen.connect(self.show_page)
        self.navigation.entered.connect(lambda: self._pages[self._shown].focus_first())
        self.column = Column(self.navigation, workspace.store.setting(COLUMN) == "folded")
        self.column.fold_chosen.connect(self._keep_fold)
        self.hint = HintLine()
        self.hint.dismissed.connect(lambda words: workspace.store.set_setting(HINT_READ, words))
        self.stack = QStackedWidget()
        self._arrange()
        self._add_shortcuts()
        self._drop_target = DropTarget(self, self._maker.take_files)
        self._restore_geometry()
        appearance.changed.connect(self._set_theme)
        if workspace.notice_id and not workspace.notice_problem():
            self._show_all_pages(workspace.store.setting(LAST_PAGE, WORKBENCH))
        else:
            self._show_first_start()

    def show_hint(self, words: str) -> None:
        """Say in a line what the machine lacks, unless the user has read it and waved it away."""
        if words != self._workspace.store.setting(HINT_READ):
            self.hint.show_words(words)

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
        self.column.show()
        self.show_page(key)

    def _show_first_start(self) -> None:
        self.column.hide()
        self._shown = ""
        first = self._maker.make_first_start()
        first.finished.connect(partial(self._end_first_start, first))
        self._appearance.changed.connect(first.set_theme)
        self.stack.addWidget(first)
        self.stack.setCurrentWidget(first)
        first.focus_first()

    def _end_first_start(self, first: QWidget, notice_id: str, profile: dict[str, str]) -> None:
        try:
            self._workspace.unit.save_profile(profile)
            self._workspace.use_notice(notice_id)
        except AnyueError as error:
            show_error(self, "保存", error)
            return
        self._show_and_enter_new(WORKBENCH)
        self.stack.removeWidget(first)
        first.deleteLater()

    def _show_and_enter_new(self, key: str) -> None:
        self._show_all_pages(key)
        self._pages[self._shown].focus_first()

    # The notice -------------------------------------------------------------------------------------------------------

    def _use_notice(self, notice_id: str) -> None:
        try:
            self._workspace.use_notice(notice_id)
        except AnyueError as error:
            show_error(self, "更换通知", error)
            return
        self._drop_form_pages()
        self._show_all_pages(NOTICES)

    def _read_notices_again(self) -> None:
        self._drop_form_pages()
        self._workspace.read_notices_again()
        if self._workspace.notice_problem():
            self._show_first_start()
        else:
            self._show_all_pages(NOTICES)

    def _drop_form_pages(self) -> None:
        """Close the forms that are open; what was typed is kept first."""
        for key in [key for key in self._pages if key.startswith(FORM_PREFIX)]:
            page = self._pages.pop(key)
            page.flush()
            page.close()
            self.stack.removeWidget(page.widget)
            page.widget.deleteLater()

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
        self._drop_form_pages()
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
        beside.addWidget(self.hint)
        beside.addWidget(self.stack, 1)
        layout.addWidget(self.column)
        layout.addLayout(beside, 1)
        self.setCentralWidget(body)

    def _add_shortcuts(self) -> None:
        for number in range(1, 10):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda row=number - 1: self._show_row(row))
        quit_keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), self)
        quit_keys.activated.connect(self.close)

    def _show_row(self, row: int) -> None:
        if self._shown and row < len(self.navigation.keys):
            self._show_and_enter(self.navigation.keys[row])

    def _set_theme(self, theme: Theme) -> None:
        self.navigation.set_theme(theme)
        for page in self._pages.values():
            page.set_theme(theme)
