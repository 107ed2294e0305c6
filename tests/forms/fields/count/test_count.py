"""A count: what is read, why a text is refused, and what holds for every text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.fields.base import clean, half_width
from forms.fields.count.read import LARGEST
from forms.fields.registry import field_type
from tests.forms.field_checks import TEXTS, attempt, check_accepted, check_refused

ACCEPTED = [
    ("0", 0),
    ("００", 0),
    ("007", 7),
    ("1,200", 1200),
    ("1，200", 1200),
    ("１２００", 1200),
    ("1 200", 1200),
    ("1　200", 1200),
    (" 12\n", 12),
    ("999,999,999", 999_999_999),
]

#: text, code, and words that the message must hold.
REFUSED = [
    ("约200", "not-a-number", "“约200”不是一个确定的数。请填写整数，例如 200。"),
    ("200多人", "not-a-number", "例如 200"),
    ("100-200", "not-a-number", "确定"),
    ("二十来人", "not-a-number", "确定"),
    ("人数200", "not-a-number", "不是一个整数。请填写整数，例如 200。"),
    ("200。", "not-a-number", "200"),
    ("十几", "not-a-number", "确定"),
    ("2000万", "magnitude", "20000000"),
    ("1.2万人次", "magnitude", "12000"),
    ("2w", "magnitude", "20000"),
    ("1亿2000万", "magnitude", "120000000"),
    ("30亿", "too-large", "999999999"),
    ("1000000000", "too-large", "999999999"),
    ("9" * 400, "too-large", "999999999"),
    ("-3", "negative", "负数"),
    ("－３", "negative", "负数"),
    ("负3", "negative", "负数"),
    ("12.5", "fraction", "整数"),
    ("１２．５", "fraction", "整数"),
    ("12.0", "fraction", "请填写 12"),
    ("1,2", "grouping", "请填写 12"),
    ("0,200", "grouping", "请填写 200"),
    ("1、200", "several", "合计"),
    ("100+200", "sum", "300"),
    ("十二", "chinese-numeral", "请填写 12"),
    ("一千二百人次", "chinese-numeral", "1200"),
    ("一百零五", "chinese-numeral", "105"),
    ("两百五", "not-a-number", "整数"),
    ("200人", "unit", "只填数字 200，单位表上已有"),
    ("无", "none-word", "填 0"),
    ("没有", "none-word", "“/”"),
    *(
        (text, "none-word", "一个也没有请填 0，不适用请填“/”。")
        for text in ("未开展", "没有开展", "无活动", "无此项", "暂未开展", "不涉及", "空", "—")
    ),
    *((text, "not-yet", "还不是数") for text in ("待统计", "待定", "统计中", "？")),
    ("O", "letters", "请填写 0"),
    ("2O0", "letters", "请填写 200"),
    ("1/200", "several", "“1/200”里有两个数"),
    ("2场，线下1场", "several", "例如 2"),
    ("3场150人", "several", "几个数"),
    ("20*3=60", "sum", "得数 60"),
    ("20×3", "sum", "得数 60"),
    ("=3+2", "sum", "合计 5"),
    ("1、", "grouping", "请填写 1。"),
    ("1\t200", "several-cells", "“1⇥200”"),
    ("1\r\n200\r\n", "several-cells", "“1⏎200”"),
    ("零", "chinese-numeral", "请填写 0"),
    ("1e3", "not-a-number", "1000"),
    ("٣", "other-digits", "请填写 3"),
    ("②", "other-digits", "请填写 2"),
    ("2²", "other-digits", "“²”"),
    ("½", "other-digits", "“½”"),
]


@pytest.mark.parametrize(("text", "value"), ACCEPTED)
def test_a_count_is_read(text: str, value: int) -> None:
    check_accepted("count", text, value)


@pytest.mark.parametrize(("text", "code", "words"), REFUSED)
def test_no_count_is_refused_in_words(text: str, code: str, words: str) -> None:
    check_refused("count", text, code, words)


@given(text=st.one_of(TEXTS, st.text(alphabet="0123456789０１,， 　.-万²②٣", max_size=12)))
def test_a_count_comes_only_from_digits_and_separators(text: str) -> None:
    value = attempt(field_type("count"), text)
    if isinstance(value, int):
        plain = half_width(clean(text))
        assert re.fullmatch(r"[0-9,\s]+", plain)
        assert value == int(re.sub(r"[,\s]", "", plain))
        assert 0 <= value <= LARGEST


@given(value=st.integers(0, LARGEST))
def test_every_count_is_read_however_its_thousands_are_parted(value: int) -> None:
    count = field_type("count")
    full_width = str(value).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    for text in (
        str(value),
        f"{value:,}",
        f"{value:,}".replace(",", " "),
        f"{value:,}".replace(",", "，"),
        full_width,
    ):
        assert count.parse(text) == value
