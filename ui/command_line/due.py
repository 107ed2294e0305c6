"""The command ``due``: what a notice asks for, and by when."""

from __future__ import annotations

import argparse
import datetime
import re
from typing import TYPE_CHECKING, Any, Final

from forms.declared.catalogue import Catalogue
from forms.errors import InputError
from forms.notice.notice import Notice
from ui.command_line.arguments import add_json_argument, add_notice_argument
from ui.command_line.output import DONE, print_json, print_line

if TYPE_CHECKING:
    from forms.notice.due import DueItem, DueList, Occurrence

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``due NOTICE [--on YYYY-MM-DD] [--json]``."""
    add_notice_argument(parser)
    parser.add_argument("--on", metavar="YYYY-MM-DD", help="从哪一天看；不写就是今天")
    add_json_argument(parser)


def run(catalogue: Catalogue, options: argparse.Namespace) -> int:
    """Print every due date with its last working day, seen from a day."""
    from forms.notice.due import due_list
    from forms.notice.today import today

    on = _day(options.on) if options.on is not None else today()
    notice = catalogue.notice(options.notice)
    found = due_list(notice, on)
    if options.json:
        print_json(_content(notice, found))
    else:
        for words in _lines(notice, found):
            print_line(words)
    return DONE


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
    occurrence = item.occurrence
    return {
        "obligation": occurrence.obligation.id,
        "number": occurrence.number,
        "what": occurrence.obligation.what,
        "words": occurrence.obligation.words,
        "due": occurrence.due.isoformat(),
        "last_working_day": occurrence.last_working_day.isoformat(),
        "last_working_day_known": occurrence.known_year,
        "channel": [channel.value for channel in occurrence.obligation.channels],
        "recipient": occurrence.obligation.recipient,
        "group": item.group.value,
    }


def _lines(notice: Notice, found: DueList) -> list[str]:
    from forms.notice.due import Group
    from forms.words import day_words

    lines = [notice.title, f"从{day_words(found.on)}看："]
    for group in Group:
        items = found.group(group)
        if items:
            lines.append(f"{group.label}（{len(items)}）")
        for item in items:
            lines += _item_lines(item.occurrence)
    return lines


def _item_lines(occurrence: Occurrence) -> list[str]:
    from forms.notice.working_days import UNKNOWN_YEAR_WORDS
    from forms.words import day_words

    times = f"（第{occurrence.number}次，共{occurrence.count}次）" if occurrence.count > 1 else ""
    channels = "、".join(channel.label for channel in occurrence.obligation.channels) or "通知没有规定"
    lines = [f"  {day_words(occurrence.due)}  {occurrence.obligation.what}{times}"]
    if occurrence.last_working_day != occurrence.due:
        lines.append(f"      这天不上班，最后工作日是{day_words(occurrence.last_working_day)}")
    if not occurrence.known_year:
        lines.append(f"      注意：{UNKNOWN_YEAR_WORDS}")
    lines.append(
        f"      编号：{occurrence.obligation.id}  原文：{occurrence.obligation.words}  报送方式：{channels}"
        f"  接收单位：{occurrence.obligation.recipient}"
    )
    return lines
