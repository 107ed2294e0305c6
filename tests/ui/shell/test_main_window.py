"""The window as its user goes through it: first start, pages by key, notices, closing and coming back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from forms.values import Filled, Source
from tests.ui.window_helpers import OpenWindow, write
from ui.form.page import FormPage
from ui.notices.page import NoticesPage
from ui.settings.page import SettingsPage
from ui.shell.first_start import FirstStart
from ui.widgets.theme import dark_theme


def texts(window: OpenWindow) -> str:
    return "\n".join(
        shown.text()
        for shown in window.window.stack.currentWidget().findChildren(QLabel)
        if shown.isVisible()
    )


def test_first_start_by_keyboard_alone(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store)
    first = opened.window.stack.currentWidget()
    assert isinstance(first, FirstStart)
    assert not opened.window.navigation.isVisible()
    qtbot.waitUntil(first.list.hasFocus)
    assert first.list.chosen() is None and not first.next_button.isEnabled()
    for _ in range(first.model.row_of("gusu-2020") + 1):
        qtbot.keyClick(first.list, Qt.Key.Key_Down)
    qtbot.keyClick(first.list, Qt.Key.Key_Return)
    write(qapp, "姑苏区平江街道社区卫生服务中心")
    for _ in range(2):
        qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    write(qapp, "沈若兰")
    while qapp.focusWidget() is not first.finish_button:
        qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(first.finish_button, Qt.Key.Key_Space)
    assert opened.window.shown_key == "workbench"
    assert store.first_unit().profile() == {
        "unit.name": "姑苏区平江街道社区卫生服务中心",
        "liaison.name": "沈若兰",
    }
    assert opened.workspace.notice_id == "gusu-2020"


def test_first_start_asks_for_the_units_name_and_says_what_is_wrong(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store)
    first = opened.window.stack.currentWidget()
    assert isinstance(first, FirstStart)
    first.list.select(0)
    qtbot.mouseClick(first.next_button, Qt.MouseButton.LeftButton)
    first.editor.fields["liaison.mobile"].text = "138"
    qtbot.mouseClick(first.finish_button, Qt.MouseButton.LeftButton)
    assert first.editor.fields["unit.name"].message == "请填写单位名称。"
    assert "11位" in first.editor.fields["liaison.mobile"].message
    assert opened.window.shown_key == ""
    assert store.first_unit().profile() == {}


def test_forms_are_prefilled_once_when_first_opened(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("form:liaison")
    page = opened.window.page("form:liaison")
    assert isinstance(page, FormPage)
    assert page.session.filled("unit") == Filled("姑苏区平江街道社区卫生服务中心", Source.UNIT)
    token = page.session.new_token("unit")
    page.session.set_text("unit", "", token)
    opened.window.close()
    again = OpenWindow(qtbot, qapp, store)
    again.window.show_page("form:liaison")
    page = again.window.page("form:liaison")
    assert isinstance(page, FormPage)
    assert page.session.filled("unit").text == ""


def test_pages_are_made_when_first_shown_and_reached_by_key(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    assert opened.window.navigation.keys == (
        "workbench",
        "form:liaison",
        "form:statistics",
        "record",
        "notices",
        "settings",
    )
    assert opened.window.page("notices") is None
    qtbot.keyClick(opened.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.shown_key == "notices"
    page = opened.window.page("notices")
    assert isinstance(page, NoticesPage)
    qtbot.waitUntil(page.list.hasFocus)
    opened.window.navigation.setFocus()
    qtbot.keyClick(opened.window.navigation, Qt.Key.Key_Up)
    assert opened.window.shown_key == "record"


def test_workbench_says_how_far_each_form_is(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    assert "共 11 项，还没有填写" in texts(opened)
    button = opened.window.findChild(QPushButton, "open-liaison")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.window.shown_key == "form:liaison"
    page = opened.window.page("form:liaison")
    assert isinstance(page, FormPage)
    page.session.set_text("mobile", "138", page.session.new_token("mobile"))
    opened.window.show_page("workbench")
    assert "11 项中已填 3 项，还差 4 项必填，1 处错误" in texts(opened)
    assert "本周到期（2）" in texts(opened)
    assert "已填 3/11" in texts(opened)


def test_switching_notices_keeps_what_was_filled_in(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("form:statistics")
    page = opened.window.page("form:statistics")
    assert isinstance(page, FormPage)
    page.session.set_text("study.sessions", "3", page.session.new_token("study.sessions"))
    opened.window.show_page("notices")
    notices = opened.window.page("notices")
    assert isinstance(notices, NoticesPage)
    notices.list.select(notices.model.row_of("diqing-2020"))
    qtbot.mouseClick(notices.use_button, Qt.MouseButton.LeftButton)
    assert opened.window.navigation.keys == ("workbench", "record", "notices", "settings")
    assert notices.use_button.text() == "正在使用"
    opened.window.show_page("workbench")
    assert "没有要填的表" in texts(opened)
    opened.window.show_page("notices")
    notices.list.select(notices.model.row_of("gusu-2020"))
    qtbot.mouseClick(notices.use_button, Qt.MouseButton.LeftButton)
    assert store.first_unit().filing("gusu-2020", "statistics").text("study.sessions") == "3"


def test_own_wrong_notice_is_listed_with_its_reason(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    folder = Path(store.folder) / "notices"
    folder.mkdir(exist_ok=True)
    (folder / "mine.toml").write_text('format = 1\n[notice]\nid = "mine"\n', "utf-8")
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("notices")
    page = opened.window.page("notices")
    assert isinstance(page, NoticesPage)
    assert "mine.toml：" in page.wrong_files
    assert "缺少" in page.wrong_files
    assert page.model.row_of("mine") == -1
    (folder / "mine.toml").unlink()
    page._read_again()
    assert page.wrong_files == ""
    assert opened.window.shown_key == "notices"


def test_a_notice_that_is_gone_leads_back_to_the_choice(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "no-such-notice")
    assert isinstance(opened.window.stack.currentWidget(), FirstStart)
    assert "读不出来" in texts(opened)


@pytest.mark.parametrize("key", ["form:statistics", "settings", "workbench"])
def test_the_last_page_comes_back(qtbot: QtBot, qapp: QApplication, store: Store, key: str) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page(key)
    opened.window.close()
    again = OpenWindow(qtbot, qapp, store)
    assert again.window.shown_key == key
    made = [key for key in again.window.navigation.keys if again.window.page(key) is not None]
    assert made == [key]


def test_settings_keep_the_profile_and_mark_what_is_wrong(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("settings")
    page = opened.window.page("settings")
    assert isinstance(page, SettingsPage)
    mobile = page.editor.fields["liaison.mobile"]
    mobile.setFocus()
    qtbot.keyClicks(qapp.focusWidget(), "138 0005 1234")
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    assert store.first_unit().profile()["liaison.mobile"] == "13800051234"
    mobile.text = "12"
    mobile.setFocus()
    qtbot.keyClick(qapp.focusWidget(), Qt.Key.Key_Tab)
    assert mobile.message
    assert store.first_unit().profile()["liaison.mobile"] == "13800051234"


def test_appearance_changes_at_once_and_is_kept(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("settings")
    button = opened.window.findChild(QPushButton, "") and opened.window.page("settings")
    assert isinstance(button, SettingsPage)
    choice = button.appearance_group.button(2)
    choice.click()
    assert opened.appearance.theme is dark_theme
    assert qapp.palette().window().color().name() == dark_theme.window
    assert store.setting("appearance") == "dark"
    opened.appearance.choose("light")


def test_every_control_has_a_name(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    for key in ("workbench", "record", "notices", "settings"):
        opened.window.show_page(key)
        widget = opened.window.page(key)
        assert widget is not None
        for button in widget.findChildren(QPushButton):
            assert button.accessibleName() or button.text(), key


def test_the_window_works_in_a_small_one(qtbot: QtBot, qapp: QApplication, store: Store) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    for key in opened.window.navigation.keys:
        opened.window.show_page(key)
    assert opened.window.minimumSizeHint().width() <= 853
    assert opened.window.minimumSizeHint().height() <= 480
