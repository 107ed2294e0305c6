"""Writes a notice's due dates as a calendar file (.ics) with alarms, the same bytes for the same notice."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from forms.notice.due import Occurrence, occurrences
from forms.notice.notice import Contact, Notice
from forms.notice.working_days import UNKNOWN_YEAR_WORDS, last_working_day
from forms.words import day_words, short_date_words

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_PRODUCT: Final = "-//Anyue//安月填报//ZH"
_ALARM_HOUR: Final = datetime.timedelta(hours=9)
_DAY: Final = datetime.timedelta(days=1)


def calendar_file(notice: Notice) -> bytes:
    """One all-day event for each due date, on the date the notice names.

    Its alarms go off at 9:00, local time, on the last working day and on the working day before it: on a Friday, not on
    a Sunday, for what is due on a Monday. An event keeps its UID
    when its date is moved, so that a calendar that reads the file again changes the event and adds none.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"报送：{notice.name}")
    for occurrence in occurrences(notice):
        calendar.add_component(_event(notice, occurrence))
    content: bytes = calendar.to_ical()
    return content


def _event(notice: Notice, occurrence: Occurrence) -> Event:
    from icalendar import Event

    obligation = occurrence.obligation
    event = Event()
    event.add("uid", f"{notice.id}.{obligation.id}.{occurrence.number}@anyue.invalid")
    event.add("dtstamp", datetime.datetime.combine(notice.period.first, datetime.time(), datetime.UTC))
    event.add("dtstart", occurrence.due)
    event.add("dtend", occurrence.due + _DAY)
    event.add("summary", summary(occurrence))
    event.add("description", description(notice, occurrence))
    event.add("categories", ["安全生产月"])
    event.add("transp", "TRANSPARENT")
    last = occurrence.last_working_day
    for day in (last_working_day(last - _DAY).date, last):
        event.add_component(_alarm(occurrence, day))
    return event


def _alarm(occurrence: Occurrence, day: datetime.date) -> Alarm:
    """An alarm on a day.

    It is counted from the event's start, the beginning of a day in whatever place the calendar is in.
    """
    from icalendar import Alarm

    last = occurrence.last_working_day
    when = {0: "今天", 1: "明天"}.get((last - day).days, f"下一个工作日（{short_date_words(last)}）")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{when}是报送的最后一个工作日：{occurrence.obligation.what}")
    alarm.add("trigger", day - occurrence.due + _ALARM_HOUR)
    return alarm


def summary(occurrence: Occurrence) -> str:
    """The event's title, short enough for a day in a calendar's month view to begin with what matters."""
    early = occurrence.last_working_day
    before = f"（最后工作日{short_date_words(early)}）" if early != occurrence.due else ""
    return f"报送：{occurrence.obligation.what}{before}"


def description(notice: Notice, occurrence: Occurrence) -> str:
    """What one needs to know on the day: the notice's own words, to whom and how."""
    obligation = occurrence.obligation
    lines = [
        f"通知：{notice.title}" + (f"（{notice.number}）" if notice.number else ""),
        f"原文：{obligation.words}",
        f"最后工作日：{day_words(occurrence.last_working_day)}",
    ]
    if not occurrence.known_year:
        lines.append(f"注意：{UNKNOWN_YEAR_WORDS}。")
    lines.append(f"接收单位：{obligation.recipient}")
    lines.append(f"渠道：{'、'.join(channel.label for channel in obligation.channels) or '通知没有规定'}")
    if obligation.forms:
        lines.append(f"表：{'、'.join(notice.forms[form_id].name for form_id in obligation.forms)}")
    if obligation.material:
        lines.append(f"材料：{'、'.join(obligation.material)}")
    lines += [_contact_words(contact) for contact in notice.contacts]
    return "\n".join(lines)


def _contact_words(contact: Contact) -> str:
    known = {"电话": contact.telephone, "传真": contact.fax, "邮箱": contact.email}
    return f"联系：{contact.office}" + "".join(f"，{label} {text}" for label, text in known.items() if text)
