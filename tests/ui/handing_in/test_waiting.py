"""A packet that was written waits in the store: after a restart it is asked about, looked at, confirmed, given up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from exporters.fax.tiff import received_pages
from forms.errors import EnvironmentFailure
from forms.file_role import FileRole
from forms.packet import Packet
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore
from forms.values import Filled
from tests.ui.handing_in.test_packet_dialog import Case
from tests.ui.window_helpers import OpenWindow, answer, press
from ui.handing_in.actions import PacketActions
from ui.handing_in.dialog import PacketDialog

STEP = "step-liaison-and-plan-1"


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    folder = tmp_path / "out"
    folder.mkdir()
    return Case(qtbot, qapp, store, folder, filled=True)


def write(case: Case, way_id: str) -> None:
    def act(dialog: PacketDialog) -> None:
        dialog.files.add([case.plan])
        dialog.way_choice.buttons[way_id].click()
        case.click(dialog.write_button)
        case.click(dialog.sent_page.later_button)

    case.hand_in(act)


@pytest.fixture
def restart(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Case], Case]]:
    """The case in a window of its own on the data as they lie on the disk."""
    stores: list[Store] = []

    def again(case: Case) -> Case:
        case.opened.window.close()
        case.store.close()
        stores.append(Store.open(case.store.folder).store)
        # pytest-qt closes the first window once more at the end, which notes its size in an open store.
        case.opened.workspace.store = stores[-1]
        case.store = stores[-1]
        case.opened = OpenWindow(qtbot, qapp, case.store, "gusu-2020")
        return case

    yield again
    for store in stores:
        store.close()


def step_text(case: Case) -> str:
    return case.opened.window.findChildren(QPushButton, STEP)[-1].text()


def words_of(dialog: PacketDialog) -> str:
    return "\n".join(found.text() for found in dialog.sent_page.findChildren(QLabel))


@pytest.mark.parametrize("way_id", ["mail", "zip", "folder"])
def test_after_a_restart_it_is_asked_and_kept_as_it_was_written(
    case: Case, restart: Callable[[Case], Case], way_id: str
) -> None:
    write(case, way_id)
    before = {path: path.read_bytes() for path in case.folder.rglob("*") if path.is_file()}
    case = restart(case)
    case.store.first_unit().write("gusu-2020", "liaison", {"name": Filled("周子衡")})
    assert "送出了吗" in step_text(case)

    def act(dialog: PacketDialog) -> None:
        assert str(case.folder) in words_of(dialog)
        assert dialog.sent_page.recipient.text() == "姑苏区民政和卫生健康局应急保障处"
        assert dialog.sent_page.who.text() == "沈若兰"
        case.click(dialog.sent_page.open_buttons[0])
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    assert len(case.opened.desktop.opened) == 1
    kept = case.kept()
    outer = [path for path in before if path.parent == case.folder and path.name in kept]
    assert all(kept[path.name] == before[path] for path in outer)
    assert kept[case.plan.name] == case.plan.read_bytes()
    name = next(value for value in case.packet().contents.forms[0].values if value.blank_id == "name")
    assert name.text != "周子衡"
    assert case.store.first_unit().pending("gusu-2020") == ()


def test_a_fax_shows_pages_times_and_preview_from_its_kept_bytes(
    case: Case, restart: Callable[[Case], Case]
) -> None:
    from ui.handing_in.fax_preview import FaxPreviewDialog

    write(case, "fax")
    (path,) = case.folder.glob("*.tiff")
    pages = len(received_pages(path.read_bytes()))
    path.unlink()
    case = restart(case)
    seen: list[int] = []

    def look(preview: QDialog) -> None:
        assert isinstance(preview, FaxPreviewDialog)
        seen.append(len(preview.view.views))
        preview.close()

    def act(dialog: PacketDialog) -> None:
        shown = words_of(dialog)
        assert f"共 {pages} 页，精细分辨率" in shown and "传真速度 14400 约" in shown
        assert "已不在原处" in shown
        answer(look)
        (button,) = [
            found for found in dialog.sent_page.findChildren(QPushButton) if "对方收到" in found.text()
        ]
        case.click(button)
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    assert seen == [pages]
    assert case.packet().dispatches[0].facts.channel.value == "fax"


def test_what_was_printed_can_be_printed_again_from_the_kept_pages(
    case: Case, restart: Callable[[Case], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.widgets.print_dialog.QPrinterInfo.availablePrinterNames", lambda: [])
    saved = case.folder / "打印.pdf"
    monkeypatch.setattr(
        "ui.handing_in.actions.QFileDialog.getSaveFileName", lambda *_arguments: (str(saved), "")
    )

    def first(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["print"].click()
        answer(press("关闭"))
        case.click(dialog.write_button)

    case.hand_in(first)
    assert not saved.exists()
    case = restart(case)

    def act(dialog: PacketDialog) -> None:
        answer(press("导出 PDF"))
        (button,) = [
            found for found in dialog.sent_page.findChildren(QPushButton) if "再打印" in found.text()
        ]
        case.click(button)
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    (sent,) = [file for file in case.packet().files if file.role is FileRole.SENT]
    assert case.store.read_content(sent.sha256) == saved.read_bytes()


def test_it_can_be_given_up(case: Case, restart: Callable[[Case], Case]) -> None:
    write(case, "zip")
    case = restart(case)

    def act(dialog: PacketDialog) -> None:
        answer(press("取消"))
        case.click(dialog.sent_page.give_up_button)
        assert dialog.isVisible()
        answer(press("不送了"))
        case.click(dialog.sent_page.give_up_button)
        assert not dialog.isVisible()

    case.hand_in(act)
    assert "送出了吗" not in step_text(case)
    assert case.store.first_unit().pending("gusu-2020") == ()
    assert case.store.first_unit().packets() == ()
    assert len(list(case.folder.glob("*.zip"))) == 1


def test_put_together_anew_takes_its_place(case: Case, restart: Callable[[Case], Case]) -> None:
    write(case, "zip")
    case = restart(case)

    def act(dialog: PacketDialog) -> None:
        case.click(dialog.sent_page.again_button)
        dialog.way_choice.buttons["folder"].click()
        case.click(dialog.write_button)
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    assert "主题和正文.txt" in case.kept()
    assert case.store.first_unit().pending("gusu-2020") == ()


def test_a_waiting_correction_is_asked_about_as_one(case: Case, restart: Callable[[Case], Case]) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    first = case.packet()
    case.store.first_unit().write("gusu-2020", "liaison", {"name": Filled("周子衡")})
    case.opened.window.show_page("settings")
    case.opened.window.show_page("workbench")
    write(case, "folder")
    case = restart(case)
    assert "送出了吗" in step_text(case)

    def act(dialog: PacketDialog) -> None:
        assert dialog.windowTitle().startswith("更正")
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    second = case.store.first_unit().packets("gusu-2020")[-1]
    assert (second.contents.corrects, len(case.store.first_unit().packets())) == (first.id, 2)


def test_a_waiting_correction_is_not_asked_about_as_anything_else(case: Case) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    first = case.packet()
    actions = case.opened.window.findChild(PacketActions)

    def dialog_of(corrects: Packet | None, act: Callable[[PacketDialog], None]) -> None:
        def deal(dialog: QDialog) -> None:
            assert isinstance(dialog, PacketDialog)
            act(dialog)
            dialog.reject()

        seen = answer(deal)
        actions.hand_in(first.occurrence, corrects)
        assert seen

    def put_aside(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["folder"].click()
        case.click(dialog.write_button)
        case.click(dialog.sent_page.later_button)

    def asks(dialog: PacketDialog) -> bool:
        return hasattr(dialog, "sent_page")

    asked: list[bool] = []
    dialog_of(first, put_aside)
    dialog_of(None, lambda dialog: asked.append(asks(dialog)))
    dialog_of(first, lambda dialog: asked.append(asks(dialog)))
    assert asked == [False, True]


def test_where_it_cannot_be_kept_the_user_is_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise EnvironmentFailure("磁盘已满。")

    monkeypatch.setattr(UnitStore, "keep_pending", full)

    def act(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["zip"].click()
        told = answer(press("关闭"))
        case.click(dialog.write_button)
        assert isinstance(told[0], QMessageBox)
        shown = told[0].text() + told[0].informativeText()
        assert "已经生成，但没能记下" in shown and "磁盘已满" in shown
        assert dialog.isEnabled() and dialog.isVisible()
        assert not hasattr(dialog, "sent_page")

    case.hand_in(act)
    assert len(list(case.folder.glob("*.zip"))) == 1
    assert "送出了吗" not in step_text(case)


def test_a_packet_of_a_newer_program_is_told_and_prepared_anew(case: Case) -> None:
    write(case, "zip")
    with sqlite3.connect(case.store.folder / "anyue.sqlite") as connection:
        connection.execute("UPDATE pending_packet SET content = replace(content, '\"zip\"', '\"pigeon\"')")
    connection.close()
    told = []

    def act(dialog: PacketDialog) -> None:
        assert not hasattr(dialog, "sent_page") and dialog.isVisible()
        dialog.reject()

    def read(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        told.append(box.text() + box.informativeText())
        press("关闭")(box)
        # The packet dialog comes next.
        QTimer.singleShot(0, lambda: act(QApplication.activeModalWidget()))  # type: ignore[arg-type]

    answer(read)
    case.opened.window.findChild(PacketActions).hand_in(("liaison-and-plan", 1))
    assert "更新版本的程序" in told[0]
