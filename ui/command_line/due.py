"""The command ``due``: what a notice asks for, and by when."""

from __future__ import annotations

import argparse
import datetime
import json
import re
from typing import TYPE_CHECKING, Any, Final

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice

if TYPE_CHECKING:
    from forms.notice.due import DueItem, DueList, Occurrence

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``due NOTICE [--on YYYY-MM-DD] [--json]``."""
    parser.add_argument("notice", metavar="NOTICE", help="通知的编号，例如 gusu-2020")
    parser.add_argument("--on", metavar="YYYY-MM-DD", help="从哪一天看；不写就是今天")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Print every due date with its last working day, seen from a day."""
    from forms.notice.due import due_list
    from forms.notice.today import today

    on = _day(options.on) if options.on is not None else today()
    notice = catalogue.notice(options.notice)
    found = due_list(notice, on)
    if options.json:
        print(json.dumps(_content(notice, found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(notice, found)))
    return 0


def _day(text: str) -> datetime.date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--on 后面的日期“{text}”有误。请写成 2020-06-04 这样的日期。") from error


def _content(notice: Notice, found: DueList) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "on": found.on.isoformat(),
        "due": [_item_content(item) for item in found.items],
    }


def _item_content(item: DueItem) -> dict[str, Any]:
    one = item.occurrence
    return {
        "obligation": one.obligation.id,
        "number": one.number,
        "what": one.obligation.what,
        "words": one.obligation.words,
        "due": one.due.isoformat(),
        "last_working_day": one.last_working_day.isoformat(),
        "last_working_day_known": one.known_year,
        "channel": [channel.value for channel in one.obligation.channels],
        "recipient": one.obligation.recipient,
        "group": item.group.value,
    }


def _lines(notice: Notice, found: DueList) -> list[str]:
    from forms.notice.due import Group
    from forms.words import day_words

    lines = [notice.title, f"从{day_words(found.on)}看："]
    for group in Group:
        items = found.group(group)
        if items:
            lines.append(f"{group.words}（{len(items)}）")
        for item in items:
            lines += _item_lines(item.occurrence)
    return lines


def _item_lines(one: Occurrence) -> list[str]:
    from forms.notice.working_days import UNKNOWN_YEAR_WORDS
    from forms.words import day_words

    times = f"（第{one.number}次，共{one.count}次）" if one.count > 1 else ""
    channels = "、".join(channel.words for channel in one.obligation.channels) or "通知没有规定"
    lines = [f"  {day_words(one.due)}  {one.obligation.what}{times}"]
    if one.last_working_day != one.due:
        lines.append(f"      这天不上班，最后工作日是{day_words(one.last_working_day)}")
    if not one.known_year:
        lines.append(f"      注意：{UNKNOWN_YEAR_WORDS}")
    lines.append(
        f"      原文：{one.obligation.words}  渠道：{channels}  接收单位：{one.obligation.recipient}"
    )
    return lines
