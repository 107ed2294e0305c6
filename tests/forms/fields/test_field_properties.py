"""What holds for every text in every field type, and for numerals."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.fields.base import FieldError, FieldType, clean, quoted
from forms.fields.numerals import read_numeral
from forms.fields.registry import FIELD_TYPES, field_type
from tests.forms.field_checks import TEXTS, attempt

KINDS = pytest.mark.parametrize("kind", FIELD_TYPES.values(), ids=FIELD_TYPES.keys())


@KINDS
@given(text=TEXTS)
@example(text="\ud800")
@example(text="9" * 5000)
@example(text="+" + "9" * 150)
@example(text="１" + "，000" * 90)
@example(text="一" * 390)
@example(text="a" * 300 + "@b.cn")
@example(text="Ａ\u0301 Ａ\u0301")
def test_every_text_is_read_and_read_back_or_refused_in_words(kind: FieldType, text: str) -> None:
    value = attempt(kind, text)
    printed = kind.format(value)
    assert kind.parse(printed) == value
    assert kind.format(kind.parse(printed)) == printed
    if not kind.multiline:
        assert "\n" not in printed
    if value is not None:
        assert all(remark.message.endswith("。") for remark in kind.remarks(text))


#: Where a message names a right text: between the words before it and the sign behind it.
SUGGESTED = re.compile(
    r"(?:例如 |是不是“|如果是 |请填写 |得数 |合计 )((?:[^，。；“”]|(?<=[0-9a-z])[ ])+)(?=[，。；”])"
)


@KINDS
@given(text=TEXTS | st.from_regex(r"[a-z.,，。@ ]{0,12}@[a-z0-9.,，。]{0,12}", fullmatch=True))
@example(text="a1@163，com")
@example(text="a1@163,,com")
@example(text="..@")
@example(text="0512-687278O9")
@example(text="1381234567.0")
@example(text="12345、67890")
@example(text="43986")
@example(text="2020-06-04 08:30")
@example(text="=3+2")
@example(text="1、")
def test_what_a_refusal_suggests_is_accepted(kind: FieldType, text: str) -> None:
    try:
        kind.parse(text)
    except FieldError as error:
        for suggestion in SUGGESTED.findall(error.message.replace(quoted(clean(text)), "")):
            assert kind.parse(suggestion) is not None, (error.message, suggestion)


@given(text=TEXTS)
def test_a_choice_is_one_of_the_choices(text: str) -> None:
    choices = ("男", "女", "A级")
    value = attempt(field_type("choice"), text, choices)
    assert not isinstance(value, str) or value in choices


@given(value=st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_every_date_is_read_in_every_writing(value: datetime.date) -> None:
    date = field_type("date")
    year, month, day = value.year, value.month, value.day
    for text in (
        f"{year}-{month}-{day}",
        f"{year}.{month}.{day}",
        f"{year}年{month}月{day}号",
        f"{value:%Y%m%d}",
    ):
        assert date.parse(text) == value
    assert date.parse(date.format(value)) == value


def in_chinese(number: int) -> str:
    """A number below one hundred million as Chinese writes it, for the test of the reader."""
    if number >= 10_000:
        rest = number % 10_000
        tail = ("零" if rest < 1000 else "") + in_chinese(rest) if rest else ""
        return in_chinese(number // 10_000) + "万" + tail
    digits, written, gap = str(number), "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = True
            continue
        written += (
            ("零" if gap and written else "")
            + "零一二三四五六七八九"[int(digit)]
            + ["", "十", "百", "千"][place]
        )
        gap = False
    return written or "零"


@given(number=st.integers(0, 99_999_999))
def test_chinese_numerals_are_read(number: int) -> None:
    assert read_numeral(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("廿五", 25),
        ("贰佰零叁", 203),
        ("二〇二〇", 2020),
        ("1.5千", 1500),
        ("1亿零5", 100_000_005),
        ("", None),
        ("百", None),
        ("万", None),
        ("两百五", None),
        ("一万二", None),
        ("1.25", None),
        ("1.23456万", None),
        ("十百", None),
    ],
)
def test_numerals_in_doubt_are_not_read(text: str, number: int | None) -> None:
    assert read_numeral(text) == number


@KINDS
@pytest.mark.parametrize("text", ["1" + " " * 200_000 + "2", "1" + " \n" * 100_000 + "2", "-" * 200_000])
def test_a_huge_text_is_answered_at_once(kind: FieldType, text: str) -> None:
    attempt(kind, text)
