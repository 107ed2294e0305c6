"""Where the focus goes when something under it goes away, that the keys of a page are heard from anywhere, and what a line says."""

from __future__ import annotations

import pytest
from conftest import MakePage
from form_page_helpers import focused, ground, put
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from forms.form.finding import Severity
from forms.storage.store import Store
from forms.values import Filled
from tests.ui.window_helpers import OpenWindow, answer
from ui.form.page import FormPage
from ui.widgets.theme import light_theme

CTRL = Qt.KeyboardModifier.ControlModifier


def with_a_warning(page: FormPage, qtbot: QtBot) -> None:
    """Fewer people than sessions."""
    page.paper.focus_blank("study.sessions")
    put(qtbot, "5")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    put(qtbot, "2")
    qtbot.keyClick(focused(), Qt.Key.Key_Return)


def form_page(opened: OpenWindow, form_id: str, qtbot: QtBot) -> FormPage:
    opened.window.show_page(f"form:{form_id}")
    page = opened.window.page(f"form:{form_id}")
    assert isinstance(page, FormPage)
    qtbot.waitUntil(lambda: page._panel is not None)
    return page


def test_after_a_confirmation_the_focus_stays_with_the_findings(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    page = form_page(OpenWindow(qtbot, qapp, store, "gusu-2020"), "statistics", qtbot)
    with_a_warning(page, qtbot)
    for counted in (0, 1):
        page.show_finding(
            next(finding for finding in page.panel.model.findings if finding.severity is Severity.WARNING)
        )
        page.panel.reason.setText("小组学习")
        qtbot.mouseClick(page.panel.confirm, Qt.MouseButton.LeftButton)
        assert page.panel.model.count(Severity.WARNING) == counted
        assert page.panel.list.hasFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_F8)
    assert page.paper.focused_blank()


@pytest.mark.parametrize("place", ["navigation", "fold", "panel"])
def test_the_keys_of_a_page_work_wherever_the_focus_is(
    qtbot: QtBot, qapp: QApplication, store: Store, place: str
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    page = form_page(opened, "liaison", qtbot)
    places: dict[str, QWidget] = {
        "navigation": opened.window.navigation,
        "fold": opened.window.column.fold_button,
        "panel": page.panel.check,
    }
    places[place].setFocus()
    page.export_requested.disconnect()
    with qtbot.waitSignal(page.export_requested, timeout=500):
        qtbot.keyClick(focused(), Qt.Key.Key_E, CTRL)
    qtbot.keyClick(focused(), Qt.Key.Key_U, CTRL)
    assert "单位资料" in page.status.text()
    assert focused() is places[place]
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    assert page.session.all_revealed
    qtbot.keyClick(focused(), Qt.Key.Key_F8)
    assert page.paper.focused_blank() == "position"


def test_the_keys_of_a_page_that_is_not_shown_do_nothing(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    hidden = form_page(opened, "liaison", qtbot)
    shown = form_page(opened, "statistics", qtbot)
    qtbot.keyClick(focused(), Qt.Key.Key_F7)
    assert shown.session.all_revealed and not hidden.session.all_revealed
    opened.window.show_page("settings")
    opened.window.navigation.setFocus()
    with qtbot.assertNotEmitted(shown.export_requested, wait=50):
        qtbot.keyClick(focused(), Qt.Key.Key_E, CTRL)


def test_the_line_at_the_foot_is_calm_again_once_the_date_is_mended(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = make_page("statistics")
    page.paper.focus_blank("lines.date")
    put(qtbot, "6.3")
    page.panel.check.setFocus()
    assert page.status.property("kind") == "error"
    page.paper.focus_blank("lines.date")
    focused().selectAll()  # type: ignore[attr-defined]
    put(qtbot, "2020-6-3")
    page.panel.check.setFocus()
    qtbot.waitUntil(lambda: page.status.property("kind") == "muted")
    assert "没有年份" not in page.status.text()
    assert page.paper.finding("lines.date") is None


def test_the_findings_that_fold_away_give_the_focus_back(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("fax")
    page.panel.check.setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_F9)
    assert page.paper.focused_blank() == "fax"
    qtbot.keyClick(focused(), Qt.Key.Key_F9)
    page.panel.check.setFocus()
    page.resize(675, 450)
    assert page.paper.focused_blank() == "fax"


def test_opened_again_a_form_shows_what_is_wrong_and_leaves_empty_blanks_in_peace(
    make_page: MakePage, qtbot: QtBot
) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("mobile")
    put(qtbot, "138")
    page.close()
    again = make_page("liaison")
    qtbot.waitUntil(lambda: again.paper.finding("mobile") is not None)
    assert ground(again, "mobile") == QColor(light_theme.error_background)
    assert [finding.field for finding in again.panel.model.findings] == ["mobile"]
    assert again.paper.finding("position") is None
    assert again.paper.finding("name") is None


def test_going_back_leads_to_the_first_error_not_to_the_first_empty_blank(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    page = form_page(OpenWindow(qtbot, qapp, store, "gusu-2020"), "statistics", qtbot)
    page.session.fill({"online_training.sessions": Filled("约3"), "study.sessions": Filled("2")}, "import")
    seen = answer(lambda dialog: dialog.back_button.click())  # type: ignore[attr-defined]
    page.export.trigger()
    assert seen
    # The screen that is none gives no window back what it had before a dialog.
    page.window().activateWindow()
    qtbot.waitUntil(lambda: page.paper.focused_blank() == "online_training.sessions")


def test_what_is_open_is_counted_alike_everywhere(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    with_a_warning(page, qtbot)
    page.paper.focus_blank("lines.date")
    put(qtbot, "6.3")
    page.paper.focus_blank("launch.sessions")
    page.check_all()
    headings = [
        page.panel.model.index(row).data()
        for row in range(page.panel.model.rowCount())
        if not page.panel.model.index(row).flags() & Qt.ItemFlag.ItemIsSelectable
    ]
    assert page.panel.counts.text() == "1 处错误，1 处疑问"
    assert headings == ["1 处错误", "1 处疑问"]
    assert page.session.progress().label.endswith("，1 处错误，1 处疑问")
    warning = page.panel.model.findings[1]
    page.session.confirm(warning, "小组学习")
    assert page.panel.counts.text() == "1 处错误"
    assert page.panel.model.index(2).data() == "疑问都已确认"
    assert page.session.progress().label.endswith("，1 处错误")


def test_an_empty_form_is_not_exported_without_a_question(
    qtbot: QtBot, qapp: QApplication, store: Store
) -> None:
    from ui.form.export_dialog import ExportDialog

    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    page = form_page(opened, "statistics", qtbot)
    asked: list[str] = []

    def refuse(box: QDialog) -> None:
        asked.append(box.text())  # type: ignore[attr-defined]
        box.reject()

    def export(dialog: QDialog) -> None:
        assert isinstance(dialog, ExportDialog)
        dialog.folder.setText(str(store.folder))
        answer(refuse)
        dialog.export_button.click()

    before = set(store.folder.iterdir())
    answer(export)
    page.export.trigger()
    assert asked == ["“活动情况统计表”还是空的，一项也没有填。"]
    assert not [path for path in set(store.folder.iterdir()) - before if path.suffix in (".pdf", ".xlsx")]
    answer(refuse)
    page.print.trigger()
    assert len(asked) == 2


def test_a_narrow_window_shows_the_whole_width_of_the_page(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("statistics")
    assert page.view.shown_zoom == 100
    page.resize(560, 480)
    qtbot.waitUntil(lambda: page.paper.width() <= page.view.viewport().width())
    assert page.view.shown_zoom < 100
    assert page.view.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(focused(), Qt.Key.Key_Plus, CTRL)
    assert page.view.zoom % 10 == 0 and page.view.zoom >= page.view.shown_zoom
    qtbot.keyClick(focused(), Qt.Key.Key_0, CTRL)
    assert page.view.horizontalScrollBar().maximum() == 0
