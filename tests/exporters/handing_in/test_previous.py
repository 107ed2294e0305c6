"""What an earlier packet hands on: to its correction, to next week, to next year."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from exporters.handing_in.letter import proposed_letter
from exporters.handing_in.order import Order, contents_of, matter_of
from exporters.handing_in.previous import Proposal, preparation_of, previous_packet, proposal
from exporters.handing_in.task import Task
from exporters.handing_in.ways import way_called
from forms.channel import Channel
from forms.packet import Dispatch, DispatchFacts, Packet, Voiding
from tests.exporters.packet_examples import CATALOGUE, order_of, task_of

SENT = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)
MAIL, FAX = way_called("mail"), way_called("fax")
GUSU = CATALOGUE.notice("gusu-2020")
NEXT = replace(GUSU, id="mine-2021", year=2021, built_in=False)


def packet_of(order: Order, number: int = 1, channel: Channel = Channel.EMAIL) -> Packet:
    """The packet as it went by mail."""
    facts = DispatchFacts(channel, order.letter.recipient, "张三", SENT)
    moment = SENT + datetime.timedelta(days=number)
    contents = contents_of(order, MAIL.cover_lines(order))
    return Packet(number, contents, moment, (), (Dispatch(number, facts),), preparation_of(order, MAIL))


def begin(task: Task, previous: Packet | None) -> Proposal:
    return proposal(task, proposed_letter(matter_of(task, task.forms)), previous)


def week(number: int) -> Task:
    return task_of("gusu-2020", "weekly-material", number)


def test_next_week_begins_from_the_last_one_with_the_files_that_still_exist(tmp_path: Path) -> None:
    here, gone = tmp_path / "材料.docx", tmp_path / "删了.docx"
    here.write_bytes(b"1")
    words = {"email": "own@example.gov.cn", "text": "您好：\n本周材料见附件。"}
    order = order_of(week(1), tmp_path, here, gone, mailbox=5_000_000, **words)
    sent = packet_of(order)
    found = previous_packet(week(2), [sent], [])
    assert found == sent
    started = begin(week(2), found)
    assert started.way == MAIL
    assert (started.letter.email, started.letter.text) == (words["email"], words["text"])
    assert (started.further, started.mailbox) == ((here,), 5_000_000)
    assert "第1号" in started.source
    proposed = proposed_letter(matter_of(week(2), ()))
    assert started.letter.subject == proposed.subject, "the subject that was proposed is proposed anew"


def test_a_correction_says_so_once_however_often_it_is_corrected(tmp_path: Path) -> None:
    words = {"text": "您好：\n材料见附件。", "subject": "自己写的主题"}
    first = packet_of(order_of(week(1), tmp_path, **words))
    task = replace(week(1), corrects=first)
    started = begin(task, previous_packet(task, [first], []))
    assert started.letter.text == f"{task.correction}\n\n{words['text']}"
    assert "更正" in started.letter.subject
    second = packet_of(order_of(task, tmp_path, text=started.letter.text), 2)
    later = replace(week(1), corrects=replace(second, dispatches=()))
    again = begin(later, previous_packet(later, [first, second], []))
    assert again.letter.text.count("更正件") == 1
    assert again.letter.text.startswith(later.correction)
    next_week = begin(week(2), previous_packet(week(2), [first, second], []))
    assert next_week.letter.text == words["text"]
    assert "更正" not in next_week.letter.subject


def test_next_year_takes_over_address_way_and_files_but_not_last_years_words(tmp_path: Path) -> None:
    plan = tmp_path / "方案.docx"
    plan.write_bytes(b"1")
    order = order_of(week(2), tmp_path, plan, recipient="应急办", email="yj@example.gov.cn", text="2020年……")
    sent = packet_of(order)
    this_year = task_of(notice=NEXT, obligation_id="weekly-material")
    found = previous_packet(this_year, [sent], [GUSU, NEXT])
    started = begin(this_year, found)
    assert (started.letter.recipient, started.letter.email) == ("应急办", "yj@example.gov.cn")
    assert started.letter.text == ""
    assert (started.way, started.further) == (MAIL, (plan,))
    assert "2020年6月4日" in started.source
    other = replace(NEXT, office="别的机关")
    assert previous_packet(replace(this_year, notice=other), [sent], [GUSU, other]) is None


def test_a_packet_of_an_older_version_gives_recipient_and_way(tmp_path: Path) -> None:
    order = order_of(week(1), tmp_path, recipient="应急办")
    old = replace(packet_of(order, channel=Channel.FAX), preparation=None)
    started = begin(week(2), old)
    assert started.way == way_called("print"), "the program's own fax needs a form"
    filled = task_of("gusu-2020", "liaison-and-plan")
    assert begin(filled, old).way == FAX
    assert begin(filled, old).letter.recipient == proposed_letter(matter_of(filled, ())).recipient


def test_what_was_voided_or_stands_for_another_obligation_is_not_begun_from(tmp_path: Path) -> None:
    sent = packet_of(order_of(week(1), tmp_path))
    voided = replace(sent, voiding=Voiding("误", SENT))
    assert previous_packet(week(2), [voided], []) is None
    assert previous_packet(task_of("gusu-2020", "liaison-and-plan"), [sent], []) is None
    assert begin(week(2), None) == Proposal(proposed_letter(matter_of(week(2), ())))
