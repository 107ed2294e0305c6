"""The first start: choose a notice, enter the unit once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from forms.declared.catalogue import Catalogue
from forms.notice.succession import nearest
from forms.storage.office.units import Unit
from ui.notices.list import NoticeList, NoticeTableModel, read_notices
from ui.notices.search import NoticeSearch
from ui.settings.profile_editor import ProfileEditor
from ui.widgets.help import Topic, about
from ui.widgets.parts import button, label, row
from ui.widgets.theme import Theme


class FirstStart(QWidget):
    """Two steps in the main window. Nothing is kept before the last one."""

    #: The id of the chosen notice and the texts of the profile.
    finished = Signal(str, dict)
    #: No further unit after all.
    cancelled = Signal()
    #: The id of another unit to go on with.
    unit_requested = Signal(int)
    #: All data are to be taken from a backup instead.
    restore_requested = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        theme: Theme,
        profile: Mapping[str, str],
        open_notices_folder: Callable[[], None],
        today: datetime.date,
        *,
        problem: str = "",
        is_further: bool = False,
        proposed: str = "",
        others: tuple[Unit, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        """``is_further`` asks for one more unit; ``proposed`` is the notice to choose first, ``others`` are units to go to."""
        super().__init__(parent)
        about(self, Topic.START)
        self._today, self._is_further, self._proposed = today, is_further, proposed
        self._others = others
        self._catalogue = catalogue
        self._before = dict(profile)
        self._open_notices_folder = open_notices_folder
        self.model = NoticeTableModel(self)
        self.list = NoticeList(self.model, theme)
        self.search = NoticeSearch(self.list)
        self.editor = ProfileEditor()
        self.editor.set_texts(profile)
        self._wrong = label("", "notice", selectable=True)
        self._problem = label(f"正在使用的通知读不出来了：{problem}", "notice", selectable=True)
        self._problem.setVisible(bool(problem))
        self._steps = QStackedWidget()
        self._steps.addWidget(self._notice_step())
        self._steps.addWidget(self._unit_step())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._steps)
        self.reload()

    def reload(self) -> None:
        """Read all notices again."""
        notices, wrong = read_notices(self._catalogue, self._today)
        self.model.set_notices(notices, "")
        near = nearest(notices, self._today)
        self.list.select_or_none(self.model.row_of(self._proposed or (near.id if near else "")))
        lines = ["“我的通知”文件夹里有用不了的文件："]
        lines += [f"{problem.name}：{problem.reason}" for problem in wrong]
        self._wrong.setText("\n".join(lines))
        self._wrong.setVisible(bool(wrong))
        self._show_whether_chosen()

    def set_theme(self, theme: Theme) -> None:
        self.list.set_theme(theme)

    def focus_first(self) -> None:
        self.list.setFocus()

    def _show_whether_chosen(self) -> None:
        self.next_button.setEnabled(self.list.chosen() is not None)

    def _notice_step(self) -> QWidget:
        self.next_button = button("下一步(&N)", self._show_unit_step, "primary")
        folder = button("打开我的通知文件夹(&O)", self._open_notices_folder, "link")
        self.restore_button = button("从备份恢复(&R)…", self.restore_requested.emit, "link")
        if self._is_further:
            self.restore_button.hide()
        self.list.activated.connect(self._show_unit_step)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_whether_chosen())
        self.model.modelReset.connect(self._show_whether_chosen)
        buttons = row(folder, self.restore_button, None)
        for unit in self._others:
            buttons.addWidget(button(f"回到{unit.label}", partial(self.unit_requested.emit, unit.id)))
        if self._is_further:
            buttons.addWidget(button("取消", self.cancelled.emit))
        buttons.addWidget(self.next_button)
        return _step(
            "添加单位" if self._is_further else "欢迎使用安月填报",
            "第 1 步，共 2 步：选择要填报的通知。以后随时可以在“通知”页更换。",
            (self.search, self.list, self._problem, self._wrong),
            buttons,
            stretched=self.list,
        )

    def _unit_step(self) -> QWidget:
        area = QScrollArea()
        area.setProperty("kind", "page")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("kind", "page")
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(2, 2, 12, 2)
        inside.addWidget(self.editor)
        inside.addStretch(1)
        area.setWidget(inner)
        self.back_button = button("上一步(&B)", self._show_notice_step)
        self.finish_button = button("完成，进入工作台(&F)", self._finish, "primary")
        return _step(
            "填写单位资料",
            "第 2 步，共 2 步：只填这一次，以后每张表自动带出。除单位名称外，都可以以后再填（在“设置”中）。",
            (area,),
            row(self.back_button, None, self.finish_button),
            stretched=area,
        )

    def _show_unit_step(self) -> None:
        if self.list.chosen() is not None:
            self._steps.setCurrentIndex(1)
            next(iter(self.editor.fields.values())).setFocus()

    def _show_notice_step(self) -> None:
        self._steps.setCurrentIndex(0)
        self.list.setFocus()

    def _finish(self) -> None:
        notice = self.list.chosen()
        if notice is not None and self.editor.check():
            self.finished.emit(notice.id, self.editor.texts(self._before))


def _step(
    title: str, words: str, contents: tuple[QWidget, ...], buttons: QHBoxLayout, *, stretched: QWidget
) -> QWidget:
    page = QWidget()
    column = QWidget()
    column.setMaximumWidth(760)
    outer = row(column)
    outer.setContentsMargins(28, 24, 28, 20)
    page.setLayout(outer)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    layout.addWidget(label(title, "page-title"))
    layout.addWidget(label(words, "muted"))
    layout.addSpacing(4)
    for widget in contents:
        layout.addWidget(widget, 1 if widget is stretched else 0)
    layout.addSpacing(4)
    layout.addLayout(buttons)
    return page
