"""历史版本: the list in words, the differences, and bringing an older state back."""

from __future__ import annotations

from conftest import MakeSession
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.form.revision_dialog import RevisionDialog
from ui.form.revision_words import kind_words, text_words


def test_an_older_state_comes_back_and_can_be_undone(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("liaison")
    session.set_text("name", "沈若兰", "a")
    session.set_text("name", "陈安", "b")
    dialog = RevisionDialog(session)
    qtbot.addWidget(dialog)
    rows = [dialog.revisions.index(row, 2).data() for row in range(dialog.revisions.rowCount())]
    assert rows == ["姓名：沈若兰 → 陈安", "姓名：（空） → 沈若兰"]
    assert not dialog.restore.isEnabled()
    dialog.list.selectRow(1)
    assert [dialog.differences.index(0, column).data() for column in range(3)] == ["姓名", "沈若兰", "陈安"]
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert session.filing.text("name") == "沈若兰"
    assert session.undo()
    assert session.filing.text("name") == "陈安"


def test_a_change_of_the_date_stands_in_the_history(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("statistics")
    session.set_text("lines.date", "2020-6-3", "a")
    session.set_text("lines.date", "2020-6-4", "b")
    dialog = RevisionDialog(session)
    qtbot.addWidget(dialog)
    rows = [dialog.revisions.index(row, 2).data() for row in range(dialog.revisions.rowCount())]
    assert rows == ["日期：2020-6-3 → 2020-6-4", "日期：（空） → 2020-6-3"]
    dialog.list.selectRow(1)
    shown = [dialog.differences.index(0, column).data() for column in range(3)]
    assert shown == ["日期", "2020-6-3", "2020-6-4"]
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert session.filing.text("lines.date") == "2020-6-3"


def test_kinds_in_words() -> None:
    assert [kind_words(kind) for kind in ("edit", "carried-over")] == ["填写", "由旧版本带来"]


def test_without_any_change_it_says_so(make_session: MakeSession, qtbot: QtBot) -> None:
    dialog = RevisionDialog(make_session("liaison"))
    qtbot.addWidget(dialog)
    assert "还没有" in dialog.hint.text()
    assert not dialog.restore.isEnabled()


def test_texts_in_words() -> None:
    assert text_words("") == "（空）"
    assert len(text_words("安" * 400)) == 40
