"""The rules that PDF, Excel and Word share: how high rows become, and in which type size a cell is set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.typesetting.line_breaker import break_lines
from exporters.typesetting.runs import Line, Run
from exporters.typesetting.sizes import choose_size, is_cramped, is_torn, set_cell
from forms.sheet.printed import PrintedCell, PrintedRun
from forms.sheet.row_heights import Need, row_heights
from forms.sheet.sheet import Role


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ([], [10, 10, 10]),
        ([Need(1, 1, 25)], [10, 25, 10]),
        ([Need(1, 1, 5)], [10, 10, 10]),
        ([Need(1, 1, 25), Need(1, 1, 40), Need(1, 1, 30)], [10, 40, 10]),
        # A spanning cell makes its last row higher, by what it lacks and no more.
        ([Need(0, 2, 50)], [10, 40, 10]),
        ([Need(0, 3, 50)], [10, 10, 30]),
        ([Need(1, 2, 21)], [10, 10, 11]),
        ([Need(0, 2, 20)], [10, 10, 10]),
        # It is asked last, so that it finds the rows as high as their own cells made them.
        ([Need(0, 2, 50), Need(0, 1, 30)], [30, 20, 10]),
        ([Need(0, 3, 60), Need(0, 2, 50)], [10, 40, 10]),
    ],
)
def test_rows_are_as_high_as_they_need(needs: list[Need], expected: list[float]) -> None:
    assert row_heights(needs, 3, 10) == expected


NEEDS = st.tuples(st.integers(0, 5), st.integers(1, 6), st.integers(0, 500)).map(
    lambda drawn: Need(drawn[0], min(drawn[1], 6 - drawn[0]), drawn[2])
)


@given(st.lists(NEEDS, max_size=12), st.integers(0, 40))
def test_every_cell_has_room_and_no_row_is_higher_than_a_cell_that_ends_in_it(
    needs: list[Need], least: int
) -> None:
    heights = row_heights(needs, 6, least)
    assert all(sum(heights[need.row : need.row + need.row_span]) >= need.height for need in needs)
    for row, height in enumerate(heights):
        ending = [need.height for need in needs if need.row + need.row_span - 1 == row]
        assert least <= height <= max([least, *ending])


def cell(*texts: str, role: Role = "body") -> PrintedCell:
    return PrintedCell(0, 0, 1, 1, tuple((PrintedRun(text),) for text in texts), role)


def broken(given_cell: PrintedCell, size: float) -> list[Line[float]]:
    """The cell's lines in a column of 60 points; every character is as wide as the type is large."""
    lines = []
    for paragraph in given_cell.paragraphs:
        runs = [Run(run.text, size) for run in paragraph]
        lines += break_lines(runs, lambda _character, own: own, 60)
    return lines


def texts_of(lines: list[Line[float]]) -> list[str]:
    return [line.text for line in lines]


def test_the_largest_size_that_fits_is_taken_and_else_the_last() -> None:
    assert choose_size((14, 12, 10), lambda size: size <= 12) == 12
    assert choose_size((14, 12, 10), lambda size: True) == 14
    assert choose_size((14, 12, 10), lambda size: False) == 10


def test_a_number_is_set_smaller_only_where_that_keeps_it_whole() -> None:
    size, lines = set_cell(cell("12345678"), 10, 7, broken)
    assert (size, texts_of(lines)) == (7, ["12345678"])
    # Torn in either size: then at least it is large.
    size, lines = set_cell(cell("1234567890"), 10, 7, broken)
    assert (size, texts_of(lines)) == (10, ["123456", "7890"])
    # Chinese may be broken anywhere, and what fits stays as it is.
    assert set_cell(cell("安全生产月活动情况"), 10, 7, broken)[0] == 10
    assert set_cell(cell("123456"), 10, 7, broken)[0] == 10


def test_a_label_that_wraps_is_cramped_and_other_words_may_wrap() -> None:
    wraps, two = "安全生产月活动", ("安全生产", "月活动")
    assert is_cramped(cell(wraps, role="label"), broken(cell(wraps), 10))
    assert not is_cramped(cell(wraps), broken(cell(wraps), 10))
    assert not is_cramped(cell(*two, role="label"), broken(cell(*two), 10))
    assert is_cramped(cell("1234567"), broken(cell("1234567"), 10))


def test_two_values_that_follow_each_other_are_not_one_torn_apart() -> None:
    assert not is_torn(broken(cell("123456", "7"), 10))
    # The second begins after as many spaces as the first has figures: the places in their runs follow each other.
    for second in ("7", "      7"):
        runs = [Run("123456", 10.0), Run(second, 10.0)]
        lines = break_lines(runs, lambda _character, own: own, 60)
        assert texts_of(lines) == ["123456", "7"] and not is_torn(lines)
