"""The list of notices: a model that tells good ones from files that are wrong, and how a row is painted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice
from forms.notice.succession import distance
from forms.storage.office.units import NoticeInUse
from ui.widgets.theme import Theme

NOTICE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
CURRENT_ROLE: Final = Qt.ItemDataRole.UserRole + 2

_Index = QModelIndex | QPersistentModelIndex
_A_DAY_BACK: Final = datetime.timedelta(days=-1)


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A notice file of the user's own that cannot be used, and why."""

    name: str
    reason: str


def read_notices(
    catalogue: Catalogue, on: datetime.date | None = None
) -> tuple[tuple[Notice, ...], tuple[WrongFile, ...]]:
    """All notices that can be used, the user's own first, and the files that cannot.

    The newest year comes first; seen on a day, what is nearest to it in time.
    """
    good: list[Notice] = []
    wrong = [WrongFile(name, error.message) for name, error in catalogue.own_problems().items()]
    told = {problem.name.removesuffix(".toml") for problem in wrong}
    for notice_id in catalogue.ids():
        if notice_id in told:
            continue
        try:
            good.append(catalogue.notice(notice_id))
        except InputError as error:
            wrong.append(WrongFile(f"{notice_id}.toml", error.message))
    good.sort(key=lambda notice: (notice.built_in, distance(notice, on) if on else notice.year * _A_DAY_BACK))
    return tuple(good), tuple(wrong)


class NoticeTableModel(QAbstractTableModel):
    """One row a notice. ``NOTICE_ROLE`` gives the notice, ``CURRENT_ROLE`` whether it is the one that is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Notice, ...] = ()
        self._notices: tuple[Notice, ...] = ()
        self._current = ""
        self._in_use: Mapping[str, NoticeInUse] = {}
        self._words: tuple[str, ...] = ()

    def set_notices(
        self, notices: tuple[Notice, ...], current: str, in_use: Sequence[NoticeInUse] = ()
    ) -> None:
        self._all, self._current = notices, current
        self._in_use = {used.notice_id: used for used in in_use}
        self._list_matching()

    def show_matching(self, words: str) -> None:
        """List only the notices that hold every word; with none, all."""
        self._words = tuple(words.casefold().split())
        self._list_matching()

    def _list_matching(self) -> None:
        self.beginResetModel()
        self._notices = tuple(notice for notice in self._all if self._matches(notice))
        self.endResetModel()

    def _matches(self, notice: Notice) -> bool:
        text = "\n".join(
            (notice.name, notice.title, notice.office, notice.number, notice.theme, str(notice.year))
        )
        return all(word in text.casefold() for word in self._words)

    def is_in_use(self, notice_id: str) -> bool:
        """Whether the unit works under it: what is put to rest is not."""
        used = self._in_use.get(notice_id)
        return used is not None and not used.is_at_rest

    def row_of(self, notice_id: str) -> int:
        """The row of a notice, -1 where it is not listed."""
        return next((row for row, notice in enumerate(self._notices) if notice.id == notice_id), -1)

    def notice(self, row: int) -> Notice:
        return self._notices[row]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._notices)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        notice = self._notices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return notice.name
        if role == NOTICE_ROLE:
            return notice
        if role == CURRENT_ROLE:
            return notice.id == self._current
        if role == Qt.ItemDataRole.ToolTipRole:
            return notice.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join((notice.name, *self.lines(notice), *self.marks(index)))
        return None

    def lines(self, notice: Notice) -> tuple[str, str]:
        """The two lines under a notice's name: who and which number, then theme and period."""
        office = " · ".join(part for part in (notice.office, notice.number) if part)
        return office, f"{notice.theme} · {notice.period.words}" if notice.theme else notice.period.words

    def marks(self, index: _Index) -> tuple[str, ...]:
        """What is said at the end of a row: in use, and whether its forms are the official ones."""
        notice = self._notices[index.row()]
        marks = ["正在使用"] if notice.id == self._current or self.is_in_use(notice.id) else []
        if notice.id in self._in_use and not self.is_in_use(notice.id):
            marks = ["已收起"]
        if not notice.forms:
            marks.append("没有表")
        elif all(form.official for form in notice.forms.values()):
            marks.append("官方原表")
        elif any(form.official for form in notice.forms.values()):
            marks.append("部分为官方原表")
        else:
            marks.append("参考表")
        if not notice.built_in:
            marks.append("我的通知")
        return tuple(marks)


class NoticeDelegate(QStyledItemDelegate):
    """Paints a notice as its name, two quieter lines, and its marks at the right."""

    _MARGIN: Final = 10
    _GAP: Final = 3

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = 2 * self._MARGIN + 2 * self._GAP
        height += QFontMetrics(_bold(option.font)).height() + 2 * option.fontMetrics.height()
        return QSize(260, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(1, 1, -1, -1)
        if selected:
            painter.setPen(QColor(self.theme.focus if focused else self.theme.line))
            painter.setBrush(QColor(self.theme.source_tint))
            painter.drawRoundedRect(box, 6, 6)
        self._paint_words(painter, box.adjusted(self._MARGIN, self._MARGIN, -self._MARGIN, 0), option, index)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, box: QRect, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        model = index.model()
        assert isinstance(model, NoticeTableModel)
        notice = index.data(NOTICE_ROLE)
        bold = _bold(option.font)
        heights = (QFontMetrics(bold).height(), option.fontMetrics.height(), option.fontMetrics.height())
        marks = " · ".join(model.marks(index))
        official = any(form.official for form in notice.forms.values()) or index.data(CURRENT_ROLE)
        marks_width = option.fontMetrics.horizontalAdvance(marks) + 12
        top = box.top()
        for number, text in enumerate((notice.name, *model.lines(notice))):
            font = bold if number == 0 else option.font
            width = box.width() - (marks_width if number == 2 else 0)
            place = QRect(box.left(), top, width, heights[number])
            painter.setFont(font)
            painter.setPen(QColor(self.theme.ink if number == 0 else self.theme.muted))
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            top += heights[number] + self._GAP
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.accent if official else self.theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRect(box.left(), top - heights[2] - self._GAP, box.width(), heights[2]), right, marks
        )


class NoticeList(QListView):
    """The notices to choose from by mouse or keyboard."""

    def __init__(self, model: NoticeTableModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "list")
        self.setAccessibleName("通知列表")
        self.setModel(model)
        self._delegate = NoticeDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    def select(self, row: int) -> None:
        self.setCurrentIndex(self.model().index(max(row, 0), 0))

    def select_or_none(self, row: int) -> None:
        """Select a row; with -1 nothing is selected."""
        self.setCurrentIndex(self.model().index(row, 0) if row >= 0 else QModelIndex())

    def show_matching(self, words: str) -> None:
        """List only the notices that hold every word; the selected one stays selected while it is listed."""
        model, chosen = self.model(), self.chosen()
        assert isinstance(model, NoticeTableModel)
        model.show_matching(words)
        self.select_or_none(model.row_of(chosen.id) if chosen else -1)
        if words.strip() and model.rowCount() == 1:
            self.select(0)

    def enter(self) -> None:
        """Go on in the list, at its first row where none is selected."""
        if self.chosen() is None:
            self.select(0)
        self.setFocus()

    def chosen(self) -> Notice | None:
        """The notice of the selected row."""
        index = self.currentIndex()
        return index.data(NOTICE_ROLE) if index.isValid() else None


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    if font.pointSizeF() > 0:
        bold.setPointSizeF(font.pointSizeF() + 1)
    return bold
