"""Rows on pages, without fonts: where a row is cut, what moves on whole, and that no line is lost or said twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporters.pdf.rows import Box, Segment, Space, distribute
from exporters.typesetting.runs import Line, Piece
from forms.sheet.printed import PrintedCell
from forms.sheet.row_heights import Need, row_heights

#: Points: the height of a line, the white above and below a cell's text, and a page of nine lines and the white.
LINE, PADDING, PAGE = 10.0, 2.0, 100.0


def box(row: int, count: int, row_span: int = 1, repeats: bool = False) -> Box:
    """A cell with ``count`` lines that are called by its row and their number."""
    lines = [Line((Piece(f"{row}.{number}", "", 0.0, 1.0, 0, 0),), 1.0) for number in range(count)]
    return Box(PrintedCell(row, 0, row_span, 1, ()), lines, LINE, "body", LINE, repeats)


def placed(boxes: list[Box], most_empty: float = 0.3, first_top: float = 0.0) -> list[Segment]:
    rows = max(each.cell.row + each.cell.row_span for each in boxes)
    needs = [Need(each.cell.row, each.cell.row_span, each.height(PADDING)) for each in boxes]
    return distribute(
        boxes, 0, row_heights(needs, rows, 0.0), Space(first_top, 0.0, PAGE, most_empty), PADDING
    )


def lines_on(segments: list[Segment], page: int) -> list[str]:
    return [line.text for segment in segments if segment.page == page for line in segment.lines]


def test_a_row_that_is_cut_grows_by_just_the_lines_that_found_no_place() -> None:
    first, second = placed([box(0, 12)])
    assert len(first.lines) == 9 and len(second.lines) == 3
    assert (first.top, first.bottom) == (0, PAGE)
    assert (second.top, second.bottom) == (0, 3 * LINE + 2 * PADDING)
    assert (first.continued, second.continued) == (False, True)
    assert not first.whole and not second.whole


def test_a_row_moves_on_whole_where_little_stays_empty_and_is_cut_else() -> None:
    # Six lines leave 36 points; a row of five lines needs 54.
    moved = placed([box(0, 6), box(1, 5)], most_empty=0.4)
    assert lines_on(moved, 0) == [f"0.{number}" for number in range(6)]
    assert lines_on(moved, 1) == [f"1.{number}" for number in range(5)]
    cut = placed([box(0, 6), box(1, 7)], most_empty=0.3)
    assert lines_on(cut, 0)[6:] == ["1.0", "1.1", "1.2"]
    assert lines_on(cut, 1) == ["1.3", "1.4", "1.5", "1.6"]


def test_fewer_than_three_lines_of_a_longer_row_do_not_stay_behind() -> None:
    # Seven lines leave 26 points: two lines would fit.
    segments = placed([box(0, 7), box(1, 8)], most_empty=0.0)
    assert lines_on(segments, 0) == [f"0.{number}" for number in range(7)]
    assert lines_on(segments, 1) == [f"1.{number}" for number in range(8)]


def test_rows_tied_by_running_text_move_on_together() -> None:
    beside = [box(1, 3), box(2, 3), box(1, 2, row_span=2)]
    segments = placed([box(0, 5), *beside], most_empty=0.5)
    assert {segment.page for segment in segments if segment.box in beside} == {1}
    # A label that is printed again on each page ties nothing.
    loose = [box(1, 3), box(2, 3), box(1, 2, row_span=2, repeats=True)]
    segments = placed([box(0, 5), *loose], most_empty=0.5)
    assert [segment.page for segment in segments if segment.box is loose[0]] == [0]
    assert [segment.page for segment in segments if segment.box is loose[1]] == [1]
    label = [segment for segment in segments if segment.box is loose[2]]
    assert [[line.text for line in segment.lines] for segment in label] == [["1.0", "1.1"]] * 2


def test_the_first_page_may_begin_lower() -> None:
    first, second = placed([box(0, 10)], first_top=30.0)
    assert (first.top, len(first.lines)) == (30, 6)
    assert (second.top, len(second.lines)) == (0, 4)


@given(
    st.lists(st.integers(0, 30), min_size=1, max_size=12),
    st.sampled_from([0.0, 0.1, 0.3, 1.0]),
    st.sampled_from([0.0, 40.0]),
)
def test_every_line_stands_once_in_its_order_and_inside_its_segment(
    counts: list[int], most_empty: float, first_top: float
) -> None:
    segments = placed([box(row, count) for row, count in enumerate(counts)], most_empty, first_top)
    pages = max(segment.page for segment in segments) + 1
    found = [text for page in range(pages) for text in lines_on(segments, page)]
    assert found == [f"{row}.{number}" for row, count in enumerate(counts) for number in range(count)]
    for segment in segments:
        assert segment.bottom <= PAGE + 0.01 and segment.top >= (0 if segment.page else first_top)
        needed = len(segment.lines) * LINE + 2 * PADDING if segment.lines else 0.0
        assert needed <= segment.bottom - segment.top + 0.02
