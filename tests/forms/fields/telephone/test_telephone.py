"""Telephone, fax and mobile: what is read, why a text is refused, and numbers of every country."""

from __future__ import annotations

import subprocess
import sys

import pytest

from forms.fields.registry import field_type
from tests.forms.field_checks import check_accepted, check_refused

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
    ("telephone", "无", "none-word", "“/”"),
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
