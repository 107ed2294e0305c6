"""What holds for every text in every field type, and for numerals."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.fields.base import FieldError, FieldType, clean, half_width
from forms.fields.count.read import LARGEST
from forms.fields.numerals import read_numeral
from forms.fields.registry import FIELD_TYPES, field_type
from forms.values import Value

#: Characters that lead deep into the parsers; uniform random text hardly ever does.
LIKELY = (
    "0123456789０１２８" * 2
    + " 　,，.。．、;；/-－—()（）+＋#转@＠_·•'年月日号至约万亿千百十一二两〇零人次无张三李吉"
    + "aAxXwＱq²②٣½\u200b\u200d\u0301\u2028\x85\n\r\t𠮷\ue863邮箱省com"
)

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=LIKELY, max_size=24),
    st.text(alphabet="0123456789-+ ()转、", max_size=24),
    st.from_regex(r"(\+|00)[0-9]{8,14}( ?(转|-) ?[0-9]{1,4})?", fullmatch=True),
    st.from_regex(
        r"(\+86|0086|86)? ?\(?0[1-9][0-9]{1,2}\)?[- ]?[2-9][0-9]{6,7}((转|-|#)[0-9]{1,4})?", fullmatch=True
    ),
    st.from_regex(r"[a-zＡ张.]{1,5}[@＠][a-z0-9张-]{1,5}[.。](com|cn|政务)", fullmatch=True),
    st.from_regex(r"(19|20|二〇)[0-9〇]{2}[年./-][0-9一二]{1,2}[月./-][0-9三十]{1,2}日?", fullmatch=True),
)
KINDS = pytest.mark.parametrize("kind", FIELD_TYPES.values(), ids=FIELD_TYPES.keys())


def attempt(kind: FieldType, text: str, choices: tuple[str, ...] = ()) -> Value:
    """The value, or ``None`` after making sure that the refusal explains itself. Nothing else may come."""
    try:
        return kind.parse(text, choices)
    except FieldError as error:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", error.code)
        assert re.search(r"[\u4e00-\u9fff]", error.message) and error.message.endswith("。")
        assert len(error.message) < 250
        return None


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


@given(text=TEXTS)
def test_a_choice_is_one_of_the_choices(text: str) -> None:
    choices = ("男", "女", "A级")
    value = attempt(field_type("choice"), text, choices)
    assert not isinstance(value, str) or value in choices


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


def test_a_telephone_from_every_country_keeps_its_form() -> None:
    import phonenumbers

    telephone = field_type("telephone")
    for region in sorted(phonenumbers.SUPPORTED_REGIONS - {"CN"}):
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is None or not phonenumbers.is_valid_number(number):
                continue
            for style in (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
                value = telephone.parse(phonenumbers.format_number(number, style))
                assert isinstance(value, str) and value.startswith("+")
                assert telephone.parse(value + "转12") == value + "转12"


@KINDS
@pytest.mark.parametrize("text", ["1" + " " * 200_000 + "2", "1" + " \n" * 100_000 + "2", "-" * 200_000])
def test_a_huge_text_is_answered_at_once(kind: FieldType, text: str) -> None:
    attempt(kind, text)
