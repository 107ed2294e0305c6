"""送出前核对: errors and doubts of the forms that go along; and what a correction says it replaces."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from exporters.handing_in.remarks import remarks
from exporters.handing_in.task import PacketForm, Task, correction_of, occasion_of, packet_form
from exporters.handing_in.ways import WAYS, way_called
from forms.channel import Channel
from forms.form.filing import Confirmation
from forms.form.finding import Finding, Severity
from forms.packet import Dispatch, DispatchFacts
from forms.progress import no_progress
from forms.values import Filled
from tests.exporters.packet_examples import order_of, sent_packet, task_of

#: The example with fewer people than meetings, which may be and is asked about.
DOUBTFUL = {"study.sessions": "99999"}
WRONG = {"study.sessions": "很多", "study.people": "不少", "leaders_talk.people": "几个"}


def with_form(texts: Mapping[str, str], *confirmations: Confirmation) -> Task:
    """The statistics' task with these texts by blank id."""
    task = task_of()
    (form,) = task.forms
    filled = {**form.filing.filled, **{key: Filled(text) for key, text in texts.items()}}
    filing = replace(form.filing, filled=filled, confirmations=confirmations)
    return replace(task, forms=(packet_form(task.notice, form.form, filing),))


def form_of(task: Task) -> PacketForm:
    (form,) = task.forms
    return form


def about_the_form(task: Task, folder: Path) -> list[Finding]:
    summary = folder / "总结.docx"
    return [said for said in remarks(order_of(task, folder, summary), way_called("zip")) if said.field]


def test_errors_are_counted_the_first_two_told_and_the_form_named(tmp_path: Path) -> None:
    task = with_form(WRONG)
    errors = form_of(task).errors
    (said,) = about_the_form(task, tmp_path)
    assert (said.severity, said.code, said.field) == (Severity.ERROR, "handing-in.errors", "statistics")
    assert f"还有 {len(errors)} 处错误，每页会印上“草稿”" in said.message and len(errors) > 2
    for told in errors[:2]:
        assert told.message.rstrip("。") in said.message
    assert said.message.endswith("；等。") and errors[2].message not in said.message


def test_a_doubt_is_told_until_it_is_confirmed(tmp_path: Path) -> None:
    task = with_form(DOUBTFUL)
    (doubt,) = form_of(task).doubts
    (said,) = about_the_form(task, tmp_path)
    assert (said.severity, said.code, said.field) == (Severity.WARNING, "handing-in.doubts", "statistics")
    assert doubt.message in said.message and "1 处疑问" in said.message
    text = form_of(task).filing.text(doubt.field)
    task = with_form(DOUBTFUL, Confirmation(doubt.field, doubt.code, "线上播放，没有登记人数", text))
    assert form_of(task).doubts == () and about_the_form(task, tmp_path) == []


def test_a_form_that_stays_behind_is_not_judged(tmp_path: Path) -> None:
    order = order_of(with_form(WRONG), tmp_path, formats=())
    assert "handing-in.errors" not in [said.code for said in remarks(order, way_called("zip"))]


def test_the_sentence_of_a_correction_has_the_time_it_went_not_the_time_it_was_kept() -> None:
    packet = sent_packet(task_of())
    went = datetime.datetime(2020, 6, 3, 16, 5).astimezone()
    facts = DispatchFacts(Channel.EMAIL, "综合处", "张三", went)
    again = replace(facts, sent_at=went + datetime.timedelta(days=2))
    sent = replace(packet, dispatches=(Dispatch(1, facts), Dispatch(2, again)))
    assert "6月3日 16:05 报送的材料" in task_of(corrects=sent).correction
    assert "6月1日 10:30 报送的材料" in task_of(corrects=packet).correction
    assert task_of(corrects=sent).correction == correction_of(went)
    assert task_of().correction == ""


def test_only_one_of_several_dates_is_named() -> None:
    day = datetime.date(2021, 6, 10)
    assert occasion_of(day, 1) == ""
    assert occasion_of(day, 2) == "6月10日"


def test_the_files_of_a_correction_are_called_so(tmp_path: Path) -> None:
    task = task_of(corrects=sent_packet(task_of()))
    first, second = order_of(task_of(), tmp_path), order_of(task, tmp_path)
    assert second.stem == f"{first.stem}_更正"
    for way in WAYS:
        assert not set(way.targets(first)) & set(way.targets(second))


def test_what_is_kept_says_where_it_went_and_what_it_corrects(tmp_path: Path) -> None:
    task = task_of(corrects=sent_packet(task_of(), 7))
    order = order_of(task, tmp_path, email="own@example.cn", contact="李四", recipient="综合处")
    contents = way_called("mail").carry_out(order, no_progress).contents
    assert dict(contents.cover) == {
        "收件单位": "综合处",
        "主题": order.letter.subject,
        "联系人": "李四",
        "收件邮箱": "own@example.cn",
    }
    assert contents.corrects == 7
    assert (contents.number, contents.due) == (task.occurrence.number, task.occurrence.due)
