"""Files dropped on the window, wherever: what it asks, what it offers, and what then happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from forms.storage.folders import notices_folder
from forms.storage.store import Store
from tests.ui.shell.dropping.dropped_samples import backup, notice_file, workbook, written
from tests.ui.window_helpers import OpenWindow, answer, press
from ui.form.page import FormPage
from ui.form.proposals.dialog import ProposalsDialog
from ui.handing_in.dialog import PacketDialog
from ui.notices.page import NoticesPage
from ui.shell.dropping.dialog import DropDialog

Act = Callable[[QDialog], None]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, store: Store) -> OpenWindow:
    return OpenWindow(qtbot, qapp, store, "gusu-2020")


def mime_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(opened: OpenWindow, mime: QMimeData, place: QPoint | None = None) -> bool:
    """Drag ``mime`` over the window as the system does and let go; whether the window took it."""
    below = opened.window.windowHandle()
    where = place or opened.window.rect().center()
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, actions, mime, buttons, keys)
    move = QDragMoveEvent(where, actions, mime, buttons, keys)
    let_go = QDropEvent(QPointF(where), actions, mime, buttons, keys, QEvent.Type.Drop)
    for event in (enter, move):
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(below, event)
        if not event.isAccepted():
            return False
    QApplication.sendEvent(below, let_go)
    assert let_go.dropAction() is Qt.DropAction.CopyAction
    return True


def answer_in_turn(first: Act, *rest: Act) -> None:
    """Let each deal with one of the dialogs that come one after the other."""

    def act(dialog: QDialog) -> None:
        if rest:
            answer_in_turn(*rest)
        first(dialog)

    answer(act)


def accept(dialog: QDialog) -> None:
    assert isinstance(dialog, DropDialog)
    dialog.accept_button.click()


def test_a_workbook_is_imported_into_its_form(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = workbook(tmp_path)
    opened.window.show_page("workbench")
    offered: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ProposalsDialog)
        offered.extend(proposal.after.text for proposal in dialog.model.proposals)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    answer_in_turn(accept, look)
    assert drop(opened, mime_of(file))
    qtbot.waitUntil(lambda: opened.window.shown_key == "form:liaison" and bool(offered))
    page = opened.window.page("form:liaison")
    assert isinstance(page, FormPage)
    qtbot.waitUntil(lambda: page.session.filing.text("name") == "陈安")
    assert "陈安" in offered


def test_a_drop_on_a_blank_is_no_text(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened.window.show_page("form:liaison")
    page = opened.window.page("form:liaison")
    assert isinstance(page, FormPage)
    page.paper.focus_blank("name")
    editor = page.paper.editors["name"]
    asked = answer(lambda dialog: dialog.reject())
    place = editor.mapTo(opened.window, editor.rect().center())
    assert drop(opened, mime_of(written(tmp_path / "总结.pdf", b"%PDF-1.7")), place)
    qtbot.waitUntil(lambda: bool(asked))
    assert page.session.filing.text("name") == "沈若兰"


def test_a_text_is_left_to_what_lies_under_it(opened: OpenWindow) -> None:
    mime = QMimeData()
    mime.setText("陈安")
    assert not drop(opened, mime, QPoint(5, 5))
    mime.setUrls([QUrl("https://example.com/a.pdf")])
    assert not drop(opened, mime, QPoint(5, 5))


def test_a_backup_asks_before_anything_is_replaced(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = backup(tmp_path)
    wanted: list[Path] = []
    opened.window.restore_confirmed.connect(wanted.append)
    asked = answer(press("恢复"))
    drop(opened, mime_of(file))
    qtbot.waitUntil(lambda: wanted == [file])
    assert isinstance(asked[0], QMessageBox)


def test_a_notice_is_added_and_listed(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = notice_file(tmp_path, "通知（1）.toml")
    answer_in_turn(accept, press("知道了"))
    drop(opened, mime_of(file))
    qtbot.waitUntil(lambda: opened.window.shown_key == "notices")
    page = opened.window.page("notices")
    assert isinstance(page, NoticesPage) and opened.window.shown_key == "notices"
    assert page.model.row_of("own") >= 0
    assert (notices_folder(opened.workspace.folder) / "own.toml").read_bytes() == file.read_bytes()


def test_files_go_into_the_packet_that_is_chosen(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    files = [written(tmp_path / name, b"%PDF-1.7") for name in ("总结.pdf", "简报.pdf")]
    chosen: list[tuple[str, int]] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, DropDialog)
        assert dialog.focusWidget() is dialog.items and dialog.items.count() > 1
        qtbot.keyClick(dialog.items, Qt.Key.Key_Down)
        assert dialog.chosen is not None
        chosen.append(dialog.chosen.key)
        qtbot.keyClick(dialog.items, Qt.Key.Key_Return)

    seen: list[PacketDialog] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PacketDialog)
        assert dialog.files.paths == tuple(files)
        assert dialog.order.task.occurrence.key == chosen[0]
        seen.append(dialog)
        dialog.reject()

    answer_in_turn(choose, look)
    drop(opened, mime_of(*files))
    qtbot.waitUntil(lambda: bool(seen))


def test_files_for_another_unit_go_there(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path
) -> None:
    other = store.add_unit({"unit.name": "金门街道社区卫生服务中心", "liaison.name": "陈安"})
    other.use_notice("gusu-2020")
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    here = opened.workspace.unit.unit_id
    file = written(tmp_path / "总结.pdf", b"%PDF-1.7")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, DropDialog) and dialog.chosen is not None
        assert dialog.chosen.place == (here, "gusu-2020")
        qtbot.keyClick(dialog.items, Qt.Key.Key_End)
        assert dialog.chosen.place == (other.unit_id, "gusu-2020")
        assert "金门街道" in dialog.items.currentItem().text()
        qtbot.keyClick(dialog.items, Qt.Key.Key_Return)

    seen: list[tuple[int, tuple[Path, ...]]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PacketDialog)
        seen.append((opened.workspace.unit.unit_id, dialog.files.paths))
        dialog.reject()

    answer_in_turn(choose, look)
    drop(opened, mime_of(file))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(other.unit_id, (file,))]


def test_a_workbook_of_another_notice_says_that_it_changes(
    opened: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = workbook(tmp_path, "jizhou-2020", "statistics")
    words: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DropDialog)
        words.extend(dialog.words)
        dialog.accept_button.click()

    answer_in_turn(look, lambda dialog: dialog.reject())
    drop(opened, mime_of(file))
    qtbot.waitUntil(lambda: opened.workspace.notice_id == "jizhou-2020")
    assert "会换用这份通知" in words[0]
    assert opened.window.shown_key == "form:statistics"


def test_what_cannot_be_used_offers_nothing(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    words: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, DropDialog)
        assert not dialog.accept_button.isVisible() and not dialog.items.isVisible()
        words.extend(dialog.words)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer(look)
    drop(opened, mime_of(written(tmp_path / "第1封.eml", b"Subject: a\r\n\r\n")))
    qtbot.waitUntil(lambda: bool(words))
    assert "用邮件程序打开" in words[0]


def test_files_are_pasted_on_the_workbench(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened.window.show_page("workbench")
    QGuiApplication.clipboard().setMimeData(mime_of(written(tmp_path / "总结.pdf", b"%PDF-1.7")))
    opened.window.page("workbench").setFocus()  # type: ignore[union-attr]
    asked = answer(lambda dialog: dialog.reject())
    page = opened.window.page("workbench")
    assert page is not None
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(asked))
    assert isinstance(asked[0], DropDialog)


def test_at_the_first_start_only_backups_and_notices(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path
) -> None:
    opened = OpenWindow(qtbot, qapp, store)
    told: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        told.append(dialog.text())
        dialog.reject()

    answer(look)
    drop(opened, mime_of(written(tmp_path / "总结.pdf", b"%PDF-1.7")))
    qtbot.waitUntil(lambda: bool(told))
    assert "请先选好通知" in told[0]


def test_the_question_fits_a_small_screen(opened: OpenWindow, qtbot: QtBot, tmp_path: Path) -> None:
    heights: list[int] = []

    def look(dialog: QDialog) -> None:
        layout = dialog.layout()
        assert layout is not None
        heights.append(layout.totalMinimumHeightForWidth(dialog.width()))
        dialog.reject()

    answer(look)
    names = [f"{'很长的文件名' * 6}{number}.pdf" for number in range(9)]
    drop(opened, mime_of(*(written(tmp_path / name, b"PK") for name in names)))
    qtbot.waitUntil(lambda: bool(heights))
    # 1280x720 at 150 %, without the frame of the window.
    assert heights[0] <= 480 - 60
