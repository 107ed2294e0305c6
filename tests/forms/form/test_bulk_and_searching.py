"""Finding blanks by their words, emptying a form, putting 0 where nothing took place."""

from __future__ import annotations

import pytest

from forms.declared.catalogue import Catalogue
from forms.form.bulk import clearing, zeros
from forms.form.filing import Filing
from forms.form.searching import blanks_with
from forms.values import EMPTY, Filled

CATALOGUE = Catalogue()
STATISTICS = CATALOGUE.form("gusu-2020", "statistics")
LIAISON = CATALOGUE.form("gusu-2020", "liaison")


def filing(**texts: str) -> Filing:
    return Filing(STATISTICS.notice_id, STATISTICS.id, {key: Filled(text) for key, text in texts.items()})


def test_zeros_go_only_into_empty_numbers_of_the_body() -> None:
    numbers = {blank.id for blank in STATISTICS.body if blank.type == "count"}
    some = filing(**{"launch.sessions": "3", "launch.people": "/", "study.sessions": " "})
    found = zeros(STATISTICS, some)
    assert found.keys() == numbers - {"launch.sessions", "launch.people"} and "study.sessions" in found
    assert set(found.values()) == {Filled("0")}
    assert not zeros(LIAISON, Filing(LIAISON.notice_id, LIAISON.id))


def test_clearing_empties_what_is_filled_and_nothing_else() -> None:
    some = filing(**{"launch.sessions": "3", "lines.unit": "某单位", "study.sessions": ""})
    assert clearing(STATISTICS, some) == {"launch.sessions": EMPTY, "lines.unit": EMPTY}


@pytest.mark.parametrize("words", ["填报人", " 填报人 ", "填报 人"])
def test_a_blank_is_found_by_its_label(words: str) -> None:
    assert "lines.filled_by" in [blank.id for blank in blanks_with(STATISTICS, words)]


def test_full_width_and_capitals_are_alike_and_labels_come_first() -> None:
    assert [blank.id for blank in blanks_with(LIAISON, "ｑｑ")] == ["qq"]
    found = blanks_with(STATISTICS, "专题")
    own = ["专题" in blank.full_label for blank in found]
    assert own == sorted(own, reverse=True) and len({blank.id for blank in found}) == len(found)


@pytest.mark.parametrize("words", ["", "  ", "没有这样的话"])
def test_nothing_is_found(words: str) -> None:
    assert blanks_with(STATISTICS, words) == ()
