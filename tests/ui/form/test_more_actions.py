"""Beyond the tools: a blank found by its words, 0 for what is empty, an empty form, saving by habit, a form for the pen."""

from __future__ import annotations

from conftest import MakePage
from form_page_helpers import focused, put
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot
from test_form_session import stored

from forms.storage.store import Store
from forms.values import Filled
from tests.ui.window_helpers import OpenWindow, answer

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_blank_is_found_by_keys_alone(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    qtbot.keyClick(focused(), Qt.Key.Key_F, CONTROL)
    bar = page.more.bar
    assert bar.isVisible() and bar.words.hasFocus()
    put(qtbot, "宣讲")
    count = len(bar._found)
    assert count > 1 and bar.count.text() == f"共 {count} 处"
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert page.paper.focused_blank() == bar._found[0] and f"第 1 处，共 {count} 处" == bar.count.text()
    qtbot.keyClick(focused(), Qt.Key.Key_F3)
    assert page.paper.focused_blank() == bar._found[1]
    for _ in range(2):
        qtbot.keyClick(focused(), Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert page.paper.focused_blank() == bar._found[-1]
    qtbot.keyClick(focused(), Qt.Key.Key_F, CONTROL)
    assert bar.words.selectedText() == "宣讲"
    qtbot.keyClick(bar.words, Qt.Key.Key_Escape)
    assert not bar.isVisible() and page.paper.focused_blank() == bar._found[-1]
    qtbot.keyClick(focused(), Qt.Key.Key_F3)
    assert page.paper.focused_blank() == bar._found[-1]


def test_words_that_stand_nowhere(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    before = page.paper.focused_blank()
    qtbot.keyClick(focused(), Qt.Key.Key_F, CONTROL)
    put(qtbot, "没有这样的字")
    assert page.more.bar.count.text() == "表上没有这样的字"
    qtbot.keyClick(page.more.bar.words, Qt.Key.Key_Return)
    assert page.more.bar.words.hasFocus()
    qtbot.keyClick(page.more.bar.words, Qt.Key.Key_Escape)
    assert page.paper.focused_blank() == before


def test_zeros_into_every_empty_number_and_back_in_one_step(
    make_page: MakePage, store: Store, qtbot: QtBot
) -> None:
    page = make_page("statistics")
    put(qtbot, "3")
    typed = page.paper.focused_blank()
    page.more.fill_zeros.trigger()
    numbers = [blank.id for blank in page.session.form.body if blank.type == "count"]
    shown = {blank_id: page.session.filled(blank_id).text for blank_id in numbers}
    assert set(shown.values()) <= {"0", "3"} and list(shown.values()).count("3") == (typed in numbers)
    assert "一步撤销" in page.status.text()
    qtbot.keyClick(focused(), Qt.Key.Key_Z, CONTROL)
    assert {key: text for key, text in stored(store, "statistics").items() if text} == {typed: "3"}
    page.session.fill({blank_id: Filled("1") for blank_id in numbers}, "edit")
    page.more.fill_zeros.trigger()
    assert page.status.text() == "表里没有空着的数。"


def test_a_form_is_emptied_after_a_question_and_comes_back_in_one_step(
    make_page: MakePage, store: Store, qtbot: QtBot
) -> None:
    page = make_page("liaison")
    page.more.clear.trigger()
    assert page.status.text() == "表本来就是空的。"
    page.session.fill({"name": Filled("沈若兰"), "lines.unit": Filled("某单位")}, "edit")
    page.session.flush()

    def refuse(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox) and "填了 2 处" in dialog.text()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert answer(refuse) is not None
    page.more.clear.trigger()
    assert page.session.filled("name").text == "沈若兰"

    def agree(dialog: QDialog) -> None:
        (yes,) = [button for button in dialog.buttons() if button.text().startswith("清空")]  # type: ignore[attr-defined]
        qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)

    answer(agree)
    page.more.clear.trigger()
    assert not page.session.filled("name").text and not page.session.filled("lines.unit").text
    page.session.undo()
    assert stored(store) == {"name": "沈若兰", "lines.unit": "某单位"}


def test_saving_by_habit_saves_and_says_so(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    page = make_page("liaison")
    put(qtbot, "沈若兰")
    qtbot.keyClick(focused(), Qt.Key.Key_S, CONTROL)
    assert stored(store) == {"name": "沈若兰"} and page.status.text().startswith("已自动保存")


def test_the_blank_form_is_printed_for_the_pen(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    store.first_unit().write("gusu-2020", "liaison", {"name": Filled("沈若兰")})
    opened.window.show_page("form:liaison")
    page = opened.window.page("form:liaison")
    printed = []

    def look(dialog: QDialog) -> None:
        printed.append(dialog.windowTitle())
        dialog.reject()

    answer(look)
    page.more.print_blank.trigger()  # type: ignore[union-attr]
    assert printed
