"""Tasks and orders for the tests of handing in. Plain functions, no window."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from exporters.handing_in.letter import Letter, proposed_letter
from exporters.handing_in.order import Order, matter_of
from exporters.handing_in.task import PacketForm, Task, packet_form
from forms.declared.catalogue import Catalogue
from forms.form.filing import Filing
from forms.notice.due import occurrences
from forms.notice.notice import Notice
from forms.packet import Packet
from forms.values import Filled

TODAY = datetime.date(2020, 6, 2)
PROFILE = {
    "unit.name": "哈尔滨市某某区应急管理局",
    "liaison.name": "张三",
    "liaison.office_phone": "0451-87654321",
    "liaison.email": "aqy@example.gov.cn",
}
CATALOGUE = Catalogue()


def task_of(
    notice_id: str = "heilongjiang-2020",
    obligation_id: str = "summary-and-statistics",
    number: int = 1,
    *,
    notice: Notice | None = None,
    profile: Mapping[str, str] = PROFILE,
    corrects: Packet | None = None,
) -> Task:
    """The task of an occurrence, its forms filled in with their examples."""
    known = notice or CATALOGUE.notice(notice_id)
    occurrence = next(each for each in occurrences(known) if each.key == (obligation_id, number))
    forms = tuple(_filled(known, form_id) for form_id in occurrence.obligation.forms)
    return Task(known, occurrence, profile, forms, TODAY, corrects)


def _filled(notice: Notice, form_id: str) -> PacketForm:
    form = notice.forms[form_id]
    filled = {blank_id: Filled(text) for blank_id, text in form.example.items()}
    return packet_form(notice, form, Filing(notice.id, form_id, filled))


def order_of(
    task: Task,
    folder: Path,
    *further: Path,
    formats: tuple[str, ...] = (".pdf",),
    mailbox: int | None = None,
    **words: str,
) -> Order:
    """The order with every form in ``formats`` and the proposed letter, but for these words."""
    letter: Letter = proposed_letter(matter_of(task, task.forms))
    forms = tuple((form, formats) for form in task.forms)
    return Order(task, forms, further, replace(letter, **words), folder, mailbox)


def sent_packet(task: Task, packet_id: int = 7) -> Packet:
    """A packet of this task that went on the first of June at half past ten."""
    from exporters.handing_in.order import contents_of

    moment = datetime.datetime(2020, 6, 1, 10, 30).astimezone()
    return Packet(packet_id, contents_of(order_of(task, Path()), ()), moment, ())
