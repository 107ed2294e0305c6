"""Asks what is to be done with files that were dropped on the window; offers only what fits them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QListWidget, QVBoxLayout, QWidget

from forms.words import size_words
from ui.shell.dropping.kinds import Deed, Dropped
from ui.shell.dropping.open_items import OpenItem
from ui.widgets.parts import button, label, row
from ui.widgets.screen import fit_screen

_WIDTH: Final = 560
#: So many files are named.
_NAMED: Final = 3
_LONGEST_NAME: Final = 30
#: So much is said about them.
_SAID: Final = 2
_ROWS_SHOWN: Final = 6
_QUESTIONS: Final = {
    Deed.IMPORT: ("要把里面填的导入这张表吗？改动会先逐项列出，勾选的才改。", "导入(&I)…"),
    Deed.ADD_NOTICE: ("要添加到“我的通知”吗？添加以后，在“通知”页选用。", "添加通知(&A)"),
    Deed.ADD_TO_PACKET: ("要随哪一项报送？选好以后打开报送窗口，还可以再核对。", "加入报送(&A)…"),
}
_NO_ITEMS: Final = "现在的通知没有要报送的事项，这些文件不能加入报送。"


class DropDialog(QDialog):
    """Accepted means: do :attr:`deed` with the files; for a packet, with that of :attr:`chosen`."""

    def __init__(
        self, files: Sequence[Dropped], items: Sequence[OpenItem], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("放进来的文件")
        self._choices = tuple(items)
        self.deed = deed_of(files)
        if self.deed is Deed.ADD_TO_PACKET and not items:
            self.deed = Deed.NOTHING
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(22, 18, 22, 16)
        self._layout.setSpacing(10)
        self._layout.addWidget(label(_names(files), "section", selectable=True))
        self.words = [file.words for file in files if file.words]
        if not items and deed_of(files) is Deed.ADD_TO_PACKET:
            self.words.append(_NO_ITEMS)
        for words in shortened(self.words):
            self._layout.addWidget(label(words, selectable=True))
        self.items = self._make_items(items)
        question, verb = _QUESTIONS.get(self.deed, ("", ""))
        if question:
            self._layout.addWidget(label(question))
        if self.deed is Deed.ADD_TO_PACKET:
            self._layout.addWidget(self.items, 1)
        self.accept_button = button(verb, self.accept, "primary")
        self.accept_button.setDefault(True)
        self.accept_button.setVisible(bool(verb))
        cancel = button("取消" if verb else "知道了", self.reject)
        self._layout.addLayout(row(None, self.accept_button, cancel))
        # Words that are wrapped: as high as they are at this width, not at the least one.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        fit_screen(self, _WIDTH, self._layout.totalHeightForWidth(_WIDTH), parent)
        (self.items if self.deed is Deed.ADD_TO_PACKET else self.accept_button if verb else cancel).setFocus()

    @property
    def chosen(self) -> OpenItem | None:
        """What is due that is chosen, ``None`` where nothing is."""
        row_number = self.items.currentRow()
        return self._choices[row_number] if row_number >= 0 else None

    def _make_items(self, items: Sequence[OpenItem]) -> QListWidget:
        listed = QListWidget()
        listed.setProperty("kind", "list")
        listed.setAccessibleName("要随哪一项报送")
        listed.setWordWrap(True)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.addItems([item.words for item in items])
        listed.setCurrentRow(0)
        listed.itemDoubleClicked.connect(self.accept)
        line = max(24, listed.sizeHintForRow(0)) if items else 24
        listed.setMinimumHeight(line * 2)
        listed.setMaximumHeight(line * min(max(len(items), 2), _ROWS_SHOWN) + 14)
        return listed


def deed_of(files: Sequence[Dropped]) -> Deed:
    """What can be done with all of the files; nothing where one of them cannot be used."""
    deeds = {file.deed for file in files}
    return deeds.pop() if len(deeds) == 1 else Deed.NOTHING


def shortened(sentences: Sequence[str]) -> list[str]:
    """The first few of many sentences, and how many more there are: a question must fit the screen."""
    more = len(sentences) - _SAID
    return [*sentences[:_SAID], *([f"还有 {more} 个文件也要看一看。"] if more > 0 else [])]


def _short_name(name: str) -> str:
    """A file's name, cut in the middle where it is long: its end says what it is."""
    return (
        name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME // 2]}…{name[-_LONGEST_NAME // 2 :]}"
    )


def _names(files: Sequence[Dropped]) -> str:
    """The files with their sizes, one a line."""
    lines = [
        f"{_short_name(file.path.name)}　{size_words(file.size)}"
        if file.size
        else _short_name(file.path.name)
        for file in files[:_NAMED]
    ]
    if len(files) > _NAMED:
        lines.append(f"等 {len(files)} 个文件，共 {size_words(sum(file.size for file in files))}")
    return "\n".join(lines)
