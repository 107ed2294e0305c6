"""Shows which cells of a pasted table go into which blanks, before they do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.form.paper.pasting import PastePlan
from ui.form.revision_words import text_words
from ui.widgets.parts import button, label, row
from ui.widgets.words_model import WordsModel


class PasteDialog(QDialog):
    """Shows a :class:`PastePlan` beside what stands on the form now (``texts`` by blank id); accepted means: do it."""

    def __init__(self, plan: PastePlan, texts: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴几个格子")
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        words = "粘贴的内容有几个格子，会从这里起依次填入 {0} 处。填入后可以一步撤销。"
        layout.addWidget(label(words.format(len(plan.values))))
        if plan.left_over:
            left = "、".join(text_words(text) for text in plan.left_over[:5])
            layout.addWidget(
                label(f"后面没有空了，还有 {len(plan.left_over)} 个格子不会填入：{left}。", "notice")
            )
        table = QTableView()
        self.model = WordsModel(("项目", "现在", "填入"), table)
        self.model.show_words(
            [
                (blank.full_label, text_words(texts.get(blank.id, "")), text_words(text))
                for blank, text in plan.values
            ]
        )
        table.setModel(self.model)
        table.setAccessibleName("将填入的内容")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout.addWidget(table, 1)
        self.fill_button = button("填入(&F)", self.accept, "primary")
        self.fill_button.setDefault(True)
        layout.addLayout(row(None, self.fill_button, button("取消", self.reject)))
        self.fill_button.setFocus()
