"""The bar that finds a blank by the words printed around it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from forms.form.form import Form
from forms.form.searching import blanks_with
from ui.widgets.parts import button, label


class FindBar(QWidget):
    """Enter leads to the first blank that is found, F3 to the next, Shift+F3 back; Esc closes the bar."""

    def __init__(self, form: Form, go_to: Callable[[str], None], close: Callable[[], None]) -> None:
        """``go_to`` shows a blank by its id, ``close`` gives the keyboard back to the form."""
        super().__init__()
        self._form = form
        self._go_to = go_to
        self._close = close
        self._found: tuple[str, ...] = ()
        self._at = -1
        self.words = QLineEdit()
        self.words.setAccessibleName("查找栏目")
        self.words.setPlaceholderText("输入表上的字，如“集中宣讲”，回车")
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._search)
        self.words.returnPressed.connect(lambda: self.step(1))
        self.count = label("", "muted", wrap=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.addWidget(label("查找栏目", wrap=False))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.count)
        layout.addWidget(button("上一处", lambda: self.step(-1)))
        layout.addWidget(button("下一处", lambda: self.step(1)))
        layout.addWidget(button("关闭", self.close_bar))
        self.hide()

    def open_bar(self) -> None:
        """Show the bar, its words chosen, so that typing replaces them."""
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def close_bar(self) -> None:
        """Hide the bar; the keyboard goes back to the form."""
        self.hide()
        self._close()

    def step(self, step: int) -> None:
        """Lead to the next (1) or the previous (-1) blank that was found, round and round."""
        if self.isHidden() or not self._found:
            return
        first = 0 if step > 0 else len(self._found) - 1
        self._at = first if self._at < 0 else (self._at + step) % len(self._found)
        self.count.setText(f"第 {self._at + 1} 处，共 {len(self._found)} 处")
        self._go_to(self._found[self._at])

    def _search(self, words: str) -> None:
        self._found = tuple(blank.id for blank in blanks_with(self._form, words))
        self._at = -1
        if not words.strip():
            self.count.setText("")
        else:
            self.count.setText(f"共 {len(self._found)} 处" if self._found else "表上没有这样的字")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return
        super().keyPressEvent(event)
