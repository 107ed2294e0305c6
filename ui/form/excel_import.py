"""Reading one of our own Excel files back: what would change, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from exporters.read_back import ReadBack
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.form.differences import Difference, compare
from forms.form.filing import Filing
from forms.form.form import Form
from forms.notice.notice import Notice
from forms.values import EMPTY, Filled, Source
from ui.widgets.parts import button, label, row
from ui.widgets.screen import fit_screen
from ui.widgets.words_model import WordsModel


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What reading the file in would do. ``doubtful`` are the labels of what was changed by hand in the file."""

    values: dict[str, Filled]
    changes: tuple[Difference, ...]
    doubtful: tuple[str, ...]


def plan_import(
    read: ReadBack, file_name: str, notice: Notice, form: Form, filing: Filing, known: Catalogue
) -> ImportPlan:
    """What ``read`` changes in ``filing``. Raises ``InputError`` where the file is for another form or notice."""
    _refuse_another(read, notice, form, known)
    present = {blank_id: read.filled[blank_id].text for blank_id in form.by_id if blank_id in read.filled}
    changes = compare(form, {blank_id: filing.text(blank_id) for blank_id in form.by_id}, present)
    values = {
        change.blank_id: Filled(change.after, Source.FILE, file_name) if change.after else EMPTY
        for change in changes
    }
    touched = dict.fromkeys((*read.changed, *read.changed_on_form))
    doubtful = tuple(form.by_id[blank_id].label for blank_id in touched if blank_id in form.by_id)
    return ImportPlan(values, changes, doubtful)


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


_DOUBTFUL_NAMED: Final = 8


class ImportDialog(QDialog):
    """Shows an :class:`ImportPlan`; accepted means: do it."""

    def __init__(self, plan: ImportPlan, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("从 Excel 读入")
        fit_screen(self, 720, 480, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        words = "读入“{0}”会改动 {1} 处。读入后可以一步撤销。"
        layout.addWidget(label(words.format(file_name, len(plan.changes))))
        if plan.doubtful:
            layout.addWidget(label(self._doubt_words(plan.doubtful), "notice", selectable=True))
        table = QTableView()
        model = WordsModel(("项目", "现在", "读入后"), table)
        model.show_words(
            [(change.label, change.before or "（空）", change.after or "（空）") for change in plan.changes]
        )
        table.setModel(model)
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
