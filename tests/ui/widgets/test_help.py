"""F1 opens the manual at the place one asks from; the manual is whole and its pictures are there."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from tests.ui.window_helpers import OpenWindow, answer
from ui.widgets.help import Topic
from ui.widgets.manual_window import MANUAL, ManualWindow, chapters, manual_text, open_manual, plain_heading


def manual_of(window: QWidget) -> ManualWindow:
    found = window.findChild(ManualWindow)
    assert isinstance(found, ManualWindow) and found.isVisible()
    return found


def top_line(manual: ManualWindow) -> str:
    """What stands at the upper edge of the text."""
    return manual.pages.cursorForPosition(QPoint(40, 24)).block().text()


def test_every_topic_is_a_chapter_and_every_picture_is_there() -> None:
    text = manual_text()
    names = [plain_heading(heading) for heading in chapters(text)]
    assert set(Topic) <= set(names) and len(set(names)) == len(names)
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures and all((MANUAL.parent / picture).is_file() for picture in pictures)


@pytest.mark.parametrize(
    ("key", "topic"),
    [
        ("workbench", Topic.WORKBENCH),
        ("form:statistics", Topic.FORM),
        ("record", Topic.RECORD),
        ("notices", Topic.NOTICES),
        ("settings", Topic.SETTINGS),
    ],
)
def test_f1_on_each_page(qtbot: QtBot, qapp: QApplication, store: Store, key: str, topic: Topic) -> None:
    window = OpenWindow(qtbot, qapp, store, "gusu-2020").window
    window.show_page(key)
    window._show_and_enter(key)
    qtbot.keyClick(qapp.focusWidget() or window, Qt.Key.Key_F1)
    manual = manual_of(window)
    assert manual.chapter == topic
    qtbot.waitUntil(lambda: plain_heading(top_line(manual)) == topic)
    assert not manual.isModal()


def test_the_findings_have_a_chapter_of_their_own(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    window = OpenWindow(qtbot, qapp, store, "gusu-2020").window
    window._show_and_enter("form:liaison")
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_F6)
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_F1)
    assert manual_of(window).chapter == Topic.CHECK


def test_f1_in_a_dialog_that_is_modal(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    window = OpenWindow(qtbot, qapp, store, "gusu-2020").window
    window._show_and_enter("form:liaison")
    chapters_seen = []

    def ask_for_help(dialog: QDialog) -> None:
        qtbot.waitUntil(dialog.isActiveWindow)
        qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_F1)
        chapters_seen.append(manual_of(dialog).chapter)
        dialog.reject()

    seen = answer(ask_for_help)
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert seen and chapters_seen == [Topic.HISTORY]


def test_words_are_found_one_after_the_other(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    manual = open_manual(window, "")
    assert manual.chapter == Topic.START and open_manual(window, Topic.FAX) is manual
    assert manual.chapter == Topic.FAX
    qtbot.keyClick(manual, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(manual.pages.toPlainText()))
    manual.words.setText("校验码")
    places = []
    for _ in range(2):
        qtbot.keyClick(manual.words, Qt.Key.Key_Return)
        places.append(manual.pages.textCursor().selectionStart())
        assert manual.pages.textCursor().selectedText() == "校验码"
    assert places[0] != places[1] and manual.not_found.text() == ""
    manual.words.setText("没有这样的话")
    qtbot.keyClick(manual.words, Qt.Key.Key_Return)
    assert manual.not_found.text() == "没有找到"


def test_a_manual_that_did_not_come_along_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr("ui.widgets.manual_window.MANUAL", MANUAL.parent / "none.md")
    manual = open_manual(window, Topic.FAX)
    qtbot.waitUntil(lambda: "没有随程序一起装好" in manual.pages.toPlainText())


def test_pictures_are_no_wider_than_the_text(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    manual = open_manual(window, Topic.FORM)
    picture = manual.pages.loadResource(2, "pictures/liaison.png")
    assert 100 < picture.width() <= manual.pages.viewport().width()
    assert manual.pages.loadResource(2, "../notices/gusu-2020.toml") is None
