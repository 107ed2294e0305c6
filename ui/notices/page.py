"""通知: all notices at the left, what the selected one says at the right, and which one is in use."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from forms.declared.catalogue import Catalogue
from forms.storage.office.units import NoticeInUse
from ui.notices.facts import facts_html
from ui.notices.list import NoticeList, NoticeTableModel, read_notices
from ui.notices.search import NoticeSearch
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, label, row
from ui.widgets.theme import Theme


class NoticesPage(QWidget):
    """Reads every notice when it is first shown.

    ``current`` tells the id of the one whose forms are shown, ``in_use`` those that the unit works under.
    """

    #: The id of the notice to use from now on.
    notice_chosen = Signal(str)
    #: The id of a notice that is put to rest.
    notice_rested = Signal(str)
    #: Notice files were read again: whoever shows one must ask anew.
    catalogue_changed = Signal()

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        current: Callable[[], str],
        in_use: Callable[[], tuple[NoticeInUse, ...]],
        theme: Theme,
        open_notices_folder: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        about(self, Topic.NOTICES)
        self._catalogue = catalogue
        self._current = current
        self._in_use = in_use
        self._theme = theme
        self.model = NoticeTableModel(self)
        self.list = NoticeList(self.model, theme)
        self.search = NoticeSearch(self.list)
        self.model.modelReset.connect(self._show_chosen)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_chosen())
        self.facts = QTextBrowser()
        self.facts.setProperty("kind", "facts")
        self.facts.setOpenLinks(False)
        self.facts.setAccessibleName("通知内容")
        self.facts.setTabChangesFocus(True)
        self.use_button = button("使用此通知(&U)", self._use, "primary")
        self.rest_button = button(
            "收起此通知(&J)",
            self._rest,
            help_text="不再列为待报；填过的表和报送记录都留着，随时可以重新使用",
        )
        self._wrong = label("", "notice", selectable=True)
        folder = button("打开我的通知文件夹(&O)", open_notices_folder)
        again = button("重新读取(&R)", self._read_again)
        self._arrange(row(folder, again, None))

    def _arrange(self, tools: QHBoxLayout) -> None:
        left, right = QWidget(), QWidget()
        left_layout, right_layout = QVBoxLayout(left), QVBoxLayout(right)
        for layout in (left_layout, right_layout):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(8)
        left_layout.addWidget(self.search)
        left_layout.addWidget(self.list, 1)
        left_layout.addWidget(self._wrong)
        right_layout.addWidget(self.facts, 1)
        right_layout.addLayout(row(None, self.rest_button, self.use_button))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([380, 600])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 22, 28, 20)
        outer.setSpacing(10)
        outer.addLayout(row(label("通知", "page-title", wrap=False), None, tools))
        outer.addWidget(split, 1)

    def refresh(self) -> None:
        """List the notices as they are now; the selection stays where it can."""
        chosen = self.list.chosen()
        catalogue = self._catalogue()
        notices, wrong = read_notices(catalogue)
        self.model.set_notices(notices, self._current(), self._in_use())
        self.list.select(self.model.row_of(chosen.id if chosen else self._current()))
        lines = ["用不了的通知文件："] + [f"{problem.name}：{problem.reason}" for problem in wrong]
        self._wrong.setText("\n".join(lines))
        self._wrong.setVisible(bool(wrong))
        self._show_chosen()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.list.set_theme(theme)
        self._show_chosen()

    def focus_first(self) -> None:
        self.list.setFocus()

    @property
    def wrong_files(self) -> str:
        """What is said about files that cannot be used; empty where there are none."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _show_chosen(self) -> None:
        notice = self.list.chosen()
        self.facts.setHtml(facts_html(notice, self._theme) if notice else "")
        in_use = notice is not None and self.model.is_in_use(notice.id)
        shown = notice is not None and notice.id == self._current() and in_use
        self.use_button.setText("正在使用" if shown else "打开它的表(&U)" if in_use else "使用此通知(&U)")
        self.use_button.setEnabled(notice is not None and not shown)
        self.rest_button.setVisible(in_use)

    def _use(self) -> None:
        notice = self.list.chosen()
        if notice is not None:
            self.notice_chosen.emit(notice.id)
            self.refresh()

    def _rest(self) -> None:
        notice = self.list.chosen()
        if notice is not None:
            self.notice_rested.emit(notice.id)
            self.refresh()

    def _read_again(self) -> None:
        self.catalogue_changed.emit()
        self.refresh()
