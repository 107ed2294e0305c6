"""One day of the calendar."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, half_width, quoted, says_empty, says_later, says_none
from forms.fields.numerals import NUMERAL_CHARACTERS, read_numeral
from forms.values import Value
from forms.words import date_words, weekday_words

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

_EXAMPLE: Final = "2020年6月4日"

#: Spreadsheets count days from here; these are the years 2000 to 2099.
_SERIAL_ZERO: Final = datetime.date(1899, 12, 30)
_FIRST_SERIAL: Final = 36526
_LAST_SERIAL: Final = 73050
_WEEKDAY: Final = r"\(?(?:星期|周|礼拜)([一二三四五六日天])\)?$"
_MIDNIGHT: Final = r"[T ]00:00(?::00(?:\.0+)?)?$"
_NUMERAL: Final = "[" + NUMERAL_CHARACTERS.replace(".", "") + "]"
_IN_WORDS: Final = rf"({_NUMERAL}+)年({_NUMERAL}+)月({_NUMERAL}+)[日号]?"
_IN_DIGITS: Final = r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})"
_COMPACT: Final = r"([0-9]{4})([0-9]{2})([0-9]{2})"
_SHORT_YEAR: Final = r"([0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?"
_DAY_FIRST: Final = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
_NO_YEAR: Final = rf"({_NUMERAL}{{1,3}})[-/.月]({_NUMERAL}{{1,3}})[日号]?"
_NO_DAY: Final = rf"{_NUMERAL}{{4}}(?:[-/.][0-9]{{1,2}}|年{_NUMERAL}{{1,3}}月?|年?)"


class DateType(FieldType):
    """A date of the years 1900 to 2199. Printed as in official documents (GB/T 9704-2012): ``2020年6月4日``.

    Error codes: none-word, not-yet, no-year, short-year, no-day, day-first, range, year, no-such-month, no-such-day,
    weekday, not-a-date.
    """

    name: ClassVar[str] = "date"
    label: ClassVar[str] = "日期"
    help: ClassVar[str] = "填写年月日，例如 2020年6月4日、2020-6-4 或 20200604。"
    usual_length: ClassVar[int] = 11
    one_line: ClassVar[bool] = True
    longest: ClassVar[int] = 60
    pen_room: ClassVar[str] = "\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"

    def _parse(self, text: str, choices: Sequence[str]) -> datetime.date:
        if says_none(text) or says_empty(text):
            raise FieldError("none-word", f"请不要填{quoted(text)}。请填写日期；不适用请填“/”。")
        if says_later(text):
            raise FieldError("not-yet", f"{quoted(text)}还不是日期。定下来后请填写，例如 {_EXAMPLE}。")
        plain = _even(text)
        weekday = re.search(_WEEKDAY, plain)
        body = plain[: weekday.start()].strip() if weekday else plain
        if (numbers := _numbers(body)) is None:
            raise _explanation(text, body)
        date = _date(text, *numbers)
        if weekday and weekday_words(date) != f"星期{weekday.group(1).replace('天', '日')}":
            raise FieldError(
                "weekday",
                f"{quoted(text)}的星期不对，{date_words(date)}是{weekday_words(date)}。请核对日期和星期。",
            )
        return date

    def _format(self, value: Value) -> str:
        return date_words(value) if isinstance(value, datetime.date) else str(value)


def _even(text: str) -> str:
    """A text half-width, with one kind of dash and dot, without most spaces and a spreadsheet's midnight."""
    plain = re.sub(r"[‐‑‒–—―−﹣]", "-", half_width(text)).replace("。", ".").replace("\\", "/")
    plain = re.sub(_MIDNIGHT, "", re.sub(r"\s+", " ", plain).strip())
    return re.sub(r" ?([-/.年月日号()]) ?", r"\1", plain).rstrip(". ")


def _numbers(body: str) -> tuple[int, int, int] | None:
    """Year, month and day as they stand in a text in one of the accepted ways, right or not."""
    if match := re.fullmatch(_IN_WORDS, body):
        numbers = [read_numeral(part) for part in match.groups()]
        year, month, day = numbers
        if year is None or month is None or day is None or year < 100:
            return None
        return year, month, day
    if match := re.fullmatch(_IN_DIGITS, body) or re.fullmatch(_COMPACT, body):
        year, month, day = (int(part) for part in match.groups() if part and part not in "-/.")
        return year, month, day
    return None


def _date(text: str, year: int, month: int, day: int) -> datetime.date:
    """The date of three numbers; raises :class:`FieldError` where the calendar has none."""
    shown = quoted(text)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise FieldError(
            "year",
            f"{shown}的年份不对，应在{EARLIEST_YEAR}年至{LATEST_YEAR}年之间。请核对，例如 {_EXAMPLE}。",
        )
    if not 1 <= month <= 12:
        raise FieldError(
            "no-such-month", f"{shown}里没有这样的月份，月份是 1 至 12。请核对，例如 {_EXAMPLE}。"
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise FieldError("no-such-day", f"{shown}这一天不存在，{year}年{month}月只有{last}天。请核对。")
    return datetime.date(year, month, day)


def _meant(body: str) -> str:
    """The date behind a spreadsheet's number of days, a date with the time of day, or one with two digits for the year."""
    if re.fullmatch(r"[0-9]{5}(?:\.0+)?", body) and _FIRST_SERIAL <= int(body[:5]) <= _LAST_SERIAL:
        return date_words(_SERIAL_ZERO + datetime.timedelta(int(body[:5])))
    if match := re.fullmatch(r"(.+?[日号]|.+?(?=[T ]))[T ]?(?:[0-9]{1,2}[:时点].*|[上下]午.*)", body):
        numbers = _numbers(match.group(1).strip())
    elif match := re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{2})", body):
        numbers = 2000 + int(match.group(1)), int(match.group(2)), int(match.group(3))
    else:
        return ""
    try:
        return date_words(datetime.date(*numbers)) if numbers else ""
    except ValueError:
        return ""


def _explanation(text: str, body: str) -> FieldError:
    """Why a text is no date, and what would be right."""
    shown = quoted(text)
    if re.search(r"[0-9日号](?:-|~|至|到|--)[0-9]+[年月日号]|[日号0-9][~至到、,][0-9]", body):
        return FieldError(
            "range", f"{shown}像是几天或一段时间，这里只填一天。请填写一个日期，例如 {_EXAMPLE}。"
        )
    if match := re.fullmatch(_SHORT_YEAR, body):
        year, month, day = match.groups()
        return FieldError(
            "short-year", f"{shown}的年份请写四位，例如 {_example(2000 + int(year), int(month), int(day))}。"
        )
    if meant := _meant(body):
        return FieldError("not-a-date", f"{shown}不是日期的写法。如果是 {meant}，请这样填写。")
    if re.fullmatch(_DAY_FIRST, body):
        return FieldError("day-first", f"{shown}分不清月和日。请按年、月、日的顺序填写，例如 {_EXAMPLE}。")
    if match := re.fullmatch(_NO_YEAR, body):
        month_number, day_number = read_numeral(match.group(1)), read_numeral(match.group(2))
        if month_number and day_number and month_number <= 12 and day_number <= 31:
            return FieldError(
                "no-year", f"{shown}没有年份。请写上年份，例如 {_example(2020, month_number, day_number)}。"
            )
    if re.fullmatch(_NO_DAY, body):
        return FieldError("no-day", f"{shown}没有写到哪一天。请写到日，例如 {_EXAMPLE}。")
    return FieldError("not-a-date", f"{shown}不是日期。请填写年月日，例如 {_EXAMPLE}。")


def _example(year: int, month: int, day: int) -> str:
    """The date a text seems to mean, as an example of how to write it; another one where the calendar has none."""
    try:
        return date_words(datetime.date(year, month, day))
    except ValueError:
        return _EXAMPLE
