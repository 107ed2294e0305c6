"""导入Excel: what the file holds beside what stands on the form, ticked blank by blank, one step to undo."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from exporters.read_back import ReadBack
from exporters.registry import export
from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.form.document import make_blank_document
from forms.form.filing import Filing
from forms.storage.store import Store
from forms.values import EMPTY, Filled, Source
from tests.ui.form.open_form import OpenForm
from tests.ui.window_helpers import answer, press
from ui.form.page import FormPage
from ui.form.proposals.dialog import ProposalsDialog, ProposalsModel
from ui.form.proposals.from_excel import ImportPlan, plan_import
from ui.form.proposals.proposal import fills

CATALOGUE = Catalogue()
NOTICE = CATALOGUE.notice("gusu-2020")
LIAISON = NOTICE.forms["liaison"]
STATISTICS = NOTICE.forms["statistics"]


@pytest.fixture
def card(qtbot: QtBot, qapp: QApplication, store: Store) -> OpenForm:
    return OpenForm(qtbot, qapp, store, "liaison")


def plan(read: ReadBack, texts: dict[str, str]) -> ImportPlan:
    form = NOTICE.forms[read.form_id]
    now = Filing(NOTICE.id, form.id, {key: Filled(text) for key, text in texts.items()})
    return plan_import(read, "a.xlsx", NOTICE, form, now, CATALOGUE)


def told(found: ImportPlan) -> list[tuple[str, str, str, bool]]:
    """Each proposal's blank, what stands there, what would, whether it is ticked."""
    return [(one.blank_id, one.before, one.after.text, one.taken) for one in found.proposals]


def saved(page: FormPage, file: Path, edit: Callable[[Any], None] = lambda _book: None) -> Path:
    """The page's form exported to ``file``, and edited there."""
    book = load_workbook(io.BytesIO(export(page.session.document()[0], ".xlsx")), rich_text=True)
    edit(book)
    book.save(file)
    return file


def test_an_untouched_file_brings_back_what_was_exported(card: OpenForm, tmp_path: Path) -> None:
    card.fill_example()
    session = card.page.session
    session.set_text("lines.date", "2020-6-4", session.new_token("lines.date"))
    file = saved(card.page, tmp_path / "back.xlsx")
    kept = session.filing.texts
    session.set_text("lines.date", "2020-6-5", session.new_token("lines.date"))
    session.set_text("qq", "999999", session.new_token("qq"))
    changed = session.filing.texts

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ProposalsDialog)
        assert [dialog.model.words(row)[:3] for row in range(dialog.model.rowCount())] == [
            (LIAISON.by_id["qq"].label, "999999", LIAISON.example["qq"]),
            ("日期", "2020-6-5", "2020-6-4"),
        ]
        assert dialog.accept_button.text().startswith("导入 2 处")
        dialog.accept_button.click()

    assert answer(act) is not None
    card.actions.import_excel_file(card.page, file)
    assert session.filing.texts == kept
    assert session.filled("lines.date") == Filled("2020-6-4", Source.FILE, "back.xlsx")
    session.undo()
    assert session.filing.texts == changed


def test_numbers_typed_into_the_file_come_in_and_are_judged(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path
) -> None:
    opened = OpenForm(qtbot, qapp, store, "statistics")
    session = opened.page.session

    def edit(book: Any) -> None:
        for number, text in ((2, "现场会"), (3, 3), (4, "约20"), (5, 40)):
            book["数据"].cell(number, 5).value = text
        first = book.worksheets[0]
        cell = next(cell for row in first.iter_rows() for cell in row if "云课堂学习（" in str(cell.value))
        cell.value = str(cell.value).replace("（\u3000\u3000）", "（120）", 1)

    file = saved(opened.page, tmp_path / "表.xlsx", edit)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ProposalsDialog)
        shown = [(*dialog.model.words(row)[1:3], dialog.model.proposals[row].taken) for row in range(5)]
        assert shown == [
            ("", "现场会", True),
            ("", "3", True),
            ("", "约20", False),
            ("", "40", True),
            ("", "120", True),
        ]
        assert "整数" in dialog.model.words(2)[3]
        assert "表上" in dialog.model.words(4)[3]
        dialog.model.toggle(2)
        dialog.model.toggle(3)
        dialog.accept_button.click()

    answer(act)
    opened.actions.import_excel_file(opened.page, file)
    texts = {key: text for key, text in session.filing.texts.items() if not key.startswith("lines.")}
    assert sorted(texts.values()) == ["120", "3", "现场会", "约20"]
    wrong = next(key for key, text in texts.items() if text == "约20")
    assert [finding.field for finding in session.visible_findings if finding.code != "empty"][:1] == [wrong]
    assert "导入了 4 处" in opened.page.status.text()
    session.undo()
    assert not {key for key in session.filing.texts if not key.startswith("lines.")}


def test_a_blank_form_that_came_back_takes_nothing_away() -> None:
    read = ReadBack(NOTICE.id, "statistics", {}, in_data={"launch.sessions": "3"})
    assert told(plan(read, {"launch.means": "现场会", "study.people": "86"})) == [
        ("launch.sessions", "", "3", True)
    ]


def test_the_two_sheets_may_contradict_each_other() -> None:
    read = ReadBack(
        NOTICE.id,
        "statistics",
        {"launch.sessions": Filled("2"), "study.people": Filled("5")},
        in_data={"launch.sessions": "4", "study.people": "6"},
        on_form={"launch.sessions": "3", "study.people": "６"},
    )
    found = plan(read, {"launch.sessions": "2", "study.people": "5"})
    assert told(found) == [
        ("launch.sessions", "2", "3", False),
        ("study.people", "5", "６", True),
    ]
    assert found.proposals[0].remark == "“数据”表里是“4”，和表上不同；勾选时用表上的。"


def test_what_was_typed_later_in_the_program_is_not_lost_unasked() -> None:
    exported = {"launch.sessions": Filled("2"), "study.people": Filled("5"), "study.sessions": Filled("1")}
    read = ReadBack(NOTICE.id, "statistics", exported, in_data={"launch.sessions": "3"})
    now = {"launch.sessions": "4", "study.people": "7", "launch.means": "现场会"}
    assert told(plan(read, now)) == [
        ("launch.means", "现场会", "", False),
        ("launch.sessions", "4", "3", False),
        ("study.sessions", "", "1", True),
        ("study.people", "7", "5", False),
    ]


def test_a_blank_emptied_in_the_file_is_emptied() -> None:
    read = ReadBack(
        NOTICE.id, "statistics", {"launch.sessions": Filled("2")}, on_form={"launch.sessions": ""}
    )
    found = plan(read, {"launch.sessions": "2"})
    assert told(found) == [("launch.sessions", "2", "", True)]
    assert fills(found.proposals) == {"launch.sessions": EMPTY}


def test_what_cannot_be_made_out_is_named(card: OpenForm, tmp_path: Path) -> None:
    card.fill_example()

    def edit(book: Any) -> None:
        book.remove(book.worksheets[0])

    file = saved(card.page, tmp_path / "a.xlsx", edit)
    messages: list[str] = []

    def note(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        messages.append(box.text())
        box.accept()

    answer(note)
    card.actions.import_excel_file(card.page, file)
    assert messages[0].startswith("文件里有些格子改得认不出填了什么")
    assert f"姓名、性别、职务、办公电话、手机、传真、{LIAISON.by_id['qq'].label}" in messages[0]


def test_a_file_of_another_form_or_notice_is_refused() -> None:
    with pytest.raises(InputError, match="“活动情况统计表”，不是“联络员推荐表”"):
        plan_import(
            ReadBack(NOTICE.id, "statistics", {}),
            "a.xlsx",
            NOTICE,
            LIAISON,
            Filing(NOTICE.id, "liaison"),
            CATALOGUE,
        )
    for other in ("jizhou-2020", "no-such-notice"):
        with pytest.raises(InputError, match="请先在“通知”页换成"):
            plan_import(
                ReadBack(other, "liaison", {}),
                "a.xlsx",
                NOTICE,
                LIAISON,
                Filing(NOTICE.id, "liaison"),
                CATALOGUE,
            )


def test_a_file_that_is_not_ours_is_said(card: OpenForm, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"PK")
    messages: list[str] = []

    def note(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        messages.append(box.text())
        press("关闭")(box)

    answer(note)
    card.actions.import_excel_file(card.page, file)
    assert "“a.xlsx”不是 Excel 工作簿" in messages[0]


def test_the_dialog_by_keyboard(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    read = ReadBack(NOTICE.id, "statistics", {}, in_data={"launch.sessions": "3", "study.people": "5"})
    dialog = ProposalsDialog(
        plan(read, {}).proposals, title="从 Excel 导入", source_heading="文件里", verb="导入"
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.table.hasFocus)
    qtmodeltester.check(dialog.model)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert list(dialog.fills) == ["study.people"]
    qtbot.keyClick(dialog.table, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    # A button pressed by its letter is shown pressed for a moment first.
    qtbot.waitUntil(lambda: dialog.fills == {})
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClick(dialog.table, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(dialog.accept_button.isEnabled)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert len(dialog.fills) == 2


def test_a_click_ticks_once(card: OpenForm, qtbot: QtBot) -> None:
    read = ReadBack(NOTICE.id, "statistics", {}, in_data={"launch.sessions": "3"})
    dialog = ProposalsDialog(plan(read, {}).proposals, title="", source_heading="文件里", verb="导入")
    qtbot.addWidget(dialog)
    dialog.show()
    model = dialog.model
    for column, place in ((2, None), (0, 12), (3, None)):
        before = len(model.taken)
        rect = dialog.table.visualRect(model.index(0, column))
        point = rect.center()
        if place is not None:
            point.setX(rect.left() + place)
        qtbot.mouseClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert len(model.taken) != before, column


def test_a_tick_is_read_out() -> None:
    read = ReadBack(NOTICE.id, "statistics", {}, in_data={"launch.sessions": "3"})
    model = ProposalsModel(plan(read, {}).proposals, "文件里")
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(role) == "已勾选，栏目：启动“安全生产月”活动（场次）"
    model.toggle(0)
    assert model.index(0, 0).data(role).startswith("未勾选")
    assert model.index(0, 1).data(role) == "现在：（空）"


def test_the_blank_form_itself_comes_back(tmp_path: Path, card: OpenForm) -> None:
    document = make_blank_document(LIAISON, notice_title=NOTICE.title, period_first=NOTICE.period.first)
    book = load_workbook(io.BytesIO(export(document, ".xlsx")), rich_text=True)
    cell = next(cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value) == "手机")
    cell.offset(0, 1).value = 13800051234
    book.save(tmp_path / "空白.xlsx")

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, ProposalsDialog)
        assert [dialog.model.words(row)[:3] for row in range(dialog.model.rowCount())] == [
            ("手机", "", "13800051234")
        ]
        dialog.accept()

    before = card.page.session.filing.texts
    answer(act)
    card.actions.import_excel_file(card.page, tmp_path / "空白.xlsx")
    assert card.page.session.filing.texts == {**before, "mobile": "13800051234"}
