"""The left column: the units, the list of pages, and a button that folds it to its icons."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ui.shell.navigation import Navigation
from ui.shell.units.place_list import PlaceList

#: Folds and unfolds the column.
FOLD_KEY: Final = "Ctrl+B"
#: In a window narrower than this the column folds by itself: a form with its findings beside it has no room else.
_ROOMY: Final = 1060


class Column(QWidget):
    """Holds the :class:`PlaceList` of the units and the :class:`Navigation`.

    It folds where the user wants it folded, and in a narrow window. What is done in a narrow window is for as long as the
    window is narrow; else it is remembered.
    """

    #: What the user wants from now on: whether it is folded.
    fold_chosen = Signal(bool)

    def __init__(
        self, navigation: Navigation, places: PlaceList, folded: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._navigation, self._places = navigation, places
        self._wanted, self._is_narrow = folded, False
        self.setProperty("kind", "column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.fold_button = QToolButton()
        self.fold_button.setProperty("kind", "fold")
        self.fold_button.setShortcut(QKeySequence(FOLD_KEY))
        self.fold_button.clicked.connect(self._fold_or_unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(places)
        layout.addWidget(navigation, 1)
        layout.addWidget(self.fold_button)
        self._set_folded(folded)

    @property
    def is_folded(self) -> bool:
        return self._navigation.is_folded

    def fit(self, window_width: int) -> None:
        """The window is so wide now."""
        is_narrow = window_width < _ROOMY
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._set_folded(self._wanted or is_narrow)

    def _fold_or_unfold(self) -> None:
        folded = not self.is_folded
        self._set_folded(folded)
        if not self._is_narrow:
            self._wanted = folded
            self.fold_chosen.emit(folded)

    def _set_folded(self, folded: bool) -> None:
        self._navigation.fold(folded)
        words = "展开左栏" if folded else "折起左栏"
        self.fold_button.setText("»" if folded else "«  折起")
        self.fold_button.setAccessibleName(words)
        # A new text takes the shortcut away.
        self.fold_button.setShortcut(QKeySequence(FOLD_KEY))
        self.fold_button.setToolTip(f"{words}（{FOLD_KEY}）")
        self.setFixedWidth(self._navigation.width())
        self._places.setFixedWidth(self._navigation.width())
        self._places.fold(folded)
        self.fold_button.setFixedWidth(self.width())
