"""The letter in the dialog: its text follows the other choices until it is edited; the mailbox's limit is remembered."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from tests.ui.handing_in.test_packet_dialog import Case
from tests.ui.window_helpers import answer, press
from ui.handing_in.dialog import PacketDialog
from ui.workspace import MAILBOX_LIMIT


@pytest.fixture
def case(qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path) -> Case:
    folder = tmp_path / "out"
    folder.mkdir()
    return Case(qtbot, qapp, store, folder, filled=True)


def choose(dialog: PacketDialog, way_id: str) -> None:
    dialog.way_choice.buttons[way_id].click()


def text_of(dialog: PacketDialog) -> str:
    return dialog.letter.text.toPlainText()


def test_the_text_follows_until_it_is_edited_and_can_be_had_again(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        choose(dialog, "mail")
        letter = dialog.letter
        assert text_of(dialog).startswith("姑苏区民政和卫生健康局应急保障处：\n")
        assert letter.propose_again.isHidden()
        letter.line("recipient").setText("王处长")
        letter.line("contact").setText("李四")
        assert text_of(dialog).startswith("王处长：\n") and "联系人：李四" in text_of(dialog)
        letter.text.setPlainText("我自己写的正文。")
        letter.line("recipient").setText("陈处长")
        assert text_of(dialog) == "我自己写的正文。"
        assert "接在您写的正文后面" in letter.text_hint.text()
        assert dialog.order.letter.text == "我自己写的正文。"
        assert not letter.propose_again.isHidden()
        case.click(letter.propose_again)
        assert text_of(dialog).startswith("陈处长：\n")
        assert dialog.order.letter.text == "" and letter.propose_again.isHidden()
        letter.text.setPlainText(" \n")
        assert "用的是建议的正文" in letter.text_hint.text()

    case.hand_in(act)


def test_the_edited_text_stands_in_the_mail_that_is_written(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        choose(dialog, "mail")
        dialog.letter.line("email").setText("yingji@example.gov.cn")
        dialog.letter.text.setPlainText("王处长：\n　　请查收。")
        case.click(dialog.write_button)
        case.click(dialog.sent_page.sent_button)

    case.hand_in(act)
    (path,) = case.folder.glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body().get_content().replace("\r\n", "\n")  # type: ignore[union-attr]
    assert body.startswith("王处长：\n　　请查收。\n\n附件（共2个")
    assert "您好！现报送" not in body


def test_the_words_shown_are_those_the_way_needs(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        letter = dialog.letter
        for way_id, email_shown, fax_shown, text_shown, limit_shown in (
            ("mail", True, False, True, True),
            ("fax", False, True, False, False),
            ("folder", False, False, True, False),
            ("zip", False, False, False, False),
            ("print", False, False, False, False),
        ):
            choose(dialog, way_id)
            shown = (
                letter.line("email").isVisibleTo(dialog),
                letter.line("fax").isVisibleTo(dialog),
                letter.text.isVisibleTo(dialog),
                letter.limit.isVisibleTo(dialog),
            )
            assert shown == (email_shown, fax_shown, text_shown, limit_shown), way_id

    case.hand_in(act)


def test_the_limit_splits_mails_and_is_remembered(case: Case) -> None:
    videos = [case.plan.with_name(f"启动仪式{number}.mp4") for number in (1, 2)]
    for number, video in enumerate(videos):
        video.write_bytes(bytes([number]) * 600_000)

    def act(dialog: PacketDialog) -> None:
        choose(dialog, "mail")
        dialog.files.add(videos)
        assert dialog.letter.limit.value() == 20
        assert (dialog.letter.limit.minimum(), dialog.letter.limit.maximum()) == (0.1, 1000)
        assert not any("装不下" in remark.message for remark in dialog.checks.remarks)
        dialog.letter.limit.setValue(1)
        assert any("上限 1.0 MB）装不下" in remark.message for remark in dialog.checks.remarks)
        case.click(dialog.write_button)
        shown = "\n".join(found.text() for found in dialog.sent_page.findChildren(QLabel))
        assert "已分成2封" in shown

    case.hand_in(act)
    assert case.store.setting(MAILBOX_LIMIT) == "1"
    drafts = sorted(case.folder.glob("*.eml"))
    assert len(drafts) == 2 and all(path.stat().st_size <= 1_000_000 for path in drafts)

    def again(dialog: PacketDialog) -> None:
        case.click(dialog.sent_page.again_button)
        choose(dialog, "mail")
        assert dialog.letter.limit.value() == 1
        dialog.files.add(videos)
        asked = answer(press("取消"))
        case.click(dialog.write_button)
        assert "第1封" in asked[0].text() and "第2封" in asked[0].text()

    case.hand_in(again)


def test_a_limit_that_was_kept_and_makes_no_sense_is_the_usual_one(case: Case) -> None:
    case.store.set_setting(MAILBOX_LIMIT, "很多")
    case.hand_in(lambda dialog: None)

    def act(dialog: PacketDialog) -> None:
        choose(dialog, "mail")
        assert dialog.letter.limit.value() == 20

    case.hand_in(act)


def test_no_two_fields_have_the_same_key(case: Case) -> None:
    def act(dialog: PacketDialog) -> None:
        for way_id in ("mail", "fax", "folder", "print", "zip"):
            choose(dialog, way_id)
            from PySide6.QtWidgets import QAbstractButton

            texts = [found.text() for found in dialog.findChildren(QAbstractButton) if found.isVisible()]
            texts += [
                found.text() for found in dialog.findChildren(QLabel) if found.isVisible() and found.buddy()
            ]
            keys = [text.partition("(&")[2][:1] for text in texts if "(&" in text]
            assert sorted(keys) == sorted(set(keys)), (way_id, keys)

    case.hand_in(act)
