"""历史版本: the sittings and what was changed in them, one blank alone, the differences, and bringing an older state back."""

from __future__ import annotations

import datetime
import sqlite3
import time
from contextlib import closing

import pytest
from conftest import MakePage, MakeSession
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from forms.form.form import Form
from forms.storage.filings import from_moment
from forms.storage.revision import Change, Revision
from forms.storage.store import Store
from forms.values import EMPTY, Filled
from tests.ui.window_helpers import answer
from ui.form.history.dialog import RevisionDialog
from ui.form.history.sittings import group
from ui.form.history.tree import HistoryModel, HistoryTree
from ui.form.revision_words import kind_words, text_words
from ui.form.session import FormSession


def rows(dialog: RevisionDialog) -> list[list[str]]:
    """What the list tells of changes: for each sitting those of its revisions."""
    model = dialog.model
    parents = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        [str(model.index(row, 2, parent).data()) for row in range(model.rowCount(parent))]
        for parent in parents
    ]


def choose(dialog: RevisionDialog, row: int) -> None:
    """Select a revision of the newest sitting."""
    dialog.tree.setCurrentIndex(dialog.model.index(row, 0, dialog.model.index(0, 0)))


def differences(dialog: RevisionDialog) -> list[str]:
    return [str(dialog.differences.index(0, column).data()) for column in range(3)]


def open_dialog(session: FormSession, qtbot: QtBot, blank_id: str = "") -> RevisionDialog:
    """A shown dialog that has the keyboard."""
    dialog = RevisionDialog(session, blank_id=blank_id)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.tree)
    return dialog


def test_an_older_state_comes_back_and_can_be_undone(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("liaison")
    session.set_text("name", "沈若兰", "a")
    session.set_text("name", "陈安", "b")
    dialog = open_dialog(session, qtbot)
    assert rows(dialog) == [["姓名：沈若兰 → 陈安", "姓名：（空） → 沈若兰"]]
    assert not dialog.restore.isEnabled()
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Down)
    assert differences(dialog) == ["姓名", "沈若兰", "陈安"]
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert session.filing.text("name") == "沈若兰"
    assert session.undo()
    assert session.filing.text("name") == "陈安"


def test_a_change_of_the_date_stands_in_the_history(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("statistics")
    session.set_text("lines.date", "2020-6-3", "a")
    session.set_text("lines.date", "2020-6-4", "b")
    dialog = open_dialog(session, qtbot)
    assert rows(dialog) == [["日期：2020-6-3 → 2020-6-4", "日期：（空） → 2020-6-3"]]
    choose(dialog, 1)
    assert differences(dialog) == ["日期", "2020-6-3", "2020-6-4"]
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert session.filing.text("lines.date") == "2020-6-3"


@pytest.fixture
def in_two_sittings(make_session: MakeSession, store: Store) -> FormSession:
    """A form filled in yesterday (name, then position) and today (name)."""
    session = make_session("liaison")
    now = datetime.datetime.now().astimezone()
    for days, blank_id, text in ((1, "name", "沈若兰"), (1, "position", "科长"), (0, "name", "陈安")):
        session.set_text(blank_id, text, f"{days}{blank_id}")
        session.flush()
        moment = (now - datetime.timedelta(days)).astimezone(datetime.UTC)
        newest = session.revisions()[0]
        made_earlier(store, newest.id, moment)
    return session


def made_earlier(store: Store, revision_id: int, moment: datetime.datetime) -> None:
    """Let a kept revision have been made at another time."""
    with closing(sqlite3.connect(store.folder / "anyue.sqlite")) as database, database:
        database.execute("UPDATE revision SET made_at = ? WHERE id = ?", (from_moment(moment), revision_id))


def test_a_sitting_has_a_heading_and_is_unfolded_by_the_keyboard(
    in_two_sittings: FormSession, qtbot: QtBot
) -> None:
    dialog = open_dialog(in_two_sittings, qtbot)
    model, tree = dialog.model, dialog.tree
    today, yesterday = model.index(0, 0), model.index(1, 0)
    assert str(today.data()).startswith("今天 ") and str(yesterday.data()).startswith("昨天 ")
    assert model.index(1, 1).data() == "2 次"
    assert model.index(1, 2).data() == "2 处：姓名、职务"
    assert tree.isExpanded(today) and not tree.isExpanded(yesterday)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.currentIndex().row() == 1 and not tree.currentIndex().parent().isValid()
    # The state in which that sitting left the form.
    assert differences(dialog) == ["姓名", "沈若兰", "陈安"]
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert tree.isExpanded(yesterday)
    for _step in range(2):
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert dialog.differences.rowCount() == 2
    qtbot.keyClick(tree, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    # A button pressed by its key stays down for a moment.
    qtbot.waitUntil(lambda: in_two_sittings.filing.text("position") == "")
    assert in_two_sittings.filing.text("name") == "沈若兰"


def test_only_this_blank(in_two_sittings: FormSession, qtbot: QtBot) -> None:
    dialog = open_dialog(in_two_sittings, qtbot, "position")
    qtbot.keyClick(dialog.tree, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.this_blank.isChecked)
    assert rows(dialog) == [["职务：（空） → 科长"]]
    assert dialog.filter.currentText() == "职务"
    assert dialog.tree.isExpanded(dialog.model.index(0, 0))
    qtbot.mouseClick(dialog.this_blank, Qt.MouseButton.LeftButton)
    assert [len(sitting) for sitting in rows(dialog)] == [1, 2]
    dialog.filter.setFocus()
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Down)
    assert dialog.filter.currentText() == "姓名"
    assert len(rows(dialog)) == 2 and not dialog.this_blank.isChecked()


def test_a_blank_that_never_changed_says_so(in_two_sittings: FormSession, qtbot: QtBot) -> None:
    dialog = open_dialog(in_two_sittings, qtbot, "fax")
    qtbot.mouseClick(dialog.this_blank, Qt.MouseButton.LeftButton)
    assert rows(dialog) == []
    assert "还没有改动过" in dialog.hint.text()
    assert not dialog.restore.isEnabled()


def test_the_page_s_key_opens_it_for_the_blank_with_the_focus(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page("liaison")
    page.paper.focus_blank("fax")
    names: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, RevisionDialog)
        names.append(dialog.this_blank.toolTip())
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer(look)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert names == ["只看“传真”的改动"]


def many_revisions(form: Form, count: int) -> tuple[Revision, ...]:
    """As many revisions, one every ten minutes, of one blank after the other."""
    start = datetime.datetime(2020, 6, 1, tzinfo=datetime.UTC)
    blanks = [blank.id for blank in form.blanks]
    return tuple(
        Revision(
            number,
            "n",
            form.id,
            start + datetime.timedelta(minutes=10 * number),
            "edit",
            (Change(blanks[number % len(blanks)], EMPTY, Filled("12")),),
        )
        for number in range(count)
    )


def test_two_thousand_revisions_cost_only_what_is_in_sight(
    make_session: MakeSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_session("statistics").form
    model = HistoryModel(form)
    tree = HistoryTree(model)
    qtbot.addWidget(tree)
    tree.resize(800, 400)
    tree.show()
    asked: list[QModelIndex] = []
    words = HistoryModel._words
    monkeypatch.setattr(HistoryModel, "_words", lambda self, index: asked.append(index) or words(self, index))
    started = time.process_time()
    model.show(group(many_revisions(form, 2000)), datetime.date(2020, 7, 1))
    tree.show_all_or_newest(unfolded=True)
    QApplication.processEvents()
    tree.scrollToBottom()
    QApplication.processEvents()
    assert time.process_time() - started < 1
    assert sum(model.rowCount(model.index(row, 0)) for row in range(model.rowCount())) == 2000
    assert 0 < len(asked) < 1000


def test_it_fits_a_small_screen(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("statistics")
    session.set_text("study.sessions", "3", "a")
    dialog = open_dialog(session, qtbot, "study.sessions")
    # 1280x720 at 150 %, without the frame of the window.
    small = QSize(853 - 10, 480 - 50)
    assert dialog.minimumSizeHint().width() <= small.width()
    assert dialog.minimumSizeHint().height() <= small.height()


def test_kinds_in_words() -> None:
    assert [kind_words(kind) for kind in ("edit", "carried-over")] == ["填写", "由旧版本带来"]


def test_without_any_change_it_says_so(make_session: MakeSession, qtbot: QtBot) -> None:
    dialog = open_dialog(make_session("liaison"), qtbot)
    assert "还没有" in dialog.hint.text()
    assert not dialog.restore.isEnabled()


def test_texts_in_words() -> None:
    assert text_words("") == "（空）"
    assert len(text_words("安" * 400)) == 40
