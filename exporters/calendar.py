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
#: When an alarm goes off, and when the last one does before a day that an alarm cannot fall on.
_MORNING: Final = datetime.timedelta(hours=9)
_BEFORE_LEAVING: Final = datetime.timedelta(hours=16)
#: What SEQUENCE counts days from.
_FIRST_DAY: Final = datetime.date(2000, 1, 1)
_DAY: Final = datetime.timedelta(days=1)


def calendar_file(notice: Notice) -> bytes:
    """One all-day event for each due date, on the date the notice names.

    Its alarms go off on working days, local time, and always before the day of the event begins: Outlook passes over an alarm
    after the start. An event keeps its UID when its date is moved, so that a calendar that reads the file again changes the
    event and adds none; a later date has a higher SEQUENCE, by which calendars know what is newer (RFC 5545, 3.8.7.4).
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
    event.add("sequence", max(0, (occurrence.due - _FIRST_DAY).days))
    event.add("dtstart", occurrence.due)
    event.add("dtend", occurrence.due + _DAY)
    event.add("summary", summary(occurrence))
    event.add("description", description(notice, occurrence))
    event.add("categories", ["安全生产月"])
    event.add("transp", "TRANSPARENT")
    for day, hour in _alarm_times(occurrence):
        event.add_component(_alarm(occurrence, day, hour))
    return event


def _alarm_times(occurrence: Occurrence) -> tuple[tuple[datetime.date, datetime.timedelta], ...]:
    """In the morning of the working day before the last one, and of the last one where the event does not stand on it.

    Where it does, the second alarm is in the afternoon of the working day before: on a Friday for what is due on a Monday.
    """
    last = occurrence.last_working_day
    before = last_working_day(last - _DAY).date
    second = (before, _BEFORE_LEAVING) if last == occurrence.due else (last, _MORNING)
    return (before, _MORNING), second


def _alarm(occurrence: Occurrence, day: datetime.date, hour: datetime.timedelta) -> Alarm:
    """An alarm on a day.

    It is counted from the event's start, the beginning of a day in whatever place the calendar is in.
    """
    from icalendar import Alarm

    last = occurrence.last_working_day
    when = {0: "今天", 1: "明天"}.get((last - day).days, f"下一个工作日（{short_date_words(last)}）")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{when}是报送的最后一个工作日：{occurrence.obligation.what}")
    alarm.add("trigger", day - occurrence.due + hour)
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
    lines.append(f"报送方式：{'、'.join(channel.label for channel in obligation.channels) or '通知没有规定'}")
    if obligation.forms:
        lines.append(f"表：{'、'.join(notice.forms[form_id].name for form_id in obligation.forms)}")
    if obligation.material:
        lines.append(f"材料：{'、'.join(obligation.material)}")
    lines += [_contact_words(contact) for contact in notice.contacts]
    return "\n".join(lines)


def _contact_words(contact: Contact) -> str:
    known = {"电话": contact.telephone, "传真": contact.fax, "邮箱": contact.email}
    return f"联系：{contact.office}" + "".join(f"，{label} {text}" for label, text in known.items() if text)
