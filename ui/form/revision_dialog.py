"""历史版本: every kept change of a form, what was different then, and one button to bring it back."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from forms.form.differences import Difference, compare
from forms.form.form import Form
from forms.storage.revision import Revision
from forms.words import recent_moment_words
from ui.form.revision_words import kind_words, revision_summary, text_words
from ui.form.session import FormSession
from ui.widgets.help import Topic, offer_help
from ui.widgets.parts import label
from ui.widgets.screen import fit_screen
from ui.widgets.words_model import WordsModel


class RevisionsModel(WordsModel):
    """The revisions, the newest first."""

    def __init__(self, form: Form, parent: QObject | None = None) -> None:
        super().__init__(("时间", "做了什么", "改动"), parent)
        self._form = form
        self.revisions: tuple[Revision, ...] = ()

    def show(self, revisions: tuple[Revision, ...], now: datetime.datetime) -> None:
        """List these."""
        self.revisions = tuple(sorted(revisions, key=lambda revision: revision.id, reverse=True))
        self.show_words(
            [
                (
                    recent_moment_words(revision.made_at, now),
                    kind_words(revision.kind),
                    revision_summary(self._form, revision),
                )
                for revision in self.revisions
            ]
        )


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
    """Lists the revisions of a session's form; restoring one is itself a change that can be undone."""

    def __init__(self, session: FormSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_help(self, Topic.HISTORY)
        self._session = session
        self.setWindowTitle(f"历史版本 - {session.form.name}")
        fit_screen(self, 780, 560, parent)
        self.revisions = RevisionsModel(session.form, self)
        self.differences = DifferencesModel(self)
        self.list = self._table(self.revisions, "历史版本")
        self.preview = self._table(self.differences, "那时和现在的不同")
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.hint = label(kind="muted")
        self.restore = QPushButton("恢复到这个版本(&R)")
        self.restore.setProperty("kind", "primary")
        self.restore.clicked.connect(self._restore)
        self._lay_out()
        self.list.selectionModel().currentRowChanged.connect(self._show_differences)
        self.revisions.show(session.revisions(), datetime.datetime.now().astimezone())
        if self.revisions.revisions:
            self.list.selectRow(0)
        self._show_differences()

    def _table(self, model: WordsModel, name: str) -> QTableView:
        table = QTableView()
        table.setModel(model)
        table.setAccessibleName(name)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if model is self.revisions:
            for column in (0, 1):
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _lay_out(self) -> None:
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self.hint)
        below.addWidget(self.preview, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(lower)
        splitter.setSizes([300, 220])
        buttons = QDialogButtonBox()
        buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(splitter, 1)
        layout.addWidget(buttons)

    def _chosen(self) -> Revision | None:
        row = self.list.currentIndex().row()
        return self.revisions.revisions[row] if 0 <= row < len(self.revisions.revisions) else None

    def _show_differences(self, *_any: object) -> None:
        chosen = self._chosen()
        found: tuple[Difference, ...] = ()
        if chosen is None:
            self.hint.setText("还没有历史版本。填写以后，每次改动都会留在这里。")
        else:
            then, now = self._session.filing_at(chosen.id), self._session.filing
            found = compare(self._session.form, then.texts, now.texts)
            self.hint.setText(
                f"恢复到这个版本会改动 {len(found)} 项，恢复后仍可撤销：" if found else "这个版本和现在一样。"
            )
        self.differences.show(found)
        self.preview.setVisible(bool(found))
        self.restore.setEnabled(bool(found))

    def _restore(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self._session.restore(chosen.id):
            self.accept()
