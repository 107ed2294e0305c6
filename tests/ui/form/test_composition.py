"""What an input method composes is seen whole in every blank while it is composed, and the blank settles afterwards."""

from __future__ import annotations

import pytest
from conftest import MakePage
from form_page_helpers import focused
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.form.page import FormPage
from ui.form.paper.editors import GrowingEditor

LONG = "zhong hua ren min gong he guo wan sui"


def compose(text: str, committed: str = "") -> None:
    event = QInputMethodEvent(text, [])
    event.setCommitString(committed)
    QApplication.sendEvent(focused(), event)


def is_seen_whole(page: FormPage, blank_id: str) -> bool:
    editor = page.paper.editors[blank_id]
    if page.paper.metrics.measure.horizontalAdvance(LONG) < editor.width():
        return True
    return (
        isinstance(editor, GrowingEditor) and editor.document().size().height() <= editor.viewport().height()
    )


@pytest.mark.parametrize("form_id", ["liaison", "statistics"])
def test_in_every_blank(make_page: MakePage, form_id: str) -> None:
    page = make_page(form_id)
    for blank in page.session.form.blanks:
        page.paper.focus_blank(blank.id)
        editor = page.paper.editors[blank.id]
        before = editor.geometry()
        compose(LONG)
        assert is_seen_whole(page, blank.id), blank.id
        assert page.paper.rect().contains(editor.geometry()), blank.id
        compose("")
        assert editor.geometry() == before, blank.id
    assert page.session.filing.filled == {}


def test_what_is_written_takes_the_room_it_needs(make_page: MakePage) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("gender")
    compose(LONG)
    compose("", "女")
    assert page.paper.editors["gender"].geometry() == page.paper.rects["gender"]
    assert page.session.filing.text("gender") == "女"


def test_a_composition_that_is_left_is_forgotten(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    for blank_id in ("gender", "name"):
        page.paper.focus_blank(blank_id)
        compose(LONG)
        page.paper.focus_blank("fax")
        qtbot.waitUntil(
            lambda blank_id=blank_id: page.paper.editors[blank_id].geometry() == page.paper.rects[blank_id]
        )


def test_the_candidates_stand_below_all_lines_of_a_composition(make_page: MakePage) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("name")
    compose(LONG)
    editor = page.paper.editors["name"]
    rect = editor.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert rect.bottom() >= editor.height() - 2  # type: ignore[attr-defined]
