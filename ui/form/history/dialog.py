"""历史版本: every kept change of a form by sitting, what was different then, and one button to bring it back."""

from __future__ import annotations

import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forms.form.differences import Difference, compare, label_of
from forms.form.form import Form
from ui.form.history.sittings import Sitting, group, only
from ui.form.history.tree import HistoryModel, HistoryTree
from ui.form.revision_words import text_words
from ui.form.session import FormSession
from ui.widgets.help import Topic, offer_help
from ui.widgets.parts import button, label, row
from ui.widgets.screen import fit_screen
from ui.widgets.words_model import WordsModel

_SIZE: Final = (860, 620)
_EVERYTHING: Final = "全部栏目"


class DifferencesModel(WordsModel):
    """What stood in a form then and what stands there now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("栏目", "那时", "现在"), parent)

    def show(self, found: tuple[Difference, ...]) -> None:
        """List these."""
        self.show_words(
            [
                (difference.label, text_words(difference.before), text_words(difference.after))
                for difference in found
            ]
        )


class RevisionDialog(QDialog):
    """Lists the revisions of a session's form; restoring one is itself a change that can be undone.

    ``blank_id`` is the blank that had the focus, if any: 只看这一处 is about it.
    """

    def __init__(self, session: FormSession, parent: QWidget | None = None, blank_id: str = "") -> None:
        super().__init__(parent)
        offer_help(self, Topic.HISTORY)
        self._session = session
        self._blank_id = blank_id
        self._sittings = group(session.revisions())
        self.setWindowTitle(f"历史版本 - {session.form.name}")
        fit_screen(self, *_SIZE, parent)
        self.model = HistoryModel(session.form, self)
        self.tree = HistoryTree(self.model)
        self.filter = self._make_filter()
        self.this_blank = self._make_this_blank()
        self.differences = DifferencesModel(self)
        self.preview = self._make_preview()
        self.hint = label(kind="muted")
        self.restore = QPushButton("恢复到这个版本(&R)")
        self.restore.setProperty("kind", "primary")
        self.restore.clicked.connect(self._restore)
        self._lay_out()
        self.tree.selectionModel().currentChanged.connect(self._show_differences)
        self.filter.currentIndexChanged.connect(self._show_revisions)
        self._show_revisions()
        self.tree.setFocus()

    def _make_filter(self) -> QComboBox:
        box = QComboBox()
        box.setProperty("kind", "field")
        box.setAccessibleName("只看一个栏目的改动")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.setMaxVisibleItems(16)
        box.addItem(_EVERYTHING, "")
        for blank_id in _changed_blanks(self._session.form, self._sittings, self._blank_id):
            box.addItem(label_of(self._session.form, blank_id), blank_id)
        return box

    def _make_this_blank(self) -> QPushButton:
        chooser = button("只看这一处(&O)", self._toggle_this_blank)
        chooser.setCheckable(True)
        chooser.setAutoDefault(False)
        chooser.setVisible(bool(self._blank_id))
        if self._blank_id:
            name = label_of(self._session.form, self._blank_id)
            chooser.setToolTip(f"只看“{name}”的改动")
            chooser.setAccessibleDescription(f"只看“{name}”的改动，再按一次看全部。")
        return chooser

    def _make_preview(self) -> QTableView:
        table = QTableView()
        table.setModel(self.differences)
        table.setAccessibleName("那时和现在的不同")
        table.setProperty("kind", "words")
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        return table

    def _lay_out(self) -> None:
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self.hint)
        below.addWidget(self.preview, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(lower)
        splitter.setSizes([320, 220])
        shown = label("只看(&L)", wrap=False)
        shown.setTextFormat(Qt.TextFormat.AutoText)
        shown.setBuddy(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addLayout(row(shown, self.filter, self.this_blank, None))
        layout.addWidget(splitter, 1)
        layout.addLayout(row(None, self.restore, button("关闭", self.reject)))

    # What is shown ----------------------------------------------------------------------------------------------------

    def _toggle_this_blank(self) -> None:
        wanted = self._blank_id if self.this_blank.isChecked() else ""
        self.filter.setCurrentIndex(self.filter.findData(wanted))

    def _show_revisions(self, *_any: object) -> None:
        blank_id = str(self.filter.currentData())
        self.this_blank.setChecked(bool(blank_id) and blank_id == self._blank_id)
        sittings = only(self._sittings, blank_id) if blank_id else self._sittings
        self.model.show(sittings, datetime.datetime.now().astimezone().date(), blank_id)
        self.tree.show_all_or_newest(unfolded=bool(blank_id))
        self._show_differences()

    def _show_differences(self, *_any: object) -> None:
        chosen = self.model.revision(self.tree.currentIndex())
        found: tuple[Difference, ...] = ()
        if chosen is None:
            self.hint.setText(self._nothing_words())
        else:
            then, now = self._session.filing_at(chosen.id), self._session.filing
            found = compare(self._session.form, then.texts, now.texts)
            self.hint.setText(
                f"恢复到这个版本会改动 {len(found)} 项，恢复后仍可撤销：" if found else "这个版本和现在一样。"
            )
        self.differences.show(found)
        self.preview.setVisible(bool(found))
        self.restore.setEnabled(bool(found))

    def _nothing_words(self) -> str:
        if self._sittings:
            return "这一处还没有改动过。要看别处的改动，请在上面选“全部栏目”。"
        return "还没有历史版本。填写以后，每次改动都会留在这里。"

    def _restore(self) -> None:
        chosen = self.model.revision(self.tree.currentIndex())
        if chosen is not None and self._session.restore(chosen.id):
            self.accept()


def _changed_blanks(form: Form, sittings: tuple[Sitting, ...], blank_id: str) -> list[str]:
    """The blanks one may look at alone: those that were ever changed, and the one with the focus, in printed order."""
    changed = {changed for sitting in sittings for changed in sitting.blank_ids} | ({blank_id} - {""})
    gone = sorted(changed - set(form.by_id))
    return [blank_id for blank_id in form.by_id if blank_id in changed] + gone
