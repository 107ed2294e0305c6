"""Telephone, fax and mobile: what is read, why a text is refused, and numbers of every country."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forms.fields.registry import field_type
from tests.forms.field_checks import attempt, check_accepted, check_refused

ACCEPTED = [
    ("telephone", "(0512)68727809", "0512-68727809"),
    ("telephone", "（０５１２）６８７２７８０９", "0512-68727809"),
    ("telephone", "0512－68727809 转 8012", "0512-68727809转8012"),
    ("telephone", "（0512）68727809（转8012）", "0512-68727809转8012"),
    ("telephone", "68727809-8012", "68727809转8012"),
    ("telephone", "68727809#8012", "68727809转8012"),
    ("telephone", "68727809 ext. 8012", "68727809转8012"),
    ("telephone", "0512-68727809-8012", "0512-68727809转8012"),
    ("telephone", "0512-6872-7809", "0512-68727809"),
    ("telephone", "6872-7809-8012", "68727809转8012"),
    ("telephone", "68727809", "68727809"),
    ("telephone", "6872780", "6872780"),
    ("telephone", "0887-8222222", "0887-8222222"),
    ("telephone", "010 6464 1234", "010-64641234"),
    ("telephone", "+86(0)512-68727809", "0512-68727809"),
    ("telephone", "0086-512-68727809", "0512-68727809"),
    ("telephone", "8651268727809", "0512-68727809"),
    ("telephone", "+86 138 1234 5678", "13812345678"),
    ("telephone", "138-1234-5678", "13812345678"),
    ("telephone", "4008208820", "400-820-8820"),
    ("telephone", "12350", "12350"),
    ("telephone", "0512-12345", "0512-12345"),
    ("telephone", "(010)12350", "010-12350"),
    ("telephone", "021-962121", "021-962121"),
    *(
        ("telephone", label + "68727809", "68727809")
        for label in ("电话：", "电话", "办公电话 ", "TEL:", "办：", "座机号码：", "联系电话是")
    ),
    ("telephone", "电话：68727809、手机：13812345678", "68727809、13812345678"),
    ("telephone", "68727809。", "68727809"),
    ("mobile", "手机：13812345678", "13812345678"),
    ("mobile", "\u206813812345678\u2069", "13812345678"),
    ("fax", "传真：68727809", "68727809"),
    ("telephone", "119", "119"),
    ("telephone", "68727809、68727810", "68727809、68727810"),
    ("telephone", "0512-68727809/13812345678", "0512-68727809、13812345678"),
    ("telephone", "68727809；68727810，68727811", "68727809、68727810、68727811"),
    ("telephone", "68727809 68727810", "68727809、68727810"),
    ("telephone", "+852 23456789", "+852 2345 6789"),
    ("telephone", "00852-2345-6789", "+852 2345 6789"),
    ("telephone", "+1 (650) 253-0000", "+1 650-253-0000"),
    ("telephone", "+44 (0)20 7946 0958 转 12", "+44 20 7946 0958转12"),
    ("mobile", "１３８ １２３４ ５６７８", "13812345678"),
    ("mobile", "+86-138-1234-5678", "13812345678"),
    ("mobile", "8613812345678", "13812345678"),
    ("mobile", "013812345678", "13812345678"),
    ("mobile", "+852 5123 4567", "+852 5123 4567"),
    ("fax", "0512-68727809、68727810", "0512-68727809、68727810"),
]

#: type, text, code, and words that the message must hold.
REFUSED = [
    ("telephone", "内线 8012", "extension-only", "“内线 8012”只有分机号"),
    ("telephone", "转8012", "extension-only", "总机"),
    ("telephone", "8012（内线）", "extension-only", "“8012（内线）”"),
    ("telephone", "短号：668012", "short-number", "内部的短号"),
    ("telephone", "0512/68727809", "too-short", "只有区号"),
    ("telephone", "0512-687278O9", "not-a-telephone", "例如 0512-68727809。"),
    ("telephone", "0512-6872780X", "not-a-telephone", "例如 0512-68727809。"),
    (
        "telephone",
        "68727809（办）",
        "not-a-telephone",
        "“68727809（办）”里的“办”不是号码。请只填号码，例如 68727809。",
    ),
    *(
        ("telephone", text, "joined-digits", "例如 " + right)
        for text, right in [
            ("8727809.0", "8727809；"),
            ("8727809（2）", "8727809；"),
            ("0871-3123456(1)", "0871-3123456；"),
            ("0512.68727809", "0512-68727809；"),
            ("(2)8727809", "0512-68727809；"),
            ("68727809(8012)", "68727809；"),
        ]
    ),
    ("mobile", "1381234567.0", "joined-digits", "例如 13812345678；"),
    ("mobile", "138(1234)5678", "joined-digits", "括号"),
    ("telephone", "68727809\n68720102", "several-cells", "68727809⏎68720102"),
    ("fax", "0512-12345", "service-number", "传真"),
    ("telephone", "0512-687278", "too-short", "6位"),
    ("telephone", "0512-687278099", "too-long", "9位"),
    ("telephone", "512-68727809", "area-code", "0512-68727809"),
    ("telephone", "0263-6872780", "area-code", "“026”"),
    ("telephone", "0512-12345678", "bad-start", "1"),
    ("telephone", "668012", "too-short", "6位"),
    ("telephone", "1381234567", "too-short", "10位"),
    ("telephone", "办公室68727809", "not-a-telephone", "“办公室”"),
    ("telephone", "O512-68727809", "not-a-telephone", "“O”"),
    ("telephone", "68727809/10", "too-short", "“10”"),
    ("telephone", "+999 123", "foreign-number", "国际"),
    ("telephone", "、", "not-a-telephone", "没有号码"),
    ("fax", "12350", "service-number", "传真"),
    ("fax", "12350转1", "service-number", "传真"),
    ("fax", "同电话", "same-as", "写出来"),
    ("mobile", "1381234567", "too-short", "只有10位数字，手机号是11位"),
    ("mobile", "138123456789", "too-long", "12位"),
    ("mobile", "12812345678", "bad-start", "12"),
    ("mobile", "0512-68727809转8012", "not-a-mobile", "固定电话"),
    ("mobile", "13812345678转1", "not-a-telephone", "“转”"),
    ("mobile", "13812345678、13912345678", "several", "一个"),
    ("mobile", "13812345678 13912345678", "several", "一个"),
]


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_a_number_is_read(name: str, text: str, value: str) -> None:
    check_accepted(name, text, value)


@pytest.mark.parametrize(("name", "text", "code", "words"), REFUSED)
def test_no_number_is_refused_in_words(name: str, text: str, code: str, words: str) -> None:
    check_refused(name, text, code, words)


@given(st.text(alphabet="0123456789+-() .（）[]转", min_size=7, max_size=22))
@example("9790309.")
@example("950000[")
@example("3112213 .）")
def test_a_number_is_never_longer_than_what_stands_between_two_brackets_or_dots(text: str) -> None:
    """Digits behind the number, in brackets or behind a dot, are never taken into it."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    for name in ("telephone", "mobile", "fax"):
        value = attempt(field_type(name), text)
        if isinstance(value, str):
            assert len(re.sub("[^0-9]", "", value)) <= len(digits)
            for tail in (".0", "(1)", "（2）", "[3]", ".00"):
                assert attempt(field_type(name), text + tail) in (None, value)


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


def test_the_library_of_foreign_numbers_is_not_imported_for_a_mainland_one() -> None:
    script = (
        "import sys; from forms.fields.registry import field_type;"
        "field_type('telephone').parse('0512-68727809');"
        "sys.exit(any(name in sys.modules for name in ('phonenumbers', 'email_validator', 'PySide6')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
