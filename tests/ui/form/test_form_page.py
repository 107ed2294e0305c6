"""The page with real keys and clicks: filling by keyboard alone, saving, undo, checking, zoom, a full disk."""

from __future__ import annotations

from pathlib import Path

from conftest import MakePage, show_active
from own_notice import TEXTS, own_notice
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from test_form_session import FullDisk, stored

from forms.form.finding import Severity
from forms.notice.notice import Notice
from forms.storage.store import Store
from forms.values import Filled, Source
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.theme import dark_theme, light_theme


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def put(qtbot: QtBot, text: str) -> None:
    """Type a text: keys where there are keys for it, else as an input method hands it over."""
    if text.isascii():
        qtbot.keyClicks(focused(), text)
        return
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)


def test_the_liaison_form_is_filled_by_keyboard_alone(
    make_page: MakePage, store: Store, notice: Notice, qtbot: QtBot
) -> None:
    page = make_page("liaison")
    example = notice.forms["liaison"].example
    for number, blank in enumerate(notice.forms["liaison"].body):
        assert page.paper.focused_blank() == blank.id
        put(qtbot, example[blank.id])
        qtbot.keyClick(focused(), Qt.Key.Key_Return if number % 2 else Qt.Key.Key_Tab)
    assert page.session.flush()
    assert stored(store) == dict(example)
    assert page.session.progress().is_clean
    assert page.paper.focused_blank() == "lines.unit"


def test_tab_walks_all_blanks_with_the_foot_and_back(
    make_page: MakePage, notice: Notice, qtbot: QtBot
) -> None:
    page = make_page("statistics")
    walked = []
    for _blank in notice.forms["statistics"].blanks:
        walked.append(page.paper.focused_blank())
        rect = page.paper.rects[walked[-1]]
        seen = page.paper.visibleRegion().boundingRect()
        assert seen.contains(rect), walked[-1]
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    assert walked == [blank.id for blank in notice.forms["statistics"].blanks]
    page.paper.focus_blank(walked[5])
    qtbot.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert page.paper.focused_blank() == walked[4]


def test_leaving_a_blank_saves_at_once(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    page = make_page("liaison")
    put(qtbot, "沈若兰")
    with qtbot.waitSignal(page.session.saved, timeout=200):
        qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert stored(store) == {"name": "沈若兰"}


def test_closing_saves_and_opening_again_shows_all(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    page = make_page("liaison")
    put(qtbot, "沈若兰")
    page.close()
    assert stored(store) == {"name": "沈若兰"}
    again = make_page("liaison")
    assert again.paper.editors["name"].shown_text() == "沈若兰"
    assert again.paper.focused_blank() == "gender"


def test_undo_by_key_reaches_across_blanks_and_a_restart(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    put(qtbot, "沈若兰")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    put(qtbot, "女")
    page.close()
    again = make_page("liaison")
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert again.paper.editors["gender"].shown_text() == ""
    assert again.paper.focused_blank() == "gender"
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert again.paper.editors["name"].shown_text() == ""
    assert again.paper.focused_blank() == "name"
    qtbot.keyClick(focused(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert again.paper.editors["name"].shown_text() == "沈若兰"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(focused(), Qt.Key.Key_Z, both)
    assert again.paper.editors["gender"].shown_text() == "女"


def test_undo_right_after_typing_takes_it_back(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("study.sessions")
    put(qtbot, "12")
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.paper.editors["study.sessions"].shown_text() == ""
    put(qtbot, "7")
    assert page.session.filing.text("study.sessions") == "7"


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


def test_a_full_disk_is_told_and_tried_again(store: Store, notice: Notice, qtbot: QtBot) -> None:
    disk = FullDisk(store)
    session = FormSession(disk, notice, notice.forms["liaison"])  # type: ignore[arg-type]
    page = FormPage(session, light_theme)
    qtbot.addWidget(page)
    show_active(page, qtbot)
    assert not page.failure.isVisible()
    with qtbot.waitSignal(session.save_failed, timeout=1000):
        put(qtbot, "沈若兰")
    assert page.failure.isVisible()
    assert "磁盘已满" in page.failure_words.text()
    assert page.paper.editors["name"].shown_text() == "沈若兰"
    disk.full = False
    qtbot.mouseClick(page.retry, Qt.MouseButton.LeftButton)
    assert not page.failure.isVisible()
    assert stored(store) == {"name": "沈若兰"}
    page.close()


def test_zoom_by_key_and_wheel_is_kept(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    page = make_page("liaison")
    qtbot.keyClick(focused(), Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == 110
    turn = QWheelEvent(
        QPointF(50, 50), QPointF(50, 50), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.view.viewport(), turn)
    assert page.view.zoom == 120
    page.close()
    assert make_page("liaison").view.zoom == 120
    qtbot.keyClick(focused(), Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)


def undo_by_key(qtbot: QtBot) -> None:
    qtbot.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_a_date_is_typed_at_the_foot_and_undone_alone(
    make_page: MakePage, store: Store, qtbot: QtBot
) -> None:
    page = make_page("statistics")
    last = page.session.form.body[-1].id
    page.paper.focus_blank(last)
    put(qtbot, "120")
    for expected in ("lines.unit", "lines.filled_by", "lines.date"):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        assert page.paper.focused_blank() == expected
    put(qtbot, "2020-6-4")
    qtbot.keyClick(focused(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    page.flush()
    assert stored(store, "statistics") == {last: "120", "lines.date": "2020-6-4"}
    undo_by_key(qtbot)
    assert page.paper.focused_blank() == "lines.date"
    assert page.paper.editors["lines.date"].shown_text() == ""
    assert page.paper.editors[last].shown_text() == "120"
    assert stored(store, "statistics") == {last: "120"}
    undo_by_key(qtbot)
    assert page.paper.editors[last].shown_text() == ""


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


def ground(page: FormPage, blank_id: str) -> QColor:
    """The colour of a blank's ground near its right edge."""
    rect = page.paper.rects[blank_id]
    return QColor(page.paper.grab().toImage().pixelColor(rect.right() - 3, rect.top() + 4))


def test_the_profile_fills_the_foot_and_says_so(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    page = make_page("statistics")
    page.prefill.trigger()
    assert page.paper.editors["lines.unit"].shown_text() == "平江医院"
    assert "来自单位资料" in page.paper.editors["lines.unit"].toolTip()
    assert ground(page, "lines.unit") == QColor(light_theme.source_tint)
    assert page.status.text() == "从单位资料填入了 2 处。"
    page.paper.focus_blank("lines.date")
    page.paper.focus_blank("lines.unit")
    assert "来自单位资料" in page.status.text()
    assert "表格下方" in page.paper.editors["lines.unit"].accessibleDescription()


def test_a_form_with_lines_of_its_own_is_filled_by_keyboard_alone(
    store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    """Lines above a table, two tables, and a foot the notice declares: walked and typed in printed order."""
    notice = own_notice(tmp_path)
    store.first_unit().save_profile({"liaison.name": "沈若兰", "liaison.office_phone": "0512-68720101"})
    session = FormSession(store.first_unit(), notice, notice.forms["report"])
    session.fill_from_profile()
    page = FormPage(session, light_theme)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    show_active(page, qtbot)
    assert [blank.id for blank in session.form.blanks] == list(TEXTS)
    for blank_id, text in TEXTS.items():
        assert page.paper.focused_blank() == blank_id
        if not session.filled(blank_id).text:
            put(qtbot, text)
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    page.flush()
    assert session.filing.texts == TEXTS
    assert store.first_unit().filing("own", "report").texts == TEXTS
    assert session.filled("lines.phone").source is Source.UNIT
    assert session.progress().label == "7 项全部填好"
    document, findings = session.document()
    assert findings == ()
    assert str(document.date) == "2027-06-28"
    for blank_id in reversed(
        [blank_id for blank_id in TEXTS if session.filled(blank_id).source is Source.TYPED]
    ):
        undo_by_key(qtbot)
        assert session.filing.text(blank_id) == ""
        assert page.paper.focused_blank() == blank_id
    page.close()


def test_what_is_kept_of_blanks_the_form_no_longer_has_does_not_disturb(
    store: Store, notice: Notice, qtbot: QtBot
) -> None:
    key = (notice.id, "liaison")
    store.first_unit().write(*key, {"gone.blank": Filled("1")}, kind="edit", edit="a")
    page = FormPage(FormSession(store.first_unit(), notice, notice.forms["liaison"]), light_theme)
    qtbot.addWidget(page)
    show_active(page, qtbot)
    undo_by_key(qtbot)
    assert page.session.filing.filled == {}
    assert page.paper.focused_blank() == "name"
    page.close()


def test_a_form_that_is_not_official_says_so(make_page: MakePage) -> None:
    assert not make_page("liaison").origin.isVisible()


def test_prefill_shows_its_source(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院"})
    page = make_page("liaison")
    page.prefill.trigger()
    assert page.paper.editors["unit"].shown_text() == "平江医院"
    page.paper.focus_blank("name")
    page.paper.focus_blank("unit")
    assert "来自单位资料" in page.status.text()
    assert page.session.filled("unit") == Filled("平江医院", Source.UNIT)


def test_the_theme_changes_while_open(make_page: MakePage) -> None:
    page = make_page("liaison")
    page.set_theme(dark_theme)
    page.grab()


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
