"""The editors that stand over the blanks: one line, growing text, and a choice."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QKeyCombination, QMimeData, QPoint, QSizeF, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QTextEdit, QWidget

from forms.fields.registry import field_type
from forms.form.form import Blank
from ui.form.paper.metrics import Metrics

#: Room left and right of the words in an editor.
SIDE: Final = 4
#: An editor grows by so many characters at a time, so that not every key moves what follows.
_STEP: Final = 2
#: An empty blank of a longer type is no wider than this, in characters.
_FIRST_WIDTH: Final = 10
_CTRL_Y: Final = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Host(Protocol):
    """What an editor tells the paper."""

    def editor_typed(self, blank_id: str, text: str) -> None: ...
    def editor_entered(self, blank_id: str) -> None: ...
    def editor_left(self, blank_id: str) -> None: ...
    def editor_moves(self, blank_id: str, step: int) -> None: ...
    def editor_undoes(self, step: int) -> None: ...
    def editor_pastes(self, blank_id: str, source: QMimeData, kept: int) -> str: ...


def undo_step(event: QKeyEvent) -> int:
    """-1 for a key that asks for undo, 1 for redo, else 0. Both are the form's, not the single editor's."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return -1
    is_redo = event.matches(QKeySequence.StandardKey.Redo) or event.keyCombination() == _CTRL_Y
    return 1 if is_redo else 0


def natural_width(blank: Blank, text: str, metrics: Metrics, widest: float) -> float:
    """The width a blank among words takes: the form's or its usual room, then the text's in steps, at most ``widest``."""
    kind = field_type(blank.type)
    # A digit is narrower than a Chinese character; a number of its usual length fits without growing.
    usual_room = min(max(kind.usual_length, 3) * (0.72 if kind.is_number else 1.0), _FIRST_WIDTH)
    least = (blank.room or usual_room) * metrics.em
    words = max((metrics.measure.horizontalAdvance(line) for line in text.split("\n")), default=0.0)
    step = (2 * _STEP if kind.is_number else _STEP) * metrics.em
    needed = words + metrics.em * 0.6
    if needed > least:
        needed = least + -(-(needed - least) // step) * step
    return float(round(min(max(least, needed) + 2 * SIDE, widest)))


def line_size(blank: Blank, text: str, metrics: Metrics, widest: float, exact: bool) -> QSizeF | None:
    """The room a text takes where it stands on one line, ``None`` where it needs more; ``exact``: just ``widest`` wide."""
    width = widest if exact else natural_width(blank, text, metrics, widest)
    if not field_type(blank.type).one_line and not blank.choices:
        room = width - 2 * SIDE - 1
        if "\n" in text or (text and metrics.measure.horizontalAdvance(text) > room):
            return None
    return QSizeF(width, metrics.line_height)


class LineEditor(QLineEdit):
    """An editor of one line."""

    def __init__(self, blank: Blank, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self.blank = blank
        self._host = host
        self.setFrame(False)
        if field_type(blank.type).alignment == "center":
            self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextMargins(SIDE - 2, 0, SIDE - 2, 0)
        self.textEdited.connect(lambda text: host.editor_typed(blank.id, text))

    def shown_text(self) -> str:
        return self.text()

    def show_text(self, text: str) -> None:
        """Show a text that was not typed here."""
        if text != self.text():
            self.setText(text)

    def show_end(self) -> None:
        """Put the cursor behind the text."""
        self.end(False)

    def set_up(self, metrics: Metrics) -> None:
        """Stand as the paper's metrics say."""
        self.setFont(metrics.body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._host.editor_moves(self.blank.id, 1)
            return
        if step := undo_step(event):
            self._host.editor_undoes(step)
            return
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
            return
        super().keyPressEvent(event)

    def paste_clipboard(self) -> None:
        """Paste as the form understands it: Qt's own way would take two cells for one text."""
        kept = len(self.text()) - len(self.selectedText())
        if text := self._host.editor_pastes(self.blank.id, QGuiApplication.clipboard().mimeData(), kept):
            self.insert(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._host.editor_entered(self.blank.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._host.editor_left(self.blank.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_clipboard)
        show_without_undo(menu, event.globalPos())


def show_without_undo(menu: QMenu, at: QPoint) -> None:
    """Show an editor's menu without its own undo and redo: the form has one for all its blanks."""
    for action in menu.actions()[:3]:
        menu.removeAction(action)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


class ChoiceEditor(LineEditor):
    """One of a few values: typed, taken with the arrow keys, or picked from a list (Alt+↓, F4, a click on the mark)."""

    def __init__(self, blank: Blank, host: Host, parent: QWidget) -> None:
        super().__init__(blank, host, parent)
        self.setTextMargins(SIDE - 2, 0, SIDE + 12, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down, up = event.key() == Qt.Key.Key_Down, event.key() == Qt.Key.Key_Up
        if event.key() == Qt.Key.Key_F4 or (down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.show_choices()
        elif down or up:
            self._step(1 if down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and event.position().x() > self.width() - self.height()
        ):
            self.show_choices()

    def _step(self, step: int) -> None:
        choices = self.blank.choices
        if self.text() in choices:
            self._choose(choices[(choices.index(self.text()) + step) % len(choices)])
        else:
            self._choose(choices[0 if step > 0 else -1])

    def _choose(self, choice: str) -> None:
        self.setText(choice)
        self._host.editor_typed(self.blank.id, choice)

    def show_choices(self) -> None:
        """Open the list of choices below the blank."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in self.blank.choices:
            action = QAction(choice, menu)
            action.triggered.connect(lambda _checked=False, choice=choice: self._choose(choice))
            menu.addAction(action)
            if choice == self.text():
                menu.setActiveAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


class GrowingEditor(QTextEdit):
    """Text that takes more lines as it grows."""

    def __init__(self, blank: Blank, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self.blank = blank
        self._host = host
        self._multiline = field_type(blank.type).multiline
        self._showing = False
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._changed)

    def shown_text(self) -> str:
        return self.toPlainText()

    def set_up(self, metrics: Metrics) -> None:
        """Stand as the paper's metrics say."""
        self.setFont(metrics.body)
        self.setViewportMargins(SIDE, self._above(metrics), SIDE, 0)

    @staticmethod
    def _above(metrics: Metrics) -> int:
        return round(max(0.0, (metrics.line_height - metrics.measure.height()) / 2))

    def show_text(self, text: str) -> None:
        """Show a text that was not typed here."""
        if text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False

    def show_end(self) -> None:
        """Put the cursor behind the text."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _changed(self) -> None:
        if not self._showing:
            self._host.editor_typed(self.blank.id, self.toPlainText())

    def grown_size(self, metrics: Metrics, widest: float, exact: bool) -> QSizeF:
        """The room for a text of more than one line; ``exact``: it is to be just ``widest`` wide."""
        width = widest if exact else natural_width(self.blank, self.toPlainText(), metrics, widest)
        self.document().setTextWidth(width - 2 * SIDE)
        height = round(self.document().size().height() + 2 * self._above(metrics) + 1)
        return QSizeF(width, max(metrics.line_height, float(height)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            new_line = event.modifiers() & (
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
            )
            if self._multiline and new_line:
                self.insertPlainText("\n")
            else:
                self._host.editor_moves(self.blank.id, 1)
            return
        if step := undo_step(event):
            self._host.editor_undoes(step)
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only, as the form understands them; in a blank of one paragraph line breaks become spaces."""
        kept = len(self.toPlainText()) - len(self.textCursor().selectedText())
        if text := self._host.editor_pastes(self.blank.id, source, kept):
            self.insertPlainText(text if self._multiline else " ".join(text.split("\n")).strip())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
        self._host.editor_entered(self.blank.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
            self._host.editor_left(self.blank.id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        show_without_undo(menu, event.globalPos())


Editor = LineEditor | GrowingEditor


def make_editor(blank: Blank, host: Host, parent: QWidget) -> Editor:
    """The editor for a blank's type."""
    if blank.choices:
        return ChoiceEditor(blank, host, parent)
    kind = LineEditor if field_type(blank.type).one_line else GrowingEditor
    return kind(blank, host, parent)
