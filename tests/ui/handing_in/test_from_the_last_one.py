"""The packet dialog begins from the last packet: its correction, next week's, next year's."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from forms.declared.resources import RESOURCES
from forms.storage.store import Store
from tests.ui import window_helpers
from tests.ui.handing_in.test_packet_dialog import Case
from tests.ui.window_helpers import OpenWindow, answer
from ui.handing_in.dialog import PacketDialog
from ui.record.page import RecordPage

OWN_TEXT = "您好：\n本周的活动材料见附件。"


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    """This week's material has gone by mail to an address that was typed, with a text of the user's own."""
    folder = tmp_path / "out"
    folder.mkdir()
    case = Case(qtbot, qapp, store, folder, filled=True)

    def send(dialog: PacketDialog) -> None:
        dialog.letter.line("email").setText("yingji@example.gov.cn")
        dialog.letter.text.setPlainText(OWN_TEXT)
        dialog.letter.limit.setValue(20)
        case.send(dialog, "mail")

    case.hand_in(send, "step-weekly-material-1")
    return case


def shown(dialog: PacketDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_next_week_begins_where_this_week_ended(case: Case) -> None:
    def look(dialog: PacketDialog) -> None:
        assert dialog.way_choice.way.id == "mail"
        assert dialog.letter.letter.email == "yingji@example.gov.cn"
        assert dialog.letter.text.toPlainText() == OWN_TEXT
        assert dialog.letter.limit.value() == 20
        assert dialog.files.paths == (case.plan,)
        assert "6月11日" in dialog.letter.letter.subject
        assert "已按第1号报送" in shown(dialog)

    case.hand_in(look, "step-weekly-material-2")


def test_a_file_that_is_gone_is_not_proposed(case: Case) -> None:
    case.plan.unlink()
    proposed: list[tuple[Path, ...]] = []
    case.hand_in(lambda dialog: proposed.append(dialog.files.paths), "step-weekly-material-2")
    assert proposed == [()]


def test_a_correction_begins_with_the_words_that_went(case: Case) -> None:
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PacketDialog)
        seen.append(dialog.letter.text.toPlainText())
        assert dialog.files.paths == (case.plan,)
        dialog.reject()

    case.opened.window.show_page("record")
    page = case.opened.window.page("record")
    assert isinstance(page, RecordPage)
    answer(look)
    case.click(page.details.correct_button)
    assert seen and seen[0].startswith("本次为更正件") and seen[0].endswith(OWN_TEXT)


def test_next_year_proposes_address_way_mailbox_and_files(
    case: Case, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (RESOURCES / "notices" / "gusu-2020.toml").read_text("utf-8")
    text = text.replace('"gusu-2020"', '"gusu-2021"').replace("2020-", "2021-")
    text = text.replace("year = 2020", "year = 2021")
    (case.store.folder / "notices" / "gusu-2021.toml").write_text(text, "utf-8")
    case.opened.window.close()
    monkeypatch.setattr(window_helpers, "TODAY", datetime.date(2021, 6, 1))
    unit = case.store.first_unit()
    unit.rest_notice("gusu-2020")
    unit.use_notice("gusu-2021")
    unit.set_setting("notice", "gusu-2021")
    case.opened = OpenWindow(qtbot, qapp, case.store)
    case.opened.window.show_page("workbench")

    def look(dialog: PacketDialog) -> None:
        assert dialog.way_choice.way.id == "mail"
        assert dialog.letter.letter.email == "yingji@example.gov.cn"
        assert dialog.letter.text.toPlainText() != OWN_TEXT
        assert dialog.letter.limit.value() == 20
        assert dialog.files.paths == (case.plan,)
        assert "2020年6月2日" in shown(dialog)

    case.hand_in(look, "step-weekly-material-1")
