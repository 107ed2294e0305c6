"""The user's manual inside the program: its chapters at the left, the text beside them, words to look for above."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from forms.declared.resources import RESOURCES
from ui.widgets.parts import button, label

MANUAL: Final = RESOURCES / "manual" / "manual.md"
_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)
_NUMBER: Final = re.compile(r"^[一二三四五六七八九十]+、")
_MARGIN: Final = 48


def manual_text() -> str:
    """The manual in Markdown. Raises ``OSError`` where it did not come along."""
    return MANUAL.read_text("utf-8")


def chapters(text: str) -> tuple[str, ...]:
    """The headings of the manual's chapters in order, with their numbers."""
    return tuple(_HEADING.findall(text))


def plain_heading(heading: str) -> str:
    """A heading without its number, as topics name it."""
    return _NUMBER.sub("", heading)


def open_manual(window: QWidget, topic: str) -> ManualWindow:
    """Show the manual over ``window`` at the chapter called ``topic``; one that is open already is used again."""
    shown = window.findChild(ManualWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
    manual = shown if isinstance(shown, ManualWindow) else ManualWindow(window)
    manual.show()
    manual.activateWindow()
    manual.show_topic(topic)
    return manual


class _Pages(QTextBrowser):
    """The text; pictures are never wider than it."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        path = MANUAL.parent / (name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not _is_inside(path):
            return None
        image = QImage(str(path))
        room = max(200, self.viewport().width() - _MARGIN)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return image


def _is_inside(path: Path) -> bool:
    return MANUAL.parent in path.resolve().parents


class ManualWindow(QDialog):
    """The manual. It does not stand in the way of the window it was opened from."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("使用手册")
        self.setModal(False)
        self.pages = _Pages()
        self.pages.setAccessibleName("手册正文")
        self.pages.setOpenLinks(False)
        self.contents = QListWidget()
        self.contents.setAccessibleName("手册目录")
        self.contents.setSpacing(2)
        self.words = QLineEdit()
        self.words.setAccessibleName("在手册里查找")
        self.words.setPlaceholderText("查找（Ctrl+F），回车找下一处")
        self.words.returnPressed.connect(self.find_next)
        self.not_found = label("", "muted", wrap=False)
        self.contents.currentRowChanged.connect(self._show_row)
        self._lay_out()
        for keys, act in (("Ctrl+F", self.words.setFocus), ("F3", self.find_next)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._text = ""
        self._headings: tuple[str, ...] = ()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(0)
        self._again.timeout.connect(self._set_text)
        self._read()
        # The arrow keys move through the text at once.
        self.pages.setFocus()

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.addWidget(self.words, 1)
        across.addWidget(self.not_found)
        across.addWidget(button("关闭", self.close))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.contents)
        splitter.addWidget(self.pages)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([190, 700])
        layout = QVBoxLayout(self)
        layout.addLayout(across)
        layout.addWidget(splitter, 1)
        room = (self.parentWidget() or self).screen().availableGeometry()
        self.resize(min(940, room.width() - 40), min(720, room.height() - 60))

    def _read(self) -> None:
        try:
            self._text = manual_text()
        except OSError:
            self._text = "手册没有随程序一起装好。请重新安装程序，或向给您程序的人要一份手册。"
        self._headings = chapters(self._text)
        self.contents.addItems(list(self._headings))

    def _set_text(self) -> None:
        """Lay the text out for the window's width: the document keeps its pictures in the width they were first asked in."""
        row = self.contents.currentRow()
        self.pages.document().setDefaultFont(QApplication.font())
        self.pages.document().setDocumentMargin(14)
        self.pages.setMarkdown(self._text)
        self._show_row(row)

    def show_topic(self, topic: str) -> None:
        """Go to the chapter of this name; to the beginning where there is none."""
        rows = [row for row, heading in enumerate(self._headings) if plain_heading(heading) == topic]
        if rows and self.contents.currentRow() == rows[0]:
            self._show_row(rows[0])
        self.contents.setCurrentRow(rows[0] if rows else 0)

    @property
    def chapter(self) -> str:
        """The name of the chapter that was gone to."""
        item = self.contents.currentItem()
        return plain_heading(item.text()) if item is not None else ""

    def _show_row(self, row: int) -> None:
        """Put the chapter's heading at the upper edge."""
        if not 0 <= row < len(self._headings):
            return
        block = self.pages.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2 and block.text() == self._headings[row]:
                self.pages.setTextCursor(QTextCursor(block))
                top = self.pages.document().documentLayout().blockBoundingRect(block).top()
                self.pages.verticalScrollBar().setValue(round(top))
                return
            block = block.next()

    def find_next(self) -> None:
        """Go to the next place where the words stand, from the beginning again after the last."""
        words = self.words.text().strip()
        if not words:
            return
        found = self.pages.find(words)
        if not found:
            self.pages.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.pages.find(words)
        self.not_found.setText("" if found else "没有找到")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The text has its new width only after this.
        self._again.start()
