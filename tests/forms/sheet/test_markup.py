"""The markup of a cell."""

from __future__ import annotations

import pytest

from forms.sheet.markup import MarkupError, Slot, Words, parse_markup, plain_text


def test_words_and_blanks() -> None:
    assert parse_markup("学习（{study.sessions}）次") == (
        (Words("学习（"), Slot("study.sessions", "count"), Words("）次")),
    )


def test_a_type_after_the_colon() -> None:
    assert parse_markup("{a_1.b:long-text}") == ((Slot("a_1.b", "long-text"),),)


def test_lines_are_paragraphs_without_white_space_at_their_ends() -> None:
    assert parse_markup("\n  一  \n\n二\n") == ((Words("一"),), (Words("二"),))
    assert parse_markup("") == ()


def test_doubled_braces_stand_for_themselves() -> None:
    assert parse_markup("{{a}}") == ((Words("{a}"),),)
    assert parse_markup("a{{{b}}}c") == ((Words("a{"), Slot("b", "count"), Words("}c")),)


@pytest.mark.parametrize(
    ("source", "piece"),
    [
        ("{A}", "{A}"),
        ("{}", "{}"),
        ("{a.}", "{a.}"),
        ("{a:}", "{a:}"),
        ("{姓名}", "{姓名}"),
        ("{a b}", "{a b}"),
        ("有{a", "{"),
        ("有a}", "}"),
    ],
)
def test_what_is_not_a_blank_is_refused_and_named(source: str, piece: str) -> None:
    with pytest.raises(MarkupError, match=r"编号") as caught:
        parse_markup(source)
    assert f"“{piece}”" in str(caught.value)


def test_plain_text() -> None:
    paragraphs = parse_markup("一（{a}）\n二")
    assert plain_text(paragraphs) == "一（）\n二"
    assert plain_text(paragraphs, "＿") == "一（＿）\n二"
