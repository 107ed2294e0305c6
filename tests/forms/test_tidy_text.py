"""What nobody meant to type goes: invisible signs, odd spaces, radicals; what a script needs stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.tidy_text import tidy

HIDDEN = [
    0x00AD,
    0x034F,
    0x061C,
    0x115F,
    0x180E,
    0x200B,
    0x200D,
    0x200E,
    0x2060,
    0x2066,
    0x2069,
    0x2800,
    0x3164,
]
HIDDEN += [0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFC, 0xE0020, 0xE0100]


@pytest.mark.parametrize("code", HIDDEN, ids=[f"U+{code:04X}" for code in HIDDEN])
def test_an_invisible_sign_goes_wherever_it_stands(code: int) -> None:
    sign = chr(code)
    assert tidy(f"{sign}姑苏{sign}{sign}区1{sign}") == "姑苏区1"


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "ප්\u200dර", "क्\u200dष", "ᠮᠣᠩ\u180bᠭᠣᠯ", "张　三", "a b", "第一行\n　第二行\t"]
)
def test_what_can_be_seen_or_is_needed_stays(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("⾦⻔⼩⽅⽯⼀⼼", "金门小方石一心"),
        ("⻘⻢⻰⻓⻋⻅⻉", "青马龙长车见贝"),
        ("石路\u00a01\u2009号", "石路 1 号"),
        ("e\u0301\u200d", "é"),
    ],
)
def test_the_way_in(text: str, right: str) -> None:
    assert tidy(text) == right


def test_every_radical_has_its_ideograph_and_none_is_lost() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2FD6) if unicodedata.name(chr(code), "")]
    left = [radical for radical in radicals if tidy(radical) == radical]
    # No ideograph is drawn like this one.
    assert left == ["⺀"]
    assert all(
        "CJK UNIFIED" in unicodedata.name(tidy(radical)) for radical in radicals if radical not in left
    )


@given(st.text() | st.text(alphabet="张a\u200c\u200d\u2060\u0628\u1820\u180b\u0915\u0301⻔ \u00a0"))
def test_tidied_again_it_is_the_same(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
