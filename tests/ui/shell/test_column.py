"""The left column folds by its button and in a narrow window, and the line about what the machine lacks is shown until read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from tests.ui.window_helpers import OpenWindow
from ui.shell.main_window import MainWindow


def test_the_button_folds_it_and_that_is_remembered(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    column = opened.window.column
    whole = column.width()
    assert not column.is_folded
    qtbot.mouseClick(column.fold_button, Qt.MouseButton.LeftButton)
    assert column.is_folded and column.width() < whole / 2
    assert opened.window.navigation.model().index(1, 0).data() == "联络"
    opened.window.close()
    again = OpenWindow(qtbot, qapp, store)
    assert again.window.column.is_folded
    qtbot.keyClick(again.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not again.window.column.is_folded)
    assert again.window.navigation.model().index(1, 0).data() == "联络员推荐表"
    assert again.window.shown_key == "workbench"


def test_in_a_narrow_window_it_makes_room_and_comes_back(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    column = opened.window.column
    opened.window.show_page("record")
    opened.window.resize(853, 480)
    assert column.is_folded
    assert opened.window.shown_key == "record"
    assert opened.window.navigation.currentIndex().row() == opened.window.navigation.keys.index("record")
    qtbot.mouseClick(column.fold_button, Qt.MouseButton.LeftButton)
    assert not column.is_folded
    opened.window.resize(1280, 720)
    assert not column.is_folded
    opened.window.close()
    assert not OpenWindow(qtbot, qapp, store).window.column.is_folded


def test_a_page_is_chosen_in_the_folded_column(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    qtbot.mouseClick(opened.window.column.fold_button, Qt.MouseButton.LeftButton)
    navigation = opened.window.navigation
    rect = navigation.visualRect(navigation.model().index(4, 0))
    qtbot.mouseClick(navigation.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert opened.window.shown_key == "notices"


def test_the_hint_is_shown_until_it_is_read(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    assert not opened.window.hint.isVisible()

    def window(hint: str) -> MainWindow:
        made = MainWindow(opened.workspace, opened.appearance, opened.desktop)
        made.show_hint(hint)
        qtbot.addWidget(made)
        made.show()
        return made

    first = window("没有找到中文输入法。")
    assert first.hint.isVisible() and first.hint.words.text() == "没有找到中文输入法。"
    qtbot.mouseClick(first.hint.close_button, Qt.MouseButton.LeftButton)
    assert not first.hint.isVisible()
    assert not window("没有找到中文输入法。").hint.isVisible()
    assert window("输入法没有运行。").hint.isVisible()
