"""Everything a notice says, as text that can be selected and copied."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from html import escape

from forms.notice.notice import Contact, Notice, Obligation
from forms.words import day_words, span_words
from ui.widgets.theme import Theme

#: More dates than this are shown as the first, the last and how many.
_MANY_DATES = 6


def facts_html(notice: Notice, theme: Theme) -> str:
    """The notice for a text browser. Whatever a notice's file says is escaped: it shows as words only."""
    parts = [
        f"<style>p.title {{ font-size: 14pt; font-weight: 600; }} p.part {{ font-size: 11pt; font-weight: 600; color: {theme.accent}; }}"
        f" td.name, .muted {{ color: {theme.muted}; }} td {{ padding: 1px 14px 1px 0; }}</style>",
        f"<p class='title'>{escape(notice.title)}</p>",
        _table(_head(notice)),
    ]
    for title, body in _sections(notice):
        if body:
            parts.append(f"<p class='part'>{escape(title)}</p>{body}")
    return "".join(parts)


def _head(notice: Notice) -> Iterator[tuple[str, str]]:
    yield "发文机关", notice.office
    yield "文号", notice.number
    yield "年份", f"{notice.year}年"
    yield "主题", notice.theme
    yield "活动时间", f"{notice.period.words}（{span_words(notice.period.first, notice.period.last)}）"
    if notice.campaign is not None:
        period = notice.campaign.period
        words = f"{notice.campaign.name}"
        if period is not None:
            words += f"：{period.words}（{span_words(period.first, period.last)}）"
        yield "后续活动", words
    yield "来源", "随程序提供" if notice.built_in else "我的通知"


def _sections(notice: Notice) -> Iterator[tuple[str, str]]:
    yield "表", _forms(notice)
    yield "报送事项", "".join(map(_obligation, notice.obligations))
    yield "联系方式", "".join(map(_contact, notice.contacts))
    activities = (
        f"<p><b>{escape(activity.title)}</b><br>{_lines(activity.text)}</p>" for activity in notice.activities
    )
    yield "活动安排", "".join(activities)
    yield "其他说明", _list(notice.remarks)
    yield "宣传标语", _list(notice.slogans)


def _forms(notice: Notice) -> str:
    if not notice.forms:
        return f"<p>{escape('这份通知没有要填的表。')}</p>"
    parts = []
    for form in notice.forms.values():
        kind = "通知的官方原表" if form.official else "参考表，不是通知的官方附件"
        origin = f"<br><span class='muted'>{_lines(form.origin)}</span>" if form.origin else ""
        parts.append(
            f"<p><b>{escape(form.name)}</b>：{escape(kind)}，{escape(f'共 {len(form.blanks)} 项')}{origin}</p>"
        )
    return "".join(parts)


def _obligation(obligation: Obligation) -> str:
    facts = [
        ("时限", obligation.words),
        ("日期", _dates(obligation.schedule.dates())),
        ("报至", obligation.recipient),
        ("方式", "、".join(channel.label for channel in obligation.channels)),
        ("附带材料", "、".join(obligation.material)),
    ]
    return f"<p><b>{escape(obligation.what)}</b></p>{_table(facts)}"


def _dates(days: tuple[datetime.date, ...]) -> str:
    if len(days) > _MANY_DATES:
        return f"{day_words(days[0])} 至 {day_words(days[-1])}，共 {len(days)} 次"
    return "、".join(day_words(day, days[0] if number else None) for number, day in enumerate(days))


def _contact(contact: Contact) -> str:
    facts = (
        ("电话", contact.telephone),
        ("传真", contact.fax),
        ("邮箱", contact.email),
        ("地址", contact.address),
        ("邮编", contact.postcode),
        ("网站", contact.website),
    )
    return f"<p><b>{escape(contact.office)}</b></p>{_table(facts)}"


def _table(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td class='name'>{escape(name)}</td><td>{_lines(value)}</td></tr>"
        for name, value in facts
        if value
    )
    return f"<table>{rows}</table>" if rows else ""


def _list(items: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{_lines(item)}</li>' for item in items)}</ul>" if items else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
