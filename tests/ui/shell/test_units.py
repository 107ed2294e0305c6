"""Two units and two notices from 2020 to 2021, with real keys and clicks: never mixed, one workbench, a new year."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from forms.channel import Channel
from forms.declared.resources import RESOURCES
from forms.packet import Contents, DispatchFacts
from forms.storage.store import Store
from tests.packets import send_packet
from tests.ui import window_helpers
from tests.ui.window_helpers import OpenWindow, answer, press, write
from ui.form.page import FormPage
from ui.handing_in.settle_dialog import SettleDialog
from ui.record.page import RecordPage
from ui.record.void_dialog import VoidDialog
from ui.settings.page import SettingsPage
from ui.shell.first_start import FirstStart
from ui.shell.units.place_list import PlaceEntry, folded_names

LEFT = Qt.MouseButton.LeftButton
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
JUNE = datetime.date(2020, 6, 2)
SENT = DispatchFacts(Channel.EMAIL, "应急处", "沈若兰", datetime.datetime(2020, 6, 3, 9, tzinfo=datetime.UTC))


class Office:
    """A window over two units: 甲 under gusu-2020, 乙 under heilongjiang-2020."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, store: Store) -> None:
        self.qtbot, self.app, self.store = qtbot, qapp, store
        self.one = store.first_unit()
        self.two = store.add_unit({"unit.name": "乙单位", "liaison.name": "李明"})
        self.one.save_profile({"unit.name": "甲单位", "liaison.name": "沈若兰"})
        for unit, notice_id in ((self.one, "gusu-2020"), (self.two, "heilongjiang-2020")):
            unit.use_notice(notice_id)
            unit.set_setting("notice", notice_id)
        self.opened = OpenWindow(qtbot, qapp, store)
        self.window = self.opened.window

    def click_place(self, name: str) -> None:
        """One click on a row at the top of the navigation."""
        places: QListWidget = self.window.places
        row = next(row for row in range(places.count()) if places.item(row).text().strip() == name)
        where: QPoint = places.visualItemRect(places.item(row)).center()
        self.qtbot.mouseClick(places.viewport(), LEFT, pos=where)

    def button(self, accessible: str) -> QPushButton:
        self.app.processEvents()
        buttons = self.window.stack.currentWidget().findChildren(QPushButton)
        found = [
            each for each in buttons if each.isVisible() and each.accessibleName().startswith(accessible)
        ]
        assert found, accessible
        return found[0]

    def click(self, accessible: str) -> None:
        self.qtbot.mouseClick(self.button(accessible), LEFT)

    def words(self) -> str:
        self.app.processEvents()
        page = self.window.stack.currentWidget()
        return "\n".join(shown.text() for shown in page.findChildren(QLabel) if shown.isVisible())


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(window_helpers, "TODAY", JUNE)
    return Office(qtbot, qapp, store)


def at(day: datetime.date, office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same data in a window opened on another day."""
    office.window.close()
    monkeypatch.setattr(window_helpers, "TODAY", day)
    office.opened = OpenWindow(office.qtbot, office.app, office.store)
    office.window = office.opened.window
    return office


def own_notice_of_2021(store: Store) -> None:
    """This year's notice of the same office, as a user writes it from last year's file."""
    text = (RESOURCES / "notices" / "gusu-2020.toml").read_text("utf-8")
    text = text.replace('"gusu-2020"', '"gusu-2021"').replace("姑苏区民卫系统 2020", "姑苏区民卫系统 2021")
    text = text.replace("2020-", "2021-").replace("year = 2020", "year = 2021")
    (store.folder / "notices" / "gusu-2021.toml").write_text(text, "utf-8")


def test_one_click_goes_to_the_other_unit_and_keeps_what_was_typed(office: Office) -> None:
    office.window.show_page("form:statistics")
    page = office.window.page("form:statistics")
    assert isinstance(page, FormPage)
    page.focus_first_empty()
    office.qtbot.keyClicks(office.app.focusWidget(), "7")
    office.click_place("乙单位")
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    assert office.window.windowTitle() == "乙单位 · 安月填报"
    assert [filled.text for filled in office.one.filing("gusu-2020", "statistics").filled.values()].count(
        "7"
    ) == 1
    theirs = office.window.page("form:statistics")
    assert isinstance(theirs, FormPage) and theirs is not page
    assert office.opened.workspace.notice_id == "heilongjiang-2020"
    assert "7" not in [
        filled.text for filled in office.two.filing("heilongjiang-2020", "statistics").filled.values()
    ]


def test_units_are_switched_by_keys_alone(office: Office) -> None:
    office.qtbot.keyClick(office.window, Qt.Key.Key_2, ALT)
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    places = office.window.places
    places.setFocus()
    office.qtbot.keyClick(places, Qt.Key.Key_Up)
    assert office.opened.workspace.unit.unit_id == office.two.unit_id, "arrows only move"
    office.qtbot.keyClick(places, Qt.Key.Key_Return)
    assert office.opened.workspace.unit.unit_id == office.one.unit_id
    office.qtbot.keyClick(office.window, Qt.Key.Key_9, ALT)
    assert office.opened.workspace.unit.unit_id == office.one.unit_id


def test_the_unit_in_use_comes_back_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.click_place("乙单位")
    at(JUNE, office, monkeypatch)
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    office.store.set_unit_aside(office.two.unit_id, True)
    at(JUNE, office, monkeypatch)
    assert office.opened.workspace.unit.unit_id == office.one.unit_id
    assert not office.window.places.isVisible(), "there is nothing to choose from"


def test_nothing_is_switched_while_something_cannot_be_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.window, "flush", lambda: False)
    told = answer(lambda dialog: dialog.reject())
    office.click_place("乙单位")
    monkeypatch.undo()
    assert told
    assert office.opened.workspace.unit.unit_id == office.one.unit_id


def test_one_workbench_names_the_unit_of_each_row_and_leads_to_its_form(office: Office) -> None:
    shown = office.words()
    assert "甲单位" in shown and "乙单位" in shown
    office.click("去填写：乙单位")
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    assert office.window.shown_key.startswith("form:")
    page = office.window.page(office.window.shown_key)
    assert isinstance(page, FormPage)
    assert page.session.form.notice_id == "heilongjiang-2020"


def test_handing_in_from_a_row_of_another_unit_is_done_for_that_unit(office: Office) -> None:
    office.click_place("乙单位")
    seen: list[str] = []
    answer(lambda dialog: (seen.append(dialog._task.profile["unit.name"]), dialog.reject()))
    office.click("报送…：甲单位，6月4日")
    assert seen == ["甲单位"]
    assert office.opened.workspace.unit.unit_id == office.one.unit_id


def test_something_due_is_settled_in_words_and_opened_again(office: Office) -> None:
    def usual(dialog: QDialog) -> None:
        assert isinstance(dialog, SettleDialog)
        office.qtbot.waitUntil(dialog.isActiveWindow)
        office.qtbot.keyClick(dialog, Qt.Key.Key_2, ALT)
        office.qtbot.waitUntil(lambda: dialog.words == "本单位不适用")
        office.qtbot.mouseClick(dialog.save_button, LEFT)

    answer(usual)
    office.click("不用再报…：乙单位")
    assert office.opened.workspace.unit.unit_id == office.one.unit_id, "for that nobody leaves the unit"
    assert "不用再报（1）" in office.words()
    assert "本单位不适用（" in office.words()
    (settled,) = office.two.settlements("heilongjiang-2020").values()
    assert settled.words == "本单位不适用"
    office.click("重新打开：乙单位")
    assert office.two.settlements("heilongjiang-2020") == {}
    assert "不用再报（" not in office.words()


def test_own_words_settle_and_no_words_do_not(office: Office) -> None:
    def own(dialog: QDialog) -> None:
        assert isinstance(dialog, SettleDialog)
        office.qtbot.waitUntil(dialog.isActiveWindow)
        office.qtbot.keyClick(dialog, Qt.Key.Key_O, ALT)
        office.qtbot.waitUntil(lambda: not dialog.save_button.isEnabled())
        dialog.text.setFocus()
        office.qtbot.waitUntil(dialog.text.hasFocus)
        write(office.app, "已由街道统一报送")
        office.qtbot.keyClick(dialog.text, Qt.Key.Key_Return)

    answer(own)
    office.click("不用再报…：甲单位")
    assert [each.words for each in office.one.settlements("gusu-2020").values()] == ["已由街道统一报送"]


def test_a_record_is_voided_with_a_reason_shown_and_open_again(office: Office) -> None:
    contents = Contents(
        "gusu-2020", "通知", "weekly-material", "材料", 1, datetime.date(2020, 6, 4), unit="甲单位旧名"
    )
    packet = send_packet(office.one, contents, [], SENT)
    office.window.show_page("record")
    page = office.window.page("record")
    assert isinstance(page, RecordPage)
    assert "当时的单位名称：甲单位旧名" in office.words()

    def why(dialog: QDialog) -> None:
        assert isinstance(dialog, VoidDialog)
        office.qtbot.waitUntil(dialog.text.hasFocus)
        assert not dialog.void_button.isEnabled()
        write(office.app, "登记错了")
        office.qtbot.keyClick(dialog.text, Qt.Key.Key_Return)

    answer(why)
    office.click("作废…")
    assert office.one.packet(packet.id).voiding is not None
    assert "这条记录已作废" in office.words() and "登记错了" in office.words()
    assert page.model.sent[0].state == "作废"
    assert not page.details.correct_button.isVisible()
    office.window.show_page("workbench")
    assert "已报送（" not in office.words()
    office.window.show_page("record")
    office.click("取消作废")
    assert page.model.sent[0].state == "已报送"


def test_a_unit_is_added_by_keyboard_and_left_again_without_a_trace(office: Office) -> None:
    office.window.show_page("settings")
    office.click("添加单位")
    first = office.window.stack.currentWidget()
    assert isinstance(first, FirstStart)
    office.click("取消")
    assert office.window.shown_key == "settings"
    assert len(office.store.listed_units()) == 2
    office.click("添加单位")
    first = office.window.stack.currentWidget()
    assert isinstance(first, FirstStart)
    assert first.list.chosen() is not None and first.list.chosen().id == "gusu-2020"
    first.search.setFocus()
    office.qtbot.waitUntil(first.search.hasFocus)
    write(office.app, "新疆 2021")
    office.qtbot.keyClick(first.search, Qt.Key.Key_Down)
    office.qtbot.keyClick(first.list, Qt.Key.Key_Return)
    office.qtbot.waitUntil(lambda: office.app.focusWidget() is not None)
    write(office.app, "丙单位")
    office.qtbot.mouseClick(first.finish_button, LEFT)
    assert [unit.name for unit in office.store.listed_units()] == ["甲单位", "乙单位", "丙单位"]
    assert office.opened.workspace.notice_id == "xinjiang-2021"
    assert [entry.name for entry in office.window.places.entries] == ["甲单位", "乙单位", "丙单位"]


def test_a_unit_is_set_aside_renamed_and_brought_back(office: Office) -> None:
    office.window.show_page("settings")
    office.click("搁置：甲单位")
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    assert not office.window.places.isVisible()
    office.click("恢复：甲单位")
    assert office.window.places.isVisible()
    page = office.window.page("settings")
    assert isinstance(page, SettingsPage)
    name = page.editor.fields["unit.name"]
    name.text = "乙单位（新名）"
    name.setFocus()
    office.qtbot.keyClick(office.app.focusWidget(), Qt.Key.Key_Tab)
    assert [entry.name for entry in office.window.places.entries] == ["甲单位", "乙单位（新名）"]
    told = answer(lambda dialog: dialog.reject())
    office.click("搁置：甲单位")
    office.click("搁置：乙单位")
    assert told, "the last one stays"


def test_a_unit_goes_out_and_comes_in_as_another(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "甲"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_any: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_any: (f"{target}.anyue", ""))
    office.window.show_page("settings")
    answer(press("知道了"))
    office.click("导出此单位…：甲单位")
    asked = answer(press("导入"))

    def then(dialog: QDialog) -> None:
        press("知道了")(dialog)

    office.app.processEvents()
    monkeypatch.setattr("ui.shell.units.actions.show_message", lambda *_any: None)
    office.click("导入单位")
    assert asked and "已经有一个叫“甲单位”的单位" in asked[0].text()  # type: ignore[attr-defined]
    assert [unit.name for unit in office.store.listed_units()] == ["甲单位", "乙单位", "甲单位"]
    assert office.opened.workspace.unit.unit_id == 3
    assert office.opened.workspace.notice_id == "gusu-2020"


def test_two_notices_of_one_unit_are_both_due_and_one_click_apart(office: Office) -> None:
    office.window.show_page("notices")
    page = office.window.page("notices")
    page.list.select(page.model.row_of("jizhou-2020"))
    office.click("使用此通知")
    names = [entry.name for entry in office.window.places.entries]
    assert names == ["甲单位", "姑苏区民卫系统 2020", "天津市蓟州区市场监督管理局 2020", "乙单位"]
    office.window.show_page("workbench")
    assert "甲单位 · 天津市蓟州区市场监督管理局 2020" in office.words()
    office.click_place("姑苏区民卫系统 2020")
    assert office.opened.workspace.notice_id == "gusu-2020"
    assert office.opened.workspace.notices_in_use() == ("gusu-2020", "jizhou-2020")


def test_a_new_year_is_noticed_and_this_years_notice_takes_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_notice_of_2021(office.store)
    at(datetime.date(2021, 5, 20), office, monkeypatch)
    shown = office.words()
    assert "“姑苏区民卫系统 2020”是2020年的通知，其中的日期都已过去。要把它收起来吗？" in shown
    assert "同一发文机关2021年的通知“姑苏区民卫系统 2021”已经有了" in shown
    office.click("改用“姑苏区民卫系统 2021”")
    assert office.opened.workspace.notice_id == "gusu-2021"
    assert office.opened.workspace.notices_in_use() == ("gusu-2021",)
    assert [used.is_at_rest for used in office.one.notices_in_use()] == [True, False]
    assert office.window.shown_key == "workbench"
    assert "甲单位：新的一年" not in office.words()
    office.click("收起这份通知")
    assert office.two.notices_in_use()[0].is_at_rest
    assert "新的一年" not in office.words()
    assert "已过期" not in office.words()


def test_the_question_of_the_new_year_can_wait(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    at(datetime.date(2021, 5, 20), office, monkeypatch)
    assert office.words().count("新的一年") == 2
    office.click("以后再说")
    office.click("以后再说")
    assert "新的一年" not in office.words()
    assert all(not used.is_at_rest for used in office.one.notices_in_use())


def test_one_quiet_line_reminds_and_leads_to_the_workbench(office: Office) -> None:
    office.window.show_page("settings")
    office.window.remind()
    bar = office.window.reminder
    assert bar.isVisible()
    assert bar.words.text().startswith("已过期 1 项，本周到期 2 项：6月4日 ")
    assert "（甲单位）" in bar.words.text()
    office.qtbot.mouseClick(bar.go_button, LEFT)
    assert office.window.shown_key == "workbench" and not bar.isVisible()
    office.window.remind()
    assert not bar.isVisible()


def test_a_folded_column_shows_what_tells_the_names_apart(office: Office) -> None:
    office.qtbot.keyClick(office.window, Qt.Key.Key_B, CONTROL)
    office.qtbot.waitUntil(lambda: office.window.column.is_folded)
    places = office.window.places
    assert [places.item(row).text() for row in range(places.count())] == ["甲单", "乙单"]
    office.click_place("乙单")
    assert office.opened.workspace.unit.unit_id == office.two.unit_id
    assert places.item(0).toolTip().startswith("甲单位")
    office.qtbot.keyClick(office.window, Qt.Key.Key_B, CONTROL)
    office.qtbot.waitUntil(lambda: not office.window.column.is_folded)
    assert places.item(1).text() == "乙单位"


def test_names_that_begin_alike_are_folded_to_where_they_differ() -> None:
    names = ["姑苏区平江街道社区卫生服务中心", "姑苏区平江历史街区养老服务站", "姑苏区平江"]
    entries = [PlaceEntry(number, name, False) for number, name in enumerate(names)]
    notices = [PlaceEntry(0, name, False, name) for name in ("姑苏 2020", "姑苏 2021")]
    assert folded_names([*entries, *notices]) == ["街道", "历史", "姑苏", "0", "1"]
    assert folded_names([]) == []


def test_notices_are_found_by_name(office: Office) -> None:
    office.window.show_page("notices")
    page = office.window.page("notices")
    page.search.setFocus()
    office.qtbot.waitUntil(page.search.hasFocus)
    write(office.app, "蓟州 2020")
    assert page.model.rowCount() == 1
    office.qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.list.hasFocus() and page.list.chosen().id == "jizhou-2020"
    office.qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.model.rowCount() == 5
