"""A form's page by keyboard alone: filling, walking through the blanks, undo and redo."""

from __future__ import annotations

from pathlib import Path

from conftest import MakePage, show_active
from form_page_helpers import focused, put, undo_by_key
from own_notice import TEXTS, own_notice
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from test_form_session import stored

from forms.notice.notice import Notice
from forms.storage.store import Store
from forms.values import Filled, Source
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.theme import light_theme


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
