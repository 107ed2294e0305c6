"""Shows what another source would put into a form, 现在 beside what it has, each blank with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from forms.values import Filled
from ui.form.proposals.proposal import Proposal, fills
from ui.form.revision_words import text_words
from ui.widgets.help import Topic, offer_help
from ui.widgets.parts import button, label, row

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_TICK: Final = 0

#: At 150 % a screen of 1280×720 has room for 853×480.
_WIDTH: Final = 820
_HEIGHT: Final = 430
#: How the columns share the width.
_SHARES: Final = (8, 6, 7, 8)


class ProposalsModel(QAbstractTableModel):
    """The proposals in printed order, the first column with a tick."""

    ticked_changed = Signal()

    def __init__(
        self, proposals: Sequence[Proposal], source_heading: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.headings = ("栏目", "现在", source_heading, "说明")
        self.proposals = tuple(proposals)
        self._ticked = [proposal.taken for proposal in proposals]

    @property
    def taken(self) -> tuple[Proposal, ...]:
        """Those with a tick."""
        return tuple(
            proposal for proposal, ticked in zip(self.proposals, self._ticked, strict=True) if ticked
        )

    def tick_all(self, ticked: bool) -> None:
        """Tick all, or none."""
        self._ticked = [ticked] * len(self._ticked)
        if self._ticked:
            self.dataChanged.emit(self.index(0, _TICK), self.index(len(self._ticked) - 1, _TICK))
        self.ticked_changed.emit()

    def toggle(self, row_number: int) -> None:
        """Change one tick."""
        self._ticked[row_number] = not self._ticked[row_number]
        place = self.index(row_number, _TICK)
        self.dataChanged.emit(place, place)
        self.ticked_changed.emit()

    def words(self, row_number: int) -> tuple[str, ...]:
        """The whole words of a row."""
        proposal = self.proposals[row_number]
        return proposal.label, proposal.before, proposal.after.text, proposal.remark

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.proposals)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        checkable = Qt.ItemFlag.ItemIsUserCheckable if index.column() == _TICK else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | checkable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = index.column()
        words = self.words(index.row())[column]
        shown = text_words(words) if column in (1, 2) else words
        if role == Qt.ItemDataRole.DisplayRole:
            return shown
        if role == Qt.ItemDataRole.ToolTipRole:
            return words
        if role == Qt.ItemDataRole.CheckStateRole and column == _TICK:
            return Qt.CheckState.Checked if self._ticked[index.row()] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            ticked = ("已勾选，" if self._ticked[index.row()] else "未勾选，") if column == _TICK else ""
            return f"{ticked}{self.headings[column]}：{shown}"
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != _TICK:
            return False
        if self._ticked[index.row()] != (Qt.CheckState(value) is Qt.CheckState.Checked):
            self.toggle(index.row())
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None


class ProposalsTable(QTableView):
    """A table whose rows are ticked by the space bar or a click anywhere on them."""

    def __init__(self, model: ProposalsModel, name: str) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setProperty("kind", "words")
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self.clicked.connect(self._clicked)
        if model.proposals:
            self.selectRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each column its share of the width."""
        for column, share in enumerate(_SHARES[:-1]):
            self.setColumnWidth(column, self.viewport().width() * share // sum(_SHARES))
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        # In the first column Qt itself looks whether the box was hit.
        if index.column() != _TICK:
            self._model.toggle(index.row())


class ProposalsDialog(QDialog):
    """Offers proposals; accepted means: take those in :attr:`fills`."""

    def __init__(
        self,
        proposals: Sequence[Proposal],
        *,
        title: str,
        source_heading: str,
        verb: str,
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_help(self, Topic.IMPORT)
        self.setWindowTitle(title)
        self.resize(_WIDTH, _HEIGHT)
        self._verb = verb
        self.model = ProposalsModel(proposals, source_heading, self)
        self.table = ProposalsTable(self.model, "会改动的内容")
        self.accept_button = button("", self.accept, "primary")
        self.accept_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(label(f"勾选要改的栏目，没有勾选的不变。{verb}以后可以一步撤销。"))
        self.notice = label(notice, "notice", selectable=True)
        self.notice.setVisible(bool(notice))
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)
        choose_all = button("全选(&A)", lambda: self.model.tick_all(True))
        choose_none = button("全不选(&N)", lambda: self.model.tick_all(False))
        for chooser in (choose_all, choose_none):
            chooser.setAutoDefault(False)
        layout.addLayout(row(choose_all, choose_none, None, self.accept_button, button("取消", self.reject)))
        self.model.ticked_changed.connect(self._show_count)
        self._show_count()
        self.table.setFocus()

    @property
    def fills(self) -> dict[str, Filled]:
        """What is to be put into the blanks that are ticked."""
        return fills(self.model.taken)

    def _show_count(self) -> None:
        count = len(self.model.taken)
        self.accept_button.setText(f"{self._verb} {count} 处(&I)")
        self.accept_button.setAccessibleName(f"{self._verb} {count} 处")
        self.accept_button.setEnabled(bool(count))
