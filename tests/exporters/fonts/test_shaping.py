"""Scripts that join their letters: shaped, drawn from right to left where they are, searchable, the same bytes each time."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_font_embedding import pdf, system_font

from exporters.fonts.catalogue import Candidate, Catalogue, catalogue
from exporters.fonts.errors import MissingGlyph
from exporters.fonts.font_set import FontSet, Typeface
from exporters.fonts.shaping import FIRST_STAND_IN, WORD, in_drawn_order
from exporters.typesetting.boundaries import Break, breaks

NAME = "بەختىيار"
TWO = "مۇھەممەت ئەلى"


@pytest.fixture(scope="module")
def typeface() -> Typeface:
    """Chinese from the bundled font, Arabic from the one that nearly every Linux has."""
    file = system_font("DejaVuSans.ttf").path.name
    roles = {"body": (Candidate(bundled="serif"),)}
    declared = Catalogue(roles, (Candidate(file),), catalogue().folders)
    return FontSet(only_bundled=False, declared=declared).typeface("body")


def text_of(document: bytes) -> str:
    found: str = pypdfium2.PdfDocument(document)[0].get_textpage().get_text_range()
    return found


def test_letters_are_joined_and_drawn_from_right_to_left(typeface: Typeface) -> None:
    prepared = typeface.prepare(f"姓名{NAME}女")
    assert prepared[:2] + prepared[-1] == "姓名女"
    glyphs = [typeface.font_for(sign).stand_in(sign) for sign in prepared[2:-1]]
    assert "".join(glyph.letters for glyph in glyphs if glyph) == NAME
    # Joined letters are other glyphs than those that stand alone.
    alone = [typeface.font_for(letter).glyph(letter) for letter in NAME]
    assert sum(glyph.glyph != single for glyph, single in zip(glyphs, alone, strict=True) if glyph) >= 5
    drawn = "".join(run.text for run in typeface.runs(prepared))
    assert drawn == "姓名" + prepared[2:-1][::-1] + "女"


def test_words_follow_one_another_from_right_to_left(typeface: Typeface) -> None:
    prepared = typeface.prepare(TWO)
    first, second = prepared.split(" ")
    assert "".join(run.text for run in typeface.runs(prepared)) == f"{second[::-1]} {first[::-1]}"


def test_what_is_printed_can_be_searched(typeface: Typeface) -> None:
    assert NAME in text_of(pdf([typeface.runs(typeface.prepare(f"姓名{NAME}女"))]))


def test_the_same_text_gives_the_same_bytes_whatever_came_before(typeface: Typeface) -> None:
    first = pdf([typeface.runs(typeface.prepare(NAME))])
    typeface.prepare("ئالىم پەرھات")
    again = FontSet(only_bundled=False, declared=typeface._fonts._catalogue).typeface("body")
    again.prepare(TWO)
    assert pdf([again.runs(again.prepare(NAME))]) == first


def test_the_width_is_that_of_the_shaped_word(typeface: Typeface) -> None:
    prepared = typeface.prepare(NAME)
    runs = typeface.runs(prepared)
    assert typeface.width(prepared, 10) == pytest.approx(sum(run.font.width(run.text, 10) for run in runs))


def test_a_word_that_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(MissingGlyph) as caught:
        FontSet(only_bundled=True).typeface("body").prepare(NAME, "姓名")
    assert (caught.value.character, caught.value.field) == (NAME[0], "姓名")


def test_no_typed_character_is_taken_for_a_glyph(typeface: Typeface) -> None:
    stand_in = typeface.prepare(NAME)[0]
    assert stand_in >= FIRST_STAND_IN
    with pytest.raises(MissingGlyph):
        typeface.prepare(f"姓名{stand_in}")


def test_a_line_is_not_broken_inside_a_word_without_need() -> None:
    word = "\U00100000\U00100001\U00100002"
    assert breaks(f"姓{word}名")[2:4] == [Break.INSIDE, Break.INSIDE]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("姓名ABC", "姓名CBA"),
        ("ABC DE", "ED CBA"),
        ("ABC 12 DE", "ED 12 CBA"),
        ("ABC 1.5 DE", "ED 1.5 CBA"),
        ("ABC（DE）F", "F（ED）CBA"),
        ("ABC，女DE", "CBA，女ED"),
        ("ABC 12", "CBA 12"),
        ("abc", "abc"),
    ],
)
def test_the_order_on_a_line(text: str, drawn: str) -> None:
    """Capitals are written from right to left here."""
    assert in_drawn_order(text, str.isupper) == drawn


@given(st.text(alphabet="بەختىيار ئلۇ\u064e\u200c张12()·", max_size=20))
def test_nothing_is_lost_and_nothing_is_left_unshaped(typeface: Typeface, text: str) -> None:
    text = re.sub("(?<![\u0620-\u06ef])[\u200c\u064e]+", "", text)
    prepared = typeface.prepare(text)
    assert not WORD.search(prepared)
    runs = typeface.runs(prepared)
    assert sorted("".join(run.text for run in runs).translate(str.maketrans("()", "(("))) == sorted(
        prepared.translate(str.maketrans("()", "(("))
    )
    read = "".join(typeface.font_for(sign).letters(sign) for sign in prepared)
    assert read == text
