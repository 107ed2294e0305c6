"""Handing in through the window: put together, written, asked, frozen; the files read back and compared byte for byte."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from exporters.fax.tiff import received_pages
from forms.channel import Channel
from forms.file_role import FileRole
from forms.packet import Packet
from forms.storage.store import Store
from forms.values import Filled
from tests.ui.window_helpers import TODAY, OpenWindow, answer, press
from ui.form.page import FormPage
from ui.handing_in.dialog import PacketDialog
from ui.handing_in.files import PacketFiles
from ui.record.page import RecordPage
from ui.widgets.jobs import SynchronousJobs

LIAISON = ("liaison-and-plan", 1)
PLAN = "活动方案.pdf"


class Case:
    """A window with a filled-in form, and files to hand in with it."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, store: Store, folder: Path, filled: bool) -> None:
        self.qtbot = qtbot
        self.opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
        self.store, self.folder = store, folder
        self.opened.workspace.keep_export_folder(folder)
        form = self.opened.workspace.notice().forms["liaison"]
        example = dict(form.example) if filled else {"name": form.example["name"]}
        store.first_unit().write("gusu-2020", "liaison", {key: Filled(text) for key, text in example.items()})
        self.opened.window.show_page("settings")
        self.opened.window.show_page("workbench")
        self.plan = folder / "材料" / PLAN
        self.plan.parent.mkdir()
        self.plan.write_bytes(_pdf())

    def press_step(self, name: str) -> None:
        found = self.opened.window.findChildren(QPushButton, name)
        self.qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)

    def hand_in(self, act: Callable[[PacketDialog], None], name: str = "step-liaison-and-plan-1") -> None:
        def deal(dialog: QDialog) -> None:
            assert isinstance(dialog, PacketDialog)
            act(dialog)
            if dialog.isVisible():
                dialog.reject()

        seen = answer(deal)
        self.press_step(name)
        assert seen

    def click(self, one: QPushButton) -> None:
        self.qtbot.mouseClick(one, Qt.MouseButton.LeftButton)

    def send(self, dialog: PacketDialog, way: str) -> None:
        """Add the plan, choose the way, write, and say that it has gone."""
        dialog.files.add([self.plan])
        dialog.way_choice.buttons[way].click()
        self.click(dialog.write_button)
        self.click(dialog.sent_page.sent_button)

    def words(self) -> str:
        labels = self.opened.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def packet(self) -> Packet:
        (packet,) = self.store.first_unit().packets("gusu-2020")
        return packet

    def kept(self) -> dict[str, bytes]:
        return {file.name: self.store.read_content(file.sha256) for file in self.packet().files}


def _pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(100, 700, "plan")
    canvas.save()
    return target.getvalue()


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    folder = tmp_path / "out"
    folder.mkdir()
    return Case(qtbot, qapp, store, folder, filled=True)


@pytest.fixture
def draft_case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    folder = tmp_path / "out"
    folder.mkdir()
    return Case(qtbot, qapp, store, folder, filled=False)


def test_zip_end_to_end_and_frozen_as_it_went(case: Case) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    (path,) = case.folder.glob("*.zip")
    kept = case.kept()
    assert kept[path.name] == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == {name: data for name, data in kept.items() if name != path.name}
    assert inside[PLAN] == case.plan.read_bytes()
    assert sorted(Path(name).suffix for name in inside) == [".docx", ".pdf", ".pdf"]
    packet = case.packet()
    facts = packet.dispatches[0].facts
    assert (facts.channel, facts.who) == (Channel.ELECTRONIC, "沈若兰")
    assert facts.recipient == "姑苏区民政和卫生健康局应急保障处"
    assert facts.sent_at.date() == TODAY
    assert packet.occurrence == LIAISON
    assert packet.contents.forms[0].form_id == "liaison"
    case.qtbot.waitUntil(lambda: "已报送（1）" in case.words())
    assert "已报送 6月2日" in case.words()
    case.press_step("step-liaison-and-plan-1")
    assert case.opened.window.shown_key == "record"
    page = case.opened.window.page("record")
    assert isinstance(page, RecordPage)
    assert page.chosen().packet.id == packet.id


def test_folder_end_to_end(case: Case) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "folder"))
    (path,) = [path for path in case.folder.iterdir() if path.is_dir() and path.name != "材料"]
    assert {file.name: file.read_bytes() for file in path.iterdir()} == case.kept()
    text = (path / "主题和正文.txt").read_text("utf-8-sig")
    assert "【安全生产月报送】姑苏区平江街道社区卫生服务中心" in text
    roles = {file.name: file.role for file in case.packet().files}
    assert roles["主题和正文.txt"] is FileRole.COVER
    assert roles[PLAN] is FileRole.FURTHER


def test_mail_end_to_end(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        dialog.files.add([case.plan])
        dialog.way_choice.buttons["mail"].click()
        assert any("电子邮箱" in finding.message for finding in dialog.checks.remarks)
        dialog.letter.line("email").setText("yingji@example.gov.cn")
        assert not any("电子邮箱" in finding.message for finding in dialog.checks.remarks)
        dialog.letter.line("subject").setText("报送联络员推荐表")
        case.click(dialog.write_button)
        case.click(dialog.sent_page.open_buttons[0])
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    (path,) = case.folder.glob("*.eml")
    assert case.opened.desktop.opened == [path]
    kept = case.kept()
    assert kept[path.name] == path.read_bytes()
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "报送联络员推荐表"
    assert message["To"].addresses[0].addr_spec == "yingji@example.gov.cn"
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert attached == {name: data for name, data in kept.items() if name != path.name}
    beside = path.with_name(f"{path.stem}_附件")
    assert (beside / PLAN).read_bytes() == case.plan.read_bytes()
    assert dict(case.packet().contents.cover)["收件邮箱"] == "yingji@example.gov.cn"


def test_fax_end_to_end_with_its_preview(case: Case) -> None:
    from ui.handing_in.fax_preview import FaxPreviewDialog

    looked_at: list[QDialog] = []

    def act(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["fax"].click()
        assert not dialog.forms.boxes["liaison", ".docx"].isEnabled()

        def look(preview: QDialog) -> None:
            assert isinstance(preview, FaxPreviewDialog)
            looked_at.append(preview)
            preview.close()

        answer(look)
        case.click(dialog.preview_button)
        case.send(dialog, "fax")

    case.hand_in(act)
    assert looked_at
    (path,) = case.folder.glob("*.tiff")
    assert case.kept()[path.name] == path.read_bytes()
    pages = received_pages(path.read_bytes())
    assert len(pages) == 3
    assert {(page.width, page.height) for page in pages} == {(1728, 2287)}
    assert case.packet().dispatches[0].facts.channel is Channel.FAX


def test_a_large_mail_is_split_and_frozen_part_by_part(case: Case) -> None:
    videos = [case.plan.with_name(f"启动仪式{number}.mp4") for number in (1, 2)]
    for number, video in enumerate(videos):
        video.write_bytes(bytes([number]) * 12_000_000)

    def act(dialog: PacketDialog) -> None:
        dialog.files.add(videos)
        dialog.way_choice.buttons["mail"].click()
        assert any("24.0 MB" in finding.message for finding in dialog.checks.remarks)
        case.click(dialog.write_button)
        shown = "\n".join(label.text() for label in dialog.sent_page.findChildren(QLabel))
        assert "已分成2封" in shown
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    drafts = sorted(case.folder.glob("*.eml"))
    assert [path.stem[-3:] for path in drafts] == ["第1封", "第2封"]
    kept = case.kept()
    for path in (*drafts, *videos):
        assert kept[path.name] == path.read_bytes()
    mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in drafts]
    assert [mail["Subject"][-9:] for mail in mails] == ["（第1封 共2封）", "（第2封 共2封）"]


def test_printing_without_a_printer_offers_the_pages(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import PdfDocument

    saved = case.folder / "打印.pdf"
    monkeypatch.setattr("ui.widgets.print_dialog.QPrinterInfo.availablePrinterNames", lambda: [])
    monkeypatch.setattr(
        "ui.handing_in.actions.QFileDialog.getSaveFileName", lambda *_arguments: (str(saved), "")
    )

    def act(dialog: PacketDialog) -> None:
        dialog.files.add([case.plan])
        dialog.way_choice.buttons["print"].click()
        assert dialog.folder.isHidden()
        answer(press("导出 PDF"))
        case.click(dialog.write_button)
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    (sent,) = [file for file in case.packet().files if file.role is FileRole.SENT]
    assert case.store.read_content(sent.sha256) == saved.read_bytes()
    with PdfDocument(saved.read_bytes()) as pages:
        assert len(pages) == 2
    assert case.packet().dispatches[0].facts.channel is Channel.PAPER


def test_a_stop_and_a_failure_leave_nothing(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        dialog.files.add([case.plan])
        dialog.way_choice.buttons["zip"].click()
        dialog._jobs = SynchronousJobs(stop_after=2)
        case.click(dialog.write_button)
        assert dialog.isEnabled()
        dialog._jobs = SynchronousJobs()
        case.plan.unlink()
        told = answer(press("关闭"))
        case.click(dialog.write_button)
        assert PLAN in told[0].text()
        assert dialog.isEnabled()

        dialog.setEnabled(False)
        dialog.close()
        assert dialog.isVisible()
        dialog.setEnabled(True)

    case.hand_in(act)
    assert not list(case.folder.glob("*.zip"))
    assert case.store.first_unit().packets() == ()


def test_a_draft_needs_a_word_and_leads_back(draft_case: Case) -> None:
    case = draft_case

    def act(dialog: PacketDialog) -> None:
        assert any(
            "草稿" in finding.message and finding.field == "liaison" for finding in dialog.checks.remarks
        )
        answer(press("回去修改"))
        case.click(dialog.write_button)
        assert not dialog.isVisible()

    case.hand_in(act, "anyway-liaison-and-plan-1")
    assert case.opened.window.shown_key == "form:liaison"
    page = case.opened.window.page("form:liaison")
    assert isinstance(page, FormPage)
    assert page.session.all_revealed
    assert not list(case.folder.glob("*.zip"))


def test_not_sent_yet_is_asked_again_with_the_same_bytes(case: Case) -> None:
    def write(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["zip"].click()
        case.click(dialog.write_button)
        case.click(dialog.sent_page.later_button)

    case.hand_in(write)
    assert case.store.first_unit().packets() == ()
    (path,) = case.folder.glob("*.zip")
    assert "送出了吗" in case.opened.window.findChildren(QPushButton, "step-liaison-and-plan-1")[-1].text()
    case.hand_in(lambda dialog: case.click(dialog.sent_page.sent_button))
    assert case.kept()[path.name] == path.read_bytes()


def test_a_changed_form_is_corrected_and_refers_to_the_first(case: Case) -> None:
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    first = case.packet()
    case.store.first_unit().write("gusu-2020", "liaison", {"name": Filled("周子衡")})
    case.opened.window.show_page("settings")
    case.opened.window.show_page("workbench")

    def correct(dialog: PacketDialog) -> None:
        assert dialog.windowTitle().startswith("更正")
        assert dialog.letter.line("subject").text().startswith("更正：")
        case.send(dialog, "folder")

    case.hand_in(correct)
    _first, second = case.store.first_unit().packets("gusu-2020")
    assert second.contents.corrects == first.id
    (words,) = [file for file in second.files if file.role is FileRole.COVER]
    assert "本次为更正件，替代我单位6月2日" in case.store.read_content(words.sha256).decode("utf-8-sig")


def test_an_existing_file_is_asked_about(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        dialog.way_choice.buttons["zip"].click()
        (target,) = dialog.way_choice.way.targets(dialog.order)
        target.write_bytes(b"old")
        asked = answer(press("取消"))
        case.click(dialog.write_button)
        assert isinstance(asked[0], QMessageBox)
        assert target.read_bytes() == b"old"
        dialog.folder.setText(str(case.folder / "nowhere"))
        told = answer(press("关闭"))
        case.click(dialog.write_button)
        assert "不存在" in told[0].text()

    case.hand_in(act)


def test_files_are_dropped_once_and_removed_by_key(qtbot: QtBot, tmp_path: Path) -> None:
    files = PacketFiles(tmp_path)
    qtbot.addWidget(files)
    files.show()
    video = tmp_path / "启动仪式.mp4"
    video.write_bytes(b"v" * 2_500_000)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(video)), QUrl.fromLocalFile(str(tmp_path))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for _ in range(2):
        QApplication.sendEvent(files, QDragEnterEvent(QPoint(5, 5), *rest))
        QApplication.sendEvent(files, QDropEvent(QPointF(5, 5), *rest))
    assert files.paths == (video,)
    assert "2.5 MB" in files.list.item(0).text()
    files.list.setCurrentRow(0)
    qtbot.keyClick(files.list, Qt.Key.Key_Delete)
    assert files.paths == ()
    assert video.exists()
