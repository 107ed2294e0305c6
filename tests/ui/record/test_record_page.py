"""报送记录 in the window: taking files out, noting what came back, exporting, correcting."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from forms.storage.content import content_file
from forms.storage.store import Store
from tests.ui.record_helpers import OFFICE, PDF, PHOTO, send, write
from tests.ui.window_helpers import OpenWindow, answer, press
from tests.ui.window_helpers import write as type_text
from ui.record.details import DIFFERENCES_TAB, FILES_TAB, HISTORY_TAB
from ui.record.note_dialog import NoteDialog
from ui.record.page import RecordPage
from ui.widgets.theme import dark_theme

LEFT = Qt.MouseButton.LeftButton
FOLDER = "2020-06-03_联络员推荐表和活动方案"


def open_page(opened: OpenWindow) -> RecordPage:
    opened.window.show_page("record")
    page = opened.window.page("record")
    assert isinstance(page, RecordPage)
    return page


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, store: Store) -> OpenWindow:
    return OpenWindow(qtbot, qapp, store, "gusu-2020")


@pytest.fixture
def page(opened: OpenWindow, store: Store) -> RecordPage:
    """The page after a packet went and the form changed."""
    write(store, "liaison", name="沈若兰", qq="123456")
    send(store)
    write(store, "liaison", qq="654321")
    return open_page(opened)


def choose_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_any: str(folder))


def note_words(words: list[str], button: str) -> None:
    """Keep what the next message says and press a button."""

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        words.append(dialog.text())
        press(button)(dialog)

    answer(act)


def test_before_anything_went_it_says_what_will_stand_here(opened: OpenWindow, qtbot: QtBot) -> None:
    page = open_page(opened)
    assert page.is_empty and not page.export_button.isVisible()
    assert "原样保存报出去的文件" in page.empty_words.text()
    page.focus_first()
    qtbot.keyClick(page.workbench_button, Qt.Key.Key_Space)
    assert opened.window.shown_key == "workbench"


def test_a_change_on_the_forms_page_is_seen_at_once(opened: OpenWindow, page: RecordPage) -> None:
    assert page.model.index(0, 5).data() == "报送后又改过"
    assert page.details.tabs.tabText(DIFFERENCES_TAB) == "与现在的不同（1）"
    row = [page.details.differences.index(0, column).data() for column in range(3)]
    assert row == ["QQ号", "123456", "654321"]
    assert "改了 1 处" in page.details.compare.text()
    opened.window.show_page("form:liaison")
    form = opened.window.page("form:liaison")
    form.session.set_text("qq", "123456", form.session.new_token("qq"))  # type: ignore[union-attr]
    opened.window.show_page("record")
    assert page.model.index(0, 5).data() == "已报送"
    assert page.details.tabs.tabText(DIFFERENCES_TAB) == "与现在的不同"


def test_files_come_out_byte_for_byte(
    page: RecordPage, opened: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_folder(monkeypatch, tmp_path)
    words: list[str] = []
    note_words(words, "打开文件夹")
    qtbot.mouseClick(page.details.take_all_button, LEFT)
    assert (tmp_path / FOLDER / "联络员推荐表.pdf").read_bytes() == PDF
    assert (tmp_path / FOLDER / "现场照片.jpg").read_bytes() == PHOTO
    assert "已取出 2 个文件" in words[0] and "一致" in words[0]
    assert opened.desktop.opened == [tmp_path / FOLDER]


def test_one_file_by_keyboard(
    page: RecordPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_folder(monkeypatch, tmp_path)
    table = page.details.file_table
    assert not page.details.take_chosen_button.isEnabled()
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    digest, _two_spaces, name = QGuiApplication.clipboard().text().partition("  ")
    assert name == "现场照片.jpg" and len(digest) == 64
    note_words([], "知道了")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["现场照片.jpg"]


def test_a_damaged_file_is_said_and_nothing_is_written(
    page: RecordPage, qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    choose_folder(monkeypatch, target)
    content_file(store.folder, store.first_unit().packets()[0].files[0].sha256).write_bytes(b"rotten")
    words: list[str] = []
    note_words(words, "关闭")
    qtbot.mouseClick(page.details.take_all_button, LEFT)
    assert "与报送时的校验值不符" in words[0]
    assert list(target.iterdir()) == []


def test_a_note_with_a_returned_page_is_kept(
    page: RecordPage, qapp: QApplication, qtbot: QtBot, store: Store, tmp_path: Path
) -> None:
    returned = tmp_path / "回执页.png"
    returned.write_bytes(b"\x89PNG the page that came back")

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, NoteDialog)
        assert not dialog.save_button.isEnabled() and not dialog.dispatch_box.isVisible()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.text.hasFocus)
        type_text(qapp, "王科长电话确认收到")
        dialog.add_files([returned, returned])
        qtbot.mouseClick(dialog.save_button, LEFT)

    seen = answer(act)
    qtbot.mouseClick(page.details.note_button, LEFT)
    assert seen
    returned.unlink()
    (note,) = store.first_unit().packets()[0].dispatches[0].receipts
    assert note.text == "王科长电话确认收到"
    assert store.read_content(note.files[0].sha256) == b"\x89PNG the page that came back"
    assert page.model.index(0, 5).data() == "报送后又改过，有回执"
    assert page.details.tabs.tabText(HISTORY_TAB) == "经过和回执（1）"
    assert page.details.files.index(2, 1).data() == "回执附件"


def test_a_note_may_be_given_up_and_files_taken_off_it(
    page: RecordPage, qtbot: QtBot, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"a")

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, NoteDialog)
        dialog.add_files([tmp_path / "a.txt"])
        assert dialog.save_button.isEnabled()
        qtbot.mouseClick(dialog.remove_button, LEFT)
        assert not dialog.save_button.isEnabled() and not dialog.remove_button.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answer(act)
    qtbot.mouseClick(page.details.note_button, LEFT)
    assert store.first_unit().packets()[0].dispatches[0].receipts == ()


def test_a_file_that_cannot_be_read_is_said(page: RecordPage, store: Store, tmp_path: Path) -> None:
    words: list[str] = []
    note_words(words, "关闭")
    page.record_actions.keep_note(
        store.first_unit().packets()[0].dispatches[0].id, "收到", [tmp_path / "gone.png"]
    )
    assert "gone.png" in words[0]
    assert store.first_unit().packets()[0].dispatches[0].receipts == ()


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_the_record_is_exported(
    page: RecordPage,
    opened: OpenWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
) -> None:
    filters = {".xlsx": "Excel 工作簿 (*.xlsx)", ".pdf": "PDF 文档 (*.pdf)"}
    asked: list[str] = []

    def save_name(_parent: object, _title: str, path: str, choice: str) -> tuple[str, str]:
        asked.append(Path(path).name)
        assert choice == ";;".join(filters.values())
        return str(tmp_path / "记录"), filters[suffix]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save_name)
    note_words([], "打开")
    qtbot.mouseClick(page.export_button, LEFT)
    target = tmp_path / f"记录{suffix}"
    assert asked == ["姑苏区平江街道社区卫生服务中心_报送记录_2020-06-02.xlsx"]
    assert opened.desktop.opened == [target]
    if suffix == ".pdf":
        assert target.read_bytes().startswith(b"%PDF")
    else:
        cells = [str(cell.value) for row in load_workbook(target).active for cell in row]
        assert OFFICE in cells
        assert any(opened.store.first_unit().packets()[0].files[0].sha256 in cell for cell in cells)


def test_a_correction_is_asked_for_by_its_packet(page: RecordPage, qtbot: QtBot, store: Store) -> None:
    titles: list[str] = []

    def leave(dialog: QDialog) -> None:
        titles.append(dialog.windowTitle())
        dialog.reject()

    answer(leave)
    with qtbot.waitSignal(page.correction_requested) as asked:
        qtbot.mouseClick(page.details.correct_button, LEFT)
    first = store.first_unit().packets()[0].id
    assert asked.args == [first]
    assert titles and titles[0].startswith("更正")
    send(store, corrects=first)
    page.refresh()
    assert page.chosen().packet.id == first  # type: ignore[union-attr]
    assert "已由第2号更正" in page.details.facts.text()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    assert page.chosen().packet.id == 2  # type: ignore[union-attr]
    assert "更正第1号" in page.details.facts.text()
    assert page.details.tabs.currentIndex() == FILES_TAB


def test_packets_of_other_notices_are_shown_on_demand(
    page: RecordPage, opened: OpenWindow, qtbot: QtBot, store: Store
) -> None:
    assert not page.all_notices.isVisible()
    send(store, "统计表", "statistics", notice_id="heilongjiang-2020")
    page.refresh()
    assert page.model.rowCount() == 1
    qtbot.mouseClick(page.all_notices, LEFT, pos=page.all_notices.rect().center())
    page.all_notices.setChecked(True)
    assert page.model.rowCount() == 2
    page.set_theme(dark_theme)
    opened.workspace.use_notice("diqing-2020")
    page.all_notices.setChecked(False)
    page.refresh()
    assert page.model.rowCount() == 2 and not page.all_notices.isVisible()


def test_in_a_narrow_window_the_matter_can_be_read(page: RecordPage, opened: OpenWindow) -> None:
    assert not page.table.isColumnHidden(3)
    opened.window.resize(853, 480)
    assert page.table.isColumnHidden(3) and page.table.isColumnHidden(4)
    assert page.table.columnWidth(1) > 140
    history = page.details.history
    assert OFFICE in history.index(0, 2).data() and "沈若兰" in history.index(0, 2).data()
