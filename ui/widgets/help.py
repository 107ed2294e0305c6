"""F1 anywhere: the manual opens at the place that the window or page is about."""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

#: The property under which a page or dialog keeps its topic.
_TOPIC = "help-topic"


class Topic(enum.StrEnum):
    """What help can be asked about: the words of a heading in the manual, without its number."""

    START = "第一次打开"
    WORKBENCH = "工作台"
    FORM = "在表上填写"
    CHECK = "检查"
    HISTORY = "撤销和历史版本"
    EXPORT = "预览、打印、导出"
    IMPORT = "导入 Excel"
    HANDING_IN = "报送"
    FAX = "传真"
    RECORD = "报送记录"
    NOTICES = "通知"
    SETTINGS = "设置"
    KEYS = "键盘一览"


def about(widget: QWidget, topic: Topic) -> None:
    """Note what ``widget`` and everything in it is about."""
    widget.setProperty(_TOPIC, topic.value)


def offer_help(window: QWidget, topic: Topic) -> None:
    """Let F1 open the manual from ``window``; ``topic`` holds wherever the part with the focus has none of its own."""
    about(window, topic)
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window)
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.activated.connect(lambda: show_help(window))


def show_help(window: QWidget) -> None:
    """Open the manual beside ``window`` at what the part with the focus is about."""
    # Imported when it is asked for: most days nobody does.
    from ui.widgets.manual_window import open_manual

    focused = QApplication.focusWidget()
    open_manual(
        window, _topic_of(focused if focused is not None and window.isAncestorOf(focused) else window)
    )


def _topic_of(widget: QWidget) -> str:
    """The topic of the nearest part around ``widget`` that has one; empty where none has."""
    place: QWidget | None = widget
    while place is not None:
        topic = place.property(_TOPIC)
        if isinstance(topic, str) and topic:
            return topic
        place = place.parentWidget()
    return ""
