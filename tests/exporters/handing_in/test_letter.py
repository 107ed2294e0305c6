"""The letter: what the user typed reaches the mail as data, and the window and the command make the same one."""

from __future__ import annotations

import email
import email.policy
import json
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

import main
from exporters.handing_in.letter import mail_facts, proposed_letter
from exporters.handing_in.mail_way import MailWay
from exporters.handing_in.order import Order, matter_of
from exporters.mail.text import Listing, mail_subject, mail_text, suggested_text
from forms.notice.notice import Contact, Notice
from forms.progress import no_progress
from tests.exporters.packet_examples import CATALOGUE, PROFILE, order_of, sent_packet, task_of

TEXT = "王处长：\n　　材料请查收，谢谢。\n\n张三"


def text_of(order: Order) -> str:
    return suggested_text(mail_facts(order.matter, order.letter))


def messages(order: Order) -> list[str]:
    return [finding.message for finding in MailWay().remarks(order)]


def elsewhere() -> Notice:
    """A notice whose only contact is not the office to which one hands in."""
    notice = CATALOGUE.notice("heilongjiang-2020")
    changed = tuple(replace(obligation, recipient="新设的处") for obligation in notice.obligations)
    return replace(notice, obligations=changed)


def test_the_greeting_is_to_whom_the_user_typed(tmp_path: Path) -> None:
    order = order_of(task_of(), tmp_path, recipient="应急保障处王处长")
    assert text_of(order).startswith("应急保障处王处长：\n")
    assert text_of(order_of(task_of(), tmp_path)).startswith("黑龙江省安委会办公室、黑龙江省应急管理厅：\n")


def test_the_greeting_of_a_recipient_that_the_notice_does_not_name(tmp_path: Path) -> None:
    notice = CATALOGUE.notice("heilongjiang-2020")
    unnamed = tuple(replace(obligation, recipient="") for obligation in notice.obligations)
    task = task_of(notice=replace(notice, obligations=unnamed, contacts=(Contact("值班室"),)))
    assert text_of(order_of(task, tmp_path)).startswith("值班室：\n")


def test_the_person_to_ask_is_the_one_typed_or_none(tmp_path: Path) -> None:
    assert "联系人：李四" in text_of(order_of(task_of(), tmp_path, contact="李四"))
    assert "联系人" not in text_of(order_of(task_of(), tmp_path, contact=""))


def test_an_address_from_the_notice_is_to_be_checked_and_a_typed_one_is_not(tmp_path: Path) -> None:
    task = task_of(notice=elsewhere())
    assert ["收件人取自通知的联系方式" in message for message in messages(order_of(task, tmp_path))] == [True]
    assert messages(order_of(task, tmp_path, email="own@example.cn")) == []
    assert messages(order_of(task_of(), tmp_path)) == []
    (missing,) = messages(order_of(task, tmp_path, email=""))
    assert "没有收件的电子邮箱" in missing


def test_an_address_that_no_mail_can_have_is_said_beforehand(tmp_path: Path) -> None:
    (said,) = messages(order_of(task_of(), tmp_path, email="甲@b"))
    assert "邮箱地址“甲@b”写法有误" in said


def test_a_correction_says_so_once_in_subject_and_text(tmp_path: Path) -> None:
    task = task_of(corrects=sent_packet(task_of()))
    letter = proposed_letter(matter_of(task, task.forms))
    assert letter.subject.startswith("更正：【安全生产月报送】")
    order = order_of(task, tmp_path)
    assert mail_subject(mail_facts(order.matter, order.letter)) == letter.subject
    assert text_of(order).count("本次为更正件，替代我单位6月1日 10:30 报送的材料") == 1
    assert text_of(order).index("请查收。\n　　本次为更正件") > 0


def test_the_codes_are_those_of_the_forms_that_go_along(tmp_path: Path) -> None:
    order = order_of(task_of(), tmp_path)
    (form,) = order.chosen_forms
    facts = mail_facts(order.matter, order.letter)
    assert form.check_code in mail_text(facts, Listing((), ()))
    without = replace(order, forms=tuple((form, ()) for form, _ in order.forms))
    assert form.check_code not in mail_text(mail_facts(without.matter, without.letter), Listing((), ()))


def mail_of(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("typed", [False, True], ids=["proposed", "typed"])
def test_window_and_command_write_the_same_bytes(typed: bool, tmp_path: Path) -> None:
    further = tmp_path / "总结.docx"
    further.write_bytes(b"summary" * 1000)
    words = (
        {"recipient": "综合处", "email": "own@example.cn", "subject": "统计表", "text": TEXT} if typed else {}
    )
    task = task_of(corrects=None if typed else sent_packet(task_of()))
    order = order_of(task, tmp_path, further, formats=(".xlsx",), **words)
    written = MailWay().carry_out(order, no_progress)
    draft, folder = written.paths

    unit, text = tmp_path / "unit.json", tmp_path / "text.txt"
    unit.write_text(json.dumps(PROFILE, ensure_ascii=False), "utf-8")
    text.write_text(TEXT, "utf-8")
    (table,) = folder.glob("*.xlsx")
    options = ["--corrects", "2020-06-01T10:30"]
    if typed:
        options = [
            "--to",
            "own@example.cn",
            "--recipient",
            "综合处",
            "--subject",
            "统计表",
            "--text",
            str(text),
        ]
    output = tmp_path / "命令.eml"
    command = ["mail", task.notice.id, task.obligation.id, str(table), str(further), "-o", str(output)]
    assert main.main([*command, "--unit", str(unit), *options]) == 0
    assert output.read_bytes() == draft.read_bytes()
    beside = tmp_path / "命令_附件"
    assert {path.name: path.read_bytes() for path in beside.iterdir()} == {
        path.name: path.read_bytes() for path in folder.iterdir()
    }
    assert ("王处长" if typed else "本次为更正件") in mail_of(draft).get_body().get_content()  # type: ignore[union-attr]


def test_the_occasion_of_a_repeated_obligation_is_the_same_from_both(tmp_path: Path) -> None:
    task = task_of("xinjiang-2021", "weekly-material", 2)
    material = tmp_path / "照片说明.txt"
    material.write_bytes(b"x")
    (draft, _folder) = MailWay().carry_out(order_of(task, tmp_path, material), no_progress).paths
    unit, output = tmp_path / "unit.json", tmp_path / "命令.eml"
    unit.write_text(json.dumps(PROFILE, ensure_ascii=False), "utf-8")
    command = [
        "mail",
        task.notice.id,
        task.obligation.id,
        str(material),
        "-o",
        str(output),
        "--unit",
        str(unit),
    ]
    assert main.main([*command, "--due", task.occurrence.due.isoformat()]) == 0
    assert output.read_bytes() == draft.read_bytes()
    assert f"（{task.occasion}）" in mail_of(output)["Subject"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--due", "2020-06-12"], "它的到期日：2020-07-03"),
        (["--corrects", "昨天"], "2020-06-04T10:30"),
        (["--corrects", "2020-13-01T10:30"], "2020-06-04T10:30"),
        (["--to", "甲"], "收件邮箱"),
        (["--text", "{0}/empty.txt"], "没有文字"),
        (["--text", "{0}/gbk.txt"], "UTF-8"),
    ],
)
def test_words_that_cannot_be_right_are_refused(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    (tmp_path / "gbk.txt").write_bytes("正文".encode("gb18030"))
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    command = ["mail", "heilongjiang-2020", "summary-and-statistics", str(tmp_path / "a.pdf")]
    output = tmp_path / "a.eml"
    options = [option.format(tmp_path) for option in options]
    assert main.main([*command, "-o", str(output), *options]) == 2
    message = capsys.readouterr().err
    assert said in message and message.count("\n") == 1
    assert not output.exists()
