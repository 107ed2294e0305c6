"""A form's page as a whole: saving, closing and opening again, a full disk, zoom, prefilling, the theme."""

from __future__ import annotations

from conftest import MakePage, show_active
from form_page_helpers import focused, ground, put
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_form_session import FullDisk, stored

from forms.notice.notice import Notice
from forms.storage.store import Store
from forms.values import Filled, Source
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.theme import dark_theme, light_theme


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


def test_the_profile_fills_the_foot(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    page = make_page("statistics")
    page.session.fill_from_profile()
    assert page.paper.editors["lines.unit"].shown_text() == "平江医院"
    assert "来自单位资料" in page.paper.editors["lines.unit"].toolTip()
    assert ground(page, "lines.unit") == QColor(light_theme.source_tint)
    page.paper.focus_blank("lines.date")
    page.paper.focus_blank("lines.unit")
    assert "来自单位资料" in page.status.text()
    assert "表格下方" in page.paper.editors["lines.unit"].accessibleDescription()


def test_a_form_that_is_not_official_says_so(make_page: MakePage) -> None:
    assert not make_page("liaison").origin.isVisible()


def test_prefill_shows_its_source(make_page: MakePage, store: Store, qtbot: QtBot) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院"})
    page = make_page("liaison")
    page.session.fill_from_profile()
    assert page.paper.editors["unit"].shown_text() == "平江医院"
    page.paper.focus_blank("name")
    page.paper.focus_blank("unit")
    assert "来自单位资料" in page.status.text()
    assert page.session.filled("unit") == Filled("平江医院", Source.UNIT)


def test_the_theme_changes_while_open(make_page: MakePage) -> None:
    page = make_page("liaison")
    page.set_theme(dark_theme)
    page.grab()
