"""Small parts that every page is put together from: labels, buttons, cards, a scrolling page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)


def label(text: str = "", kind: str = "", *, wrap: bool = True, selectable: bool = False) -> QLabel:
    """Plain words; ``kind`` picks their look from the style sheet."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        result.setSizePolicy(policy)
    if kind:
        result.setProperty("kind", kind)
    if selectable:
        result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


def button(
    text: str, action: Callable[[], object] | None = None, kind: str = "", help_text: str = ""
) -> QPushButton:
    """A push button; ``&`` in ``text`` marks its key. Its accessible name is the text without the mark."""
    result = QPushButton(text)
    result.setAutoDefault(True)
    result.setAccessibleName(without_key(text))
    if kind:
        result.setProperty("kind", kind)
    if help_text:
        result.setToolTip(help_text)
        result.setAccessibleDescription(help_text)
    if action is not None:
        result.clicked.connect(lambda _checked=False: action())
    return result


def without_key(text: str) -> str:
    """``导出(&E)…`` without its key: ``导出…``."""
    start = text.find("(&")
    return text[:start] + text[start + 4 :] if start >= 0 else text.replace("&", "")


def card(*contents: QWidget | QLayout) -> QFrame:
    """A white card with its contents one below the other."""
    frame = QFrame()
    frame.setProperty("kind", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(18, 14, 18, 14)
    layout.setSpacing(8)
    add_all(layout, *contents)
    return frame


def rule() -> QFrame:
    """A thin line between two things."""
    line = QFrame()
    line.setProperty("kind", "rule")
    return line


def row(*contents: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Things side by side; ``None`` takes up the free room."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for content in contents:
        if content is None:
            layout.addStretch(1)
        elif isinstance(content, QWidget):
            layout.addWidget(content)
        else:
            layout.addLayout(content)
    return layout


def add_all(layout: QVBoxLayout, *contents: QWidget | QLayout) -> None:
    for content in contents:
        if isinstance(content, QWidget):
            layout.addWidget(content)
        else:
            layout.addLayout(content)


def style_spin_box(box: QAbstractSpinBox) -> None:
    """Make a field with arrows look like the others; the style sheet does not reach the room left of its text."""
    box.setProperty("kind", "field")
    box.lineEdit().setTextMargins(8, 0, 0, 0)


def scrolling_page(width: int = 860) -> tuple[QScrollArea, QVBoxLayout]:
    """A page that scrolls when the window is too low, its contents no wider than is good to read."""
    outer = QWidget()
    inner = QWidget()
    inner.setMaximumWidth(width)
    across = QHBoxLayout(outer)
    across.setContentsMargins(28, 22, 28, 22)
    across.addWidget(inner, 100)
    across.addStretch(1)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    return _scrolling(outer), layout


def scrolling_column(*contents: QWidget | QLayout, spacing: int = 12) -> QScrollArea:
    """A dialog's contents one below the other, scrolled up and down where the dialog is too low."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(22, 18, 22, 14)
    layout.setSpacing(spacing)
    add_all(layout, *contents)
    layout.addStretch(1)
    area = _scrolling(column)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _scrolling(contents: QWidget) -> QScrollArea:
    area = QScrollArea()
    for part in (area, contents):
        part.setProperty("kind", "page")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # Else the area reserves the height that wrapped words would need at the least width.
    contents.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    area.setWidget(contents)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
