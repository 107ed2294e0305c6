"""What a form's page finds: when it is shown, how the panel leads to it, what is confirmed, and when the panel makes room."""

from __future__ import annotations

from conftest import MakePage
from form_page_helpers import focused, ground, put
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from forms.form.finding import Severity
from forms.values import Filled
from ui.widgets.theme import light_theme


def test_nothing_is_shown_before_the_blank_is_left(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("study.sessions")
    put(qtbot, "-3")
    assert any(finding.field == "study.sessions" for finding in page.session.findings)
    page.panel.refresh()
    assert page.paper.finding("study.sessions") is None
    assert not any(finding.field == "study.sessions" for finding in page.panel.model.findings)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    found = page.paper.finding("study.sessions")
    assert found is not None
    assert found.message in page.paper.editors["study.sessions"].toolTip()
    assert found.message in page.paper.editors["study.sessions"].accessibleDescription()
    qtbot.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.status.text() == found.message


def test_f7_checks_and_f8_walks_round(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    assert page.panel.model.count(Severity.ERROR) == 6
    walked = []
    for _step in range(7):
        qtbot.keyClick(focused(), Qt.Key.Key_F8)
        walked.append(page.paper.focused_blank())
    assert walked == ["position", "office_phone", "fax", "qq", "unit", "name", "position"]
    qtbot.keyClick(focused(), Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.paper.focused_blank() == "name"


def test_a_click_on_a_finding_leads_to_its_blank(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("banners.banners")
    put(qtbot, "约200")
    page.check_all()
    page.paper.focus_blank("launch.means")
    index = page.panel.model.index(1)
    rect = page.panel.list.visualRect(index)
    qtbot.mouseClick(page.panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.paper.focused_blank() == "banners.banners"


def test_a_warning_is_confirmed_in_the_panel(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("study.sessions")
    put(qtbot, "5")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    put(qtbot, "2")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    warning = next(finding for finding in page.panel.model.findings if finding.severity is Severity.WARNING)
    page.show_finding(warning)
    assert page.panel.confirmation.isVisible()
    assert not page.panel.confirm.isEnabled()
    page.panel.reason.setFocus()
    put(qtbot, "小组学习")
    qtbot.keyClick(page.panel.reason, Qt.Key.Key_Return)
    assert page.panel.model.count(Severity.WARNING) == 0
    assert page.panel.selected() is not None
    qtbot.mouseClick(page.panel.confirm, Qt.MouseButton.LeftButton)
    assert page.panel.model.count(Severity.WARNING) == 1


def test_a_wrong_date_at_the_foot_is_an_error_that_is_found_and_said(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = make_page("liaison")
    page.session.fill({one: Filled(text) for one, text in page.session.form.example.items()}, "import")
    assert not page.session.document()[0].printed.draft
    page.paper.focus_blank("lines.date")
    put(qtbot, "6.3")
    page.paper.focus_blank("name")
    found = page.paper.finding("lines.date")
    assert found is not None and found.severity is Severity.ERROR
    assert ground(page, "lines.date") == QColor(light_theme.error_background)
    assert page.session.document()[0].printed.draft
    assert "1 处错误" in page.session.progress().label
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    assert page.panel.model.count(Severity.ERROR) == 1
    assert page.panel.selected() == found
    qtbot.keyClick(focused(), Qt.Key.Key_F8)
    assert page.paper.focused_blank() == "lines.date"
    assert page.status.text() == found.message
    assert "没有年份" in found.message
    put(qtbot, "2020-6-3")
    page.paper.focus_blank("name")
    qtbot.waitUntil(lambda: page.paper.finding("lines.date") is None)
    assert not page.session.document()[0].printed.draft


def test_walking_through_empty_blanks_is_no_reason_to_scold(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("name")
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert page.paper.finding("name") is None
    page.paper.focus_blank("name")
    put(qtbot, "a")
    qtbot.keyClick(focused(), Qt.Key.Key_Backspace)
    qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert page.paper.finding("name") is not None


def test_the_notes_are_unfolded_by_their_heading(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.check_all()
    model, listed = page.panel.model, page.panel.list
    folded = model.rowCount()
    listed.setCurrentIndex(model.index(model.notes_row))
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert model.rowCount() > folded + 20
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    assert model.rowCount() == folded


def test_f6_goes_to_the_findings_and_back(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.check_all()
    page.paper.focus_blank("fax")
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    assert page.panel.list.hasFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    assert page.paper.focused_blank() == "fax"


def test_enter_in_the_list_leads_to_the_blank(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.check_all()
    page.panel.list.setFocus()
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    assert page.paper.focused_blank() == "position"


def test_the_panel_folds_away_and_comes_back_with_a_check(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    qtbot.keyClick(focused(), Qt.Key.Key_F9)
    assert not page.panel.isVisible()
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    assert page.panel.isVisible()


def test_in_a_narrow_window_the_panel_makes_room_and_comes_back(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.resize(1100, 700)
    assert page.panel.isVisible()
    page.resize(675, 450)
    assert not page.panel.isVisible()
    qtbot.waitUntil(lambda: page.paper.width() <= page.view.viewport().width())
    qtbot.keyClick(focused(), Qt.Key.Key_F9)
    assert page.panel.isVisible()
    page.resize(1100, 700)
    assert page.panel.isVisible()
    qtbot.keyClick(focused(), Qt.Key.Key_F9)
    page.resize(675, 450)
    page.resize(1100, 700)
    assert not page.panel.isVisible()
