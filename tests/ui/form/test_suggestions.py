"""A finding with one right value offers it in the panel: by a click, by its key, undone in one step."""

from __future__ import annotations

import pytest
from conftest import MakePage
from form_page_helpers import focused, put, undo_by_key
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from forms.form.finding import Finding, Severity
from ui.form.findings_list import FindingsModel
from ui.form.page import FormPage


@pytest.fixture
def page(make_page: MakePage, qtbot: QtBot) -> FormPage:
    """A page with three wrong blanks, two of which have one right value; all was checked."""
    made = make_page("statistics")
    for blank_id, text in (("study.sessions", "20*3"), ("study.people", "-1"), ("banners.banners", "2OO")):
        made.paper.focus_blank(blank_id)
        put(qtbot, text)
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    return made


def take_by_key(qtbot: QtBot) -> None:
    """Press Alt+Enter where the focus is."""
    qtbot.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)


def finding_at(page: FormPage, blank_id: str) -> Finding:
    return next(finding for finding in page.session.findings if finding.field == blank_id)


def test_a_click_takes_it_and_one_step_takes_it_back(page: FormPage, qtbot: QtBot) -> None:
    page.show_finding(finding_at(page, "study.sessions"))
    take = page.panel.take
    assert take.isVisible() and take.text() == "改为 60"
    label = page.session.form.by_id["study.sessions"].label
    assert take.accessibleName() == f"把“{label}”改为 60"
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert page.session.filing.text("study.sessions") == "60"
    assert page.paper.focused_blank() == "study.sessions"
    assert page.paper.finding("study.sessions") is None
    assert "已改为 60" in page.status.text()
    undo_by_key(qtbot)
    assert page.session.filing.text("study.sessions") == "20*3"
    assert page.session.filing.text("banners.banners") == "2OO"


def test_the_key_takes_it_in_the_blank(page: FormPage, qtbot: QtBot) -> None:
    page.paper.focus_blank("banners.banners")
    take_by_key(qtbot)
    assert page.session.filing.text("banners.banners") == "200"
    undo_by_key(qtbot)
    assert page.session.filing.text("banners.banners") == "2OO"


def test_in_the_list_one_goes_from_finding_to_finding(page: FormPage, qtbot: QtBot) -> None:
    page.show_finding(finding_at(page, "study.sessions"))
    qtbot.keyClick(focused(), Qt.Key.Key_F6)
    assert page.panel.list.hasFocus()
    take_by_key(qtbot)
    assert page.session.filing.text("study.sessions") == "60"
    assert page.panel.list.hasFocus()
    chosen = page.panel.selected()
    assert chosen is not None and chosen.field == "study.people"
    assert not page.panel.take.isVisible()
    take_by_key(qtbot)
    assert page.session.filing.text("study.people") == "-1"
    assert "没有可以直接采用的建议" in page.status.text()


def test_what_was_typed_since_is_not_overwritten(page: FormPage, qtbot: QtBot) -> None:
    page.paper.focus_blank("banners.banners")
    assert page.paper.finding("banners.banners") is not None
    qtbot.keyClick(focused(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    put(qtbot, "30")
    take_by_key(qtbot)
    assert page.session.filing.text("banners.banners") == "30"


def test_the_suggestion_is_spoken() -> None:
    model = FindingsModel()
    model.show((Finding("a", Severity.ERROR, "sum", "甲：请填写得数 60。", suggestion="60"),))
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "错误：甲：请填写得数 60。可以改为 60"
