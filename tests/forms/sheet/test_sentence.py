"""What is derived from the words around a blank."""

from __future__ import annotations

import pytest

from forms.sheet.markup import parse_markup
from forms.sheet.sentence import label_before, label_of_neighbour, sentence_id, sentences_of, unit_after


def labels(source: str) -> list[str]:
    (paragraph,) = parse_markup(source)
    return [
        label_before(paragraph, position)
        for position, run in enumerate(paragraph)
        if hasattr(run, "blank_id")
    ]


@pytest.mark.parametrize(("blank_id", "expected"), [("a.b", "a"), ("a.b.c", "a.b"), ("a", "")])
def test_sentence_id(blank_id: str, expected: str) -> None:
    assert sentence_id(blank_id) == expected


def test_two_sentences_of_one_paragraph_part_at_the_mark() -> None:
    (paragraph,) = parse_markup("甲（{a.x}）次，参与（{a.y}）人次；乙（{b.x}）场。")
    assert sentences_of(paragraph) == {"a": "甲（　）次，参与（　）人次", "b": "乙（　）场"}


def test_a_paragraph_without_blanks_has_no_sentences() -> None:
    (paragraph,) = parse_markup("只有文字。")
    assert sentences_of(paragraph) == {}


def test_first_blank_is_called_by_its_clause_and_later_ones_by_both() -> None:
    assert labels("中心组学习（{a.x}）次，参与（{a.y}）人次") == ["中心组学习", "中心组学习·参与"]


def test_quotation_marks_hold_their_clause_together() -> None:
    assert labels("组织“学法律，守规则”活动（{a.x}）场") == ["组织“学法律，守规则”活动"]


def test_a_blank_that_begins_its_clause_is_called_by_what_follows() -> None:
    assert labels("（{a.x}）人加入队伍。") == ["人加入队伍"]


def test_no_bracket_of_the_blank_before_is_left_in_a_label() -> None:
    assert labels("（{a.x}）家企业自查（{a.y}）次") == ["家企业自查", "家企业自查·家企业自查"]


def test_the_longest_measure_word_is_the_unit() -> None:
    (paragraph,) = parse_markup("办（{a.x}）场次，（{a.y}）人，（{a.z}）其他（{a.w}")
    units = ("场", "场次", "人次", "人")
    found = [unit_after(paragraph, at, units) for at, run in enumerate(paragraph) if hasattr(run, "blank_id")]
    assert found == ["场次", "人", "", ""]


def test_the_neighbour_to_the_left_is_the_label() -> None:
    texts = {0: "姓名*", 1: "", 2: "电话："}
    assert label_of_neighbour(texts, 1) == "姓名"
    assert label_of_neighbour(texts, 3) == "电话"
    assert label_of_neighbour(texts, 0) == ""
