"""Reading one of our own Excel files back: what would change, shown before it is done."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from exporters.xlsx.reader import ReadBack
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.form.filing import Filing
from forms.form.form import Form
from forms.notice.notice import Notice
from forms.values import EMPTY, Filled, Source
from ui.widgets.parts import button, label, row

_Index = QModelIndex | QPersistentModelIndex
Header = tuple[str, str, datetime.date | None]


@dataclass(frozen=True, slots=True)
class ImportChange:
    """One line of what would change: the blank's label, its text now, its text afterwards."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What reading the file in would do. ``doubtful`` are the labels of what was changed by hand in the file."""

    values: dict[str, Filled]
    header: Header
    changes: tuple[ImportChange, ...]
    doubtful: tuple[str, ...]


def plan_import(
    read: ReadBack, file_name: str, notice: Notice, form: Form, filing: Filing, known: Catalogue
) -> ImportPlan:
    """What ``read`` changes in ``filing``. Raises ``InputError`` where the file is for another form or notice."""
    _refuse_another(read, notice, form, known)
    values: dict[str, Filled] = {}
    changes = []
    for blank in form.blanks:
        before, after = filing.text(blank.id), read.filled.get(blank.id, EMPTY).text
        if before == after:
            continue
        values[blank.id] = Filled(after, Source.FILE, file_name) if after else EMPTY
        changes.append(ImportChange(blank.label, before, after))
    names = ("填报单位", "填报人", "日期")
    now: Header = (filing.unit, filing.filled_by, filing.date)
    header: Header = (read.unit or now[0], read.filled_by or now[1], read.date or now[2])
    for name, old, new in zip(names, now, header, strict=True):
        if old != new:
            changes.append(ImportChange(name, str(old or ""), str(new or "")))
    touched = dict.fromkeys((*read.changed, *read.changed_on_form))
    doubtful = tuple(form.by_id[blank_id].label for blank_id in touched if blank_id in form.by_id)
    return ImportPlan(values, header, tuple(changes), doubtful)


def _refuse_another(read: ReadBack, notice: Notice, form: Form, known: Catalogue) -> None:
    if read.notice_id != notice.id:
        try:
            other = known.notice(read.notice_id).name
        except InputError:
            other = read.notice_id
        words = "这个文件属于通知“{0}”，现在使用的是“{1}”。请先在“通知”页换成“{0}”，再读入。"
        raise InputError(words.format(other, notice.name))
    if read.form_id != form.id:
        other_form = notice.forms.get(read.form_id)
        name = other_form.name if other_form else read.form_id
        raise InputError(f"这个文件是“{name}”，不是“{form.name}”。请打开“{name}”的页面再读入。")


class ChangesModel(QAbstractTableModel):
    """One row a change: what, now, afterwards."""

    def __init__(self, changes: tuple[ImportChange, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes = changes

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._changes)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        change = self._changes[index.row()]
        text = (change.label, change.before, change.after)[index.column()]
        return text or "（空）"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return ("项目", "现在", "读入后")[section]


_DOUBTFUL_NAMED: Final = 8


class ImportDialog(QDialog):
    """Shows an :class:`ImportPlan`; accepted means: do it."""

    def __init__(self, plan: ImportPlan, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从 Excel 读入")
        self.resize(720, 480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        words = "读入“{0}”会改动 {1} 处。读入后可以一步撤销（日期等表外的内容除外）。"
        layout.addWidget(label(words.format(file_name, len(plan.changes))))
        if plan.doubtful:
            layout.addWidget(label(self._doubt_words(plan.doubtful), "notice", selectable=True))
        table = QTableView()
        table.setModel(ChangesModel(plan.changes, table))
        table.setAccessibleName("会改动的内容")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        layout.addWidget(table, 1)
        self.read_button = button("读入(&R)", self.accept, "primary")
        self.read_button.setDefault(True)
        layout.addLayout(row(None, self.read_button, button("取消", self.reject)))

    def _doubt_words(self, doubtful: tuple[str, ...]) -> str:
        names = "、".join(doubtful[:_DOUBTFUL_NAMED])
        more = f"等 {len(doubtful)} 项" if len(doubtful) > _DOUBTFUL_NAMED else ""
        words = "这个文件导出后，有些格子在 Excel 里被改过。读入的是导出时的内容，不是改过的数，请读入后逐项核对：{0}{1}。"
        return words.format(names, more)
