"""Tab goes in reading order on every page and in every dialog, round the window and back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from tests.ui.record_helpers import send
from tests.ui.window_helpers import OpenWindow, answer
from ui.form.page import FormPage


def walk(qtbot: QtBot, first: QWidget) -> list[QWidget]:
    """The widgets that Tab reaches from ``first`` until it comes to one again."""
    reached: list[QWidget] = []
    widget: QWidget | None = first
    first.setFocus()
    while widget is not None and widget not in reached:
        reached.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    return reached


def place(widget: QWidget) -> QRect:
    """Where a widget is in its window, as if nothing were scrolled."""
    scrolled = QPoint()
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            scrolled += QPoint(above.horizontalScrollBar().value(), above.verticalScrollBar().value())
        above = above.parentWidget()
    return QRect(widget.mapTo(widget.window(), QPoint()) + scrolled, widget.size())


def is_before(first: QRect, second: QRect) -> bool:
    """Whether ``second`` is read after ``first``: below it, beside it in a line, or in a column further right."""
    if first.right() < second.left():
        return True
    return first.top() < second.top() and first.center().y() < second.center().y()


def check_order(widgets: list[QWidget]) -> None:
    for earlier, later in pairwise(widgets):
        words = [f"{widget.accessibleName()} {place(widget)}" for widget in (earlier, later)]
        assert is_before(place(earlier), place(later)), words


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, store: Store) -> OpenWindow:
    send(store)
    return OpenWindow(qtbot, qapp, store, "gusu-2020")


@pytest.mark.parametrize(
    "key", ["workbench", "form:liaison", "form:statistics", "record", "notices", "settings"]
)
def test_on_every_page(opened: OpenWindow, qtbot: QtBot, key: str) -> None:
    window = opened.window
    window.show_page(key)
    page = window.page(key)
    if isinstance(page, FormPage):
        qtbot.waitUntil(lambda: len(page.paper._editors) == len(page.session.form.blanks))
        qtbot.waitUntil(lambda: page._panel is not None)
    walked = walk(qtbot, window.navigation)
    assert len(walked) > 4
    if isinstance(page, FormPage):
        blanks = [blank.id for blank in page.session.form.blanks]
        first = walked.index(page.paper.editors[blanks[0]])
        assert walked[first : first + len(blanks)] == list(page.paper.editors.values())
        assert walked[first + len(blanks) :] == [page.panel.check]
    else:
        check_order(walked)


def dialogs(opened: OpenWindow, qtbot: QtBot) -> dict[str, QPushButton]:
    """The buttons that open a dialog each, by the page they are on."""
    found = {}
    for key, text in (("workbench", "报送…"), ("record", "添加回执")):
        opened.window.show_page(key)
        page = opened.window.page(key)
        assert page is not None
        found[key] = next(
            button
            for button in page.findChildren(QPushButton)
            if button.text().startswith(text) and button.isVisible()
        )
    return found


@pytest.mark.parametrize("key", ["workbench", "record"])
def test_in_the_dialogs_of_a_page(opened: OpenWindow, qtbot: QtBot, key: str) -> None:
    button = dialogs(opened, qtbot)[key]
    opened.window.show_page(key)
    check_dialog(qtbot, button.click)


@pytest.mark.parametrize("name", ["export", "history"])
def test_in_the_dialogs_of_a_form(opened: OpenWindow, qtbot: QtBot, name: str) -> None:
    opened.window.show_page("form:liaison")
    page = opened.window.page("form:liaison")
    check_dialog(qtbot, getattr(page, name).trigger)


def check_dialog(qtbot: QtBot, show: object) -> None:
    """Open a dialog and walk round it from whatever stands first."""

    def act(dialog: QDialog) -> None:
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        focused = QApplication.focusWidget()
        assert focused is not None
        walked = walk(qtbot, focused)
        first = min(range(len(walked)), key=lambda number: (place(walked[number]).top(), number))
        check_order([*walked[first:], *walked[:first]])
        dialog.reject()

    seen = answer(act)
    assert callable(show)
    show()
    assert seen
