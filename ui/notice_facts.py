"""Everything a notice says, as text that can be selected and copied."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtCore import QCoreApplication

from forms.notice import Contact, Notice, Obligation
from ui.theme import Theme
from ui.words import day_words, span_words

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
    yield _tr("发文机关"), notice.office
    yield _tr("文号"), notice.number
    yield _tr("年份"), _tr("{0}年").format(notice.year)
    yield _tr("主题"), notice.theme
    yield _tr("活动时间"), f"{notice.period.words}（{span_words(notice.period.first, notice.period.last)}）"
    if notice.campaign is not None:
        period = notice.campaign.period
        words = f"{notice.campaign.name}"
        if period is not None:
            words += f"：{period.words}（{span_words(period.first, period.last)}）"
        yield _tr("后续活动"), words
    yield _tr("来源"), _tr("随程序提供") if notice.built_in else _tr("我的通知")


def _sections(notice: Notice) -> Iterator[tuple[str, str]]:
    yield _tr("表"), _forms(notice)
    yield _tr("报送事项"), "".join(map(_obligation, notice.obligations))
    yield _tr("联系方式"), "".join(map(_contact, notice.contacts))
    activities = (f"<p><b>{escape(one.title)}</b><br>{_lines(one.text)}</p>" for one in notice.activities)
    yield _tr("活动安排"), "".join(activities)
    yield _tr("其他说明"), _list(notice.remarks)
    yield _tr("宣传标语"), _list(notice.slogans)


def _forms(notice: Notice) -> str:
    if not notice.forms:
        return f"<p>{escape(_tr('这份通知没有要填的表。'))}</p>"
    parts = []
    for form in notice.forms.values():
        kind = _tr("通知的官方原表") if form.official else _tr("自拟表，不是通知的官方附件")
        origin = f"<br><span class='muted'>{_lines(form.origin)}</span>" if form.origin else ""
        parts.append(
            f"<p><b>{escape(form.name)}</b>：{escape(kind)}，{escape(_tr('共 {0} 项').format(len(form.blanks)))}{origin}</p>"
        )
    return "".join(parts)


def _obligation(obligation: Obligation) -> str:
    facts = [
        (_tr("时限"), obligation.words),
        (_tr("日期"), _dates(obligation.schedule.dates())),
        (_tr("报至"), obligation.recipient),
        (_tr("方式"), "、".join(channel.words for channel in obligation.channels)),
        (_tr("附带材料"), "、".join(obligation.material)),
    ]
    return f"<p><b>{escape(obligation.what)}</b></p>{_table(facts)}"


def _dates(days: tuple[datetime.date, ...]) -> str:
    if len(days) > _MANY_DATES:
        return _tr("{0} 至 {1}，共 {2} 次").format(day_words(days[0]), day_words(days[-1]), len(days))
    return "、".join(day_words(day, days[0] if number else None) for number, day in enumerate(days))


def _contact(contact: Contact) -> str:
    facts = (
        (_tr("电话"), contact.telephone),
        (_tr("传真"), contact.fax),
        (_tr("邮箱"), contact.email),
        (_tr("地址"), contact.address),
        (_tr("邮编"), contact.postcode),
        (_tr("网站"), contact.website),
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
    return f"<ul>{''.join(f'<li>{_lines(one)}</li>' for one in items)}</ul>" if items else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _tr(text: str) -> str:
    return QCoreApplication.translate("notice_facts", text)
