"""工作台 on given days: the groups, what is folded, and the one button to the next step."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from forms.values import Filled
from tests.ui import window_helpers
from tests.ui.window_helpers import OpenWindow, answer, press
from ui.handing_in.actions import PacketActions


def window_on(
    day: datetime.date,
    notice_id: str,
    qtbot: QtBot,
    qapp: QApplication,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> OpenWindow:
    monkeypatch.setattr(window_helpers, "TODAY", day)
    return OpenWindow(qtbot, qapp, store, notice_id)


def words(opened: OpenWindow) -> str:
    return "\n".join(label.text() for label in opened.window.findChildren(QLabel) if label.isVisible())


def step(opened: OpenWindow, name: str) -> QPushButton:
    return opened.window.findChildren(QPushButton, f"step-{name}")[-1]


def test_groups_and_the_last_working_day(
    qtbot: QtBot, qapp: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window_on(datetime.date(2020, 6, 23), "gusu-2020", qtbot, qapp, store, monkeypatch)
    shown = words(opened)
    assert [group for group in ("已过期（4）", "本周到期（1）", "以后到期（1）") if group in shown] == [
        "已过期（4）",
        "本周到期（1）",
        "以后到期（1）",
    ]
    assert "6月25日（星期四）" in shown
    assert "逢休息日，之前最后一个工作日是6月24日（星期三）" in shown
    assert "已过 19 天" in shown
    assert "今天是2020年6月23日（星期二）" in shown


def test_repeated_dates_fold_and_unfold(
    qtbot: QtBot, qapp: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window_on(datetime.date(2021, 5, 20), "xinjiang-2021", qtbot, qapp, store, monkeypatch)
    fold = opened.window.findChild(QPushButton, "fold-coming-monthly-case")
    assert "另有 6 次：7月31日至12月31日" in fold.text()
    assert "10月31日" not in words(opened)
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert "10月31日（星期日）" in words(opened)
    opened.window.show_page("settings")
    opened.window.show_page("workbench")
    assert "10月31日（星期日）" in words(opened)


def test_a_year_without_a_known_calendar_says_so(
    qtbot: QtBot, qapp: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import chinese_calendar

    def unknown(day: datetime.date) -> bool:
        raise NotImplementedError(day)

    monkeypatch.setattr(chinese_calendar, "is_workday", unknown)
    opened = window_on(datetime.date(2020, 6, 2), "gusu-2020", qtbot, qapp, store, monkeypatch)
    assert "2020年的放假安排还不知道" in words(opened)


def test_the_next_step_follows_the_form(
    qtbot: QtBot, qapp: QApplication, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window_on(datetime.date(2020, 6, 2), "gusu-2020", qtbot, qapp, store, monkeypatch)
    button = step(opened, "liaison-and-plan-1")
    assert button.text() == "去填写"
    assert "未开始，共 11 项" in words(opened)
    qtbot.waitUntil(lambda: opened.window.isActiveWindow())
    qtbot.keyClick(opened.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert qapp.focusWidget() is button
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert opened.window.shown_key == "form:liaison"
    example = opened.workspace.notice().forms["liaison"].example
    page = opened.window.page("form:liaison")
    page.session.fill({key: Filled(text) for key, text in example.items()}, "import")
    opened.window.show_page("workbench")
    assert step(opened, "liaison-and-plan-1").text() == "报送…"
    assert "已填好，已检查，可以报送" in words(opened)
    assert step(opened, "weekly-material-1").text() == "报送…"


def test_calendar_is_written(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = window_on(datetime.date(2020, 6, 2), "gusu-2020", qtbot, qapp, store, monkeypatch)
    target = tmp_path / "日历.ics"
    monkeypatch.setattr(
        "ui.handing_in.actions.QFileDialog.getSaveFileName", lambda *_arguments: (str(target), "")
    )
    told = answer(press("知道了"))
    qtbot.mouseClick(opened.window.findChild(QPushButton, "calendar"), Qt.MouseButton.LeftButton)
    assert told
    content = target.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR")
    assert content.count(b"BEGIN:VEVENT") == 6
    assert opened.window.findChild(PacketActions) is not None
