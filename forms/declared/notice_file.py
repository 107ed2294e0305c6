"""Reads a notice from its TOML file: the same reader for the built-in ones and a user's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from forms.channel import Channel
from forms.declared.form_file import FormDeclaration, read_form
from forms.declared.toml_table import Table, read_toml
from forms.errors import InputError
from forms.notice.notice import Activity, Campaign, Contact, Notice, Obligation, Period, Repeat, Schedule

#: The versions of the file format this program reads, the present one last; see docs/notices.md.
FORMATS: Final = (1, 2)

#: Finds the declaration of another notice's form, for forms that are made from it: (notice id, form id).
FindBase = Callable[[str, str], FormDeclaration]


def read_notice(path: Path, find_base: FindBase, built_in: bool) -> tuple[Notice, dict[str, FormDeclaration]]:
    """The notice in a file and the declarations of its forms.

    Raises :class:`InputError` that names file, line or key, and the reason.
    """
    root = read_toml(path)
    file_format = root.integer("format")
    if file_format not in FORMATS:
        raise root.wrong("format", f"这个程序只认识格式{'和'.join(map(str, FORMATS))}")
    head = root.table("notice")
    notice_id = head.text("id")
    declarations = {
        form_id: _read_form(table, notice_id, form_id, find_base, file_format)
        for form_id, table in root.each_table("forms").items()
    }
    period = _read_period(head.table("period"))
    notice = Notice(
        id=notice_id,
        name=head.text("name"),
        title=head.text("title"),
        number=head.text("number", ""),
        office=head.text("office"),
        year=_read_year(head),
        theme=head.text("theme"),
        period=period,
        campaign=_read_campaign(head.table("campaign")) if "campaign" in head else None,
        obligations=tuple(_read_obligation(table, declarations) for table in root.tables("obligations")),
        contacts=tuple(_read_contact(table) for table in root.tables("contacts")),
        activities=tuple(_read_activity(table) for table in root.tables("activities")),
        slogans=root.texts("slogans"),
        remarks=head.texts("remarks"),
        forms={form_id: declaration.form for form_id, declaration in declarations.items()},
        built_in=built_in,
    )
    head.raw("campaign")
    head.finish()
    root.finish()
    _check_ids(root, notice)
    return notice, declarations


def _read_year(table: Table) -> int:
    year = table.integer("year")
    if not 1990 <= year < 2200:
        raise table.wrong("year", "应是四位数的年份")
    return year


def _read_form(
    table: Table, notice_id: str, form_id: str, find_base: FindBase, file_format: int
) -> FormDeclaration:
    base = table.text("base", "")
    if not base:
        return read_form(table, notice_id, form_id, None, file_format)
    base_notice, _, base_form = base.partition("/")
    try:
        declaration = find_base(base_notice, base_form or form_id)
    except KeyError as error:
        raise table.wrong("base", f"没有“{base}”这张表") from error
    return read_form(table, notice_id, form_id, declaration, file_format)


def _read_period(table: Table) -> Period:
    period = Period(table.date("first"), table.date("last"), table.text("words"))
    table.finish()
    if period.last < period.first:
        raise table.wrong("last", "结束日期早于开始日期")
    return period


def _read_campaign(table: Table) -> Campaign:
    campaign = Campaign(
        table.text("name"), _read_period(table.table("period")) if "period" in table else None
    )
    table.raw("period")
    table.finish()
    return campaign


def _read_obligation(table: Table, forms: dict[str, FormDeclaration]) -> Obligation:
    obligation = Obligation(
        id=table.text("id"),
        what=table.text("what"),
        words=table.text("words"),
        schedule=_read_schedule(table),
        recipient=table.text("recipient"),
        channels=tuple(_read_channel(table, word) for word in table.texts("channels")),
        forms=table.texts("forms"),
        material=table.texts("material"),
    )
    for form_id in obligation.forms:
        if form_id not in forms:
            raise table.wrong("forms", f"这个通知没有“{form_id}”这张表")
    table.finish()
    return obligation


def _read_channel(table: Table, word: str) -> Channel:
    try:
        return Channel(word)
    except ValueError as error:
        raise table.wrong("channels", f"“{word}”不认识，只能是 {'、'.join(Channel)}") from error


def _read_schedule(table: Table) -> Schedule:
    if "repeat" not in table:
        due = table.date("due")
        return Schedule(due, due)
    word = table.text("repeat")
    try:
        schedule = Schedule(table.date("first"), table.date("last"), Repeat(word))
    except ValueError as error:
        raise table.wrong("repeat", f"“{word}”不认识，只能是 {'、'.join(Repeat)}") from error
    if not 0 <= (schedule.last - schedule.first).days <= 1000 or not schedule.dates():
        raise table.wrong("last", "起止日期之间没有一天符合，或相隔太久")
    return schedule


def _read_contact(table: Table) -> Contact:
    keys = ("telephone", "fax", "email", "address", "postcode", "website")
    contact = Contact(table.text("office"), **{key: table.text(key, "") for key in keys})
    table.finish()
    return contact


def _read_activity(table: Table) -> Activity:
    activity = Activity(table.text("title"), table.text("text"))
    table.finish()
    return activity


def _check_ids(root: Table, notice: Notice) -> None:
    ids = [obligation.id for obligation in notice.obligations]
    if len(set(ids)) != len(ids):
        raise root.wrong("obligations", "报送事项的编号有重复")
    for name in (notice.id, *notice.forms, *ids):
        if (
            not name.replace("-", "").replace("_", "").isascii()
            or not name.replace("-", "").replace("_", "").isalnum()
        ):
            raise InputError(
                f"文件“{root.file}”里的编号“{name}”有误：只能用英文字母、数字、- 和 _。请改正后再试。"
            )
