"""What the user chose and typed is what is written and kept: forms, files, fax, folder; who sent it, to whom, when, how."""

from __future__ import annotations

import dataclasses
import datetime
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from exporters.fax.tiff import received_pages
from exporters.handing_in.order import contents_of
from forms.channel import Channel
from forms.form.finding import Finding, Severity
from forms.packet import DispatchFacts, PendingPacket
from forms.storage.store import Store
from tests.exporters.packet_examples import TODAY, order_of, task_of
from tests.ui.handing_in.test_packet_dialog import Case
from tests.ui.window_helpers import RecordingDesktop, answer, press
from ui.handing_in.actions import PacketActions
from ui.handing_in.checks import PacketChecks
from ui.handing_in.dialog import PacketDialog
from ui.handing_in.files import PacketFiles
from ui.handing_in.sent import SentPage


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    folder = tmp_path / "out"
    folder.mkdir()
    return Case(qtbot, qapp, store, folder, filled=True)


def choose(dialog: PacketDialog, way_id: str) -> None:
    dialog.way_choice.buttons[way_id].click()


def test_only_the_formats_that_are_ticked_go_along(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        choose(dialog, "zip")
        dialog.files.add([case.plan])
        for (_form_id, suffix), box in dialog.forms.boxes.items():
            box.setChecked(suffix == ".xlsx")
        case.click(dialog.write_button)

    case.hand_in(act)
    (path,) = case.folder.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        assert sorted(Path(name).suffix for name in archive.namelist()) == [".pdf", ".xlsx"]
        assert case.plan.name in archive.namelist()


def test_a_file_that_is_removed_is_the_one_that_was_selected(qtbot: QtBot, tmp_path: Path) -> None:
    files = PacketFiles(tmp_path)
    qtbot.addWidget(files)
    paths = [tmp_path / f"照片{number}.jpg" for number in range(4)]
    for path in paths:
        path.write_bytes(b"x")
    files.add(paths)
    for number in (1, 3):
        files.list.item(number).setSelected(True)
    files.remove_selected()
    assert files.paths == (paths[0], paths[2])
    assert "2 个文件" in files.total.text()


def test_the_fax_goes_as_it_was_chosen(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        choose(dialog, "fax")
        dialog.way_choice.resolution.setCurrentIndex(dialog.way_choice.resolution.findData("standard"))
        dialog.way_choice.cover_sheet.setChecked(False)
        case.click(dialog.write_button)

    case.hand_in(act)
    (path,) = case.folder.glob("*.tiff")
    (page,) = received_pages(path.read_bytes())
    assert page.height == 1143


def test_the_folder_that_was_written_to_is_proposed_next_time(case: Case, tmp_path: Path) -> None:
    other = tmp_path / "U盘"
    other.mkdir()

    def act(dialog: PacketDialog) -> None:
        assert dialog.folder.text() == str(case.folder)
        choose(dialog, "zip")
        dialog.folder.setText(str(other))
        case.click(dialog.write_button)

    case.hand_in(act)
    assert len(list(other.glob("*.zip"))) == 1 and not list(case.folder.glob("*.zip"))
    assert case.opened.workspace.export_folder() == other


def test_whom_the_letter_names_is_proposed_when_it_is_confirmed(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        choose(dialog, "zip")
        dialog.letter.line("recipient").setText("综合处")
        dialog.letter.line("contact").setText("李四")
        case.click(dialog.write_button)
        assert dialog.sent_page.recipient.text() == "综合处"
        assert dialog.sent_page.who.text() == "李四"
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    facts = case.packet().dispatches[0].facts
    assert (facts.recipient, facts.who) == ("综合处", "李四")
    assert dict(case.packet().contents.cover)["收件单位"] == "综合处"


def test_a_draft_goes_only_after_a_word(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    case = Case(qtbot, qapp, store, folder, filled=False)

    def act(dialog: PacketDialog) -> None:
        choose(dialog, "zip")
        asked = answer(press("仍以草稿报送"))
        case.click(dialog.write_button)
        assert isinstance(asked[0], QMessageBox) and dialog.sent_page.isVisible()

    case.hand_in(act, "anyway-liaison-and-plan-1")
    assert len(list(folder.glob("*.zip"))) == 1


def pending_of(way: str) -> PendingPacket:
    order = order_of(task_of(), Path())
    moment = datetime.datetime(2020, 6, 2, 9, 0).astimezone()
    return PendingPacket(contents_of(order, ()), (), moment, way, recipient="安委会办公室", sender="张三")


def sent_page(qtbot: QtBot, way: str, *named: Channel) -> SentPage:
    task = task_of()
    obligation = dataclasses.replace(task.obligation, channels=named)
    task = dataclasses.replace(task, occurrence=dataclasses.replace(task.occurrence, obligation=obligation))
    page = SentPage(pending_of(way), task, "", RecordingDesktop())
    qtbot.addWidget(page)
    return page


def test_what_is_typed_about_its_going_is_kept(qtbot: QtBot) -> None:
    page = sent_page(qtbot, "zip")
    assert (page.recipient.text(), page.who.text()) == ("安委会办公室", "张三")
    assert page.when.date() == QDate(TODAY.year, TODAY.month, TODAY.day)
    page.channel.setCurrentIndex(page.channel.findText(Channel.QQ.label))
    page.recipient.setText(" 综合处 ")
    page.who.setText("李四")
    page.when.setDateTime(QDateTime(QDate(2020, 5, 30), QTime(8, 15)))
    page.note.setText("张科长已电话确认")
    with qtbot.waitSignal(page.sent) as signal:
        page.sent_button.click()
    moment = datetime.datetime(2020, 5, 30, 8, 15).astimezone()
    assert signal.args == [DispatchFacts(Channel.QQ, "综合处", "李四", moment, "张科长已电话确认")]


@pytest.mark.parametrize(
    ("way", "named", "first"),
    [
        ("zip", (), Channel.ELECTRONIC),
        ("zip", (Channel.QQ,), Channel.QQ),
        ("zip", (Channel.FAX, Channel.OA), Channel.OA),
        ("print", (Channel.FAX,), Channel.FAX),
        ("mail", (Channel.PAPER,), Channel.EMAIL),
    ],
)
def test_the_channel_the_notice_names_is_proposed(
    way: str, named: tuple[Channel, ...], first: Channel, qtbot: QtBot
) -> None:
    assert Channel(sent_page(qtbot, way, *named).channel.currentData()) is first


def test_the_check_list_counts_and_leads_to_each_form(qtbot: QtBot) -> None:
    checks = PacketChecks()
    qtbot.addWidget(checks)
    assert checks.summary == "核对：没有发现问题"
    remarks = (
        Finding("liaison", Severity.ERROR, "a", "甲表有错误。"),
        Finding("statistics", Severity.WARNING, "b", "乙表有疑问。"),
        Finding("", Severity.WARNING, "c", "缺材料。"),
    )
    checks.show_remarks(remarks)
    assert checks.summary == "核对：1 处错误，2 处注意" and checks.remarks == remarks
    buttons = checks.findChildren(QPushButton)
    wanted: list[str] = []
    checks.fix_requested.connect(wanted.append)
    for button in buttons:
        button.click()
    assert wanted == ["liaison", "statistics"]
    checks.show_remarks(remarks[2:])
    assert checks.summary == "核对：1 处注意"


def test_what_went_under_another_notice_is_not_corrected_here(case: Case) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    packet = case.packet()
    other = dataclasses.replace(
        packet, contents=dataclasses.replace(packet.contents, notice_id="heilongjiang-2020")
    )
    actions = case.opened.window.findChild(PacketActions)

    def told(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        assert "另一份通知" in dialog.text() + dialog.informativeText()
        press("关闭")(dialog)

    seen = answer(told)
    actions.hand_in(other.occurrence, other)
    assert seen
