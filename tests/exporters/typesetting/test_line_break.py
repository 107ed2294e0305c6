"""The Chinese line breaker: what may start and end a line, and that nothing is ever lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.typesetting.boundaries import Break, breaks
from exporters.typesetting.line_breaker import break_lines, natural_width
from exporters.typesetting.runs import Line, Run

EM = 10.0


def measure(character: str, _attribute: object = None) -> float:
    """Half an em for what is narrow in print, a whole one for the rest."""
    return EM / 2 if character.isascii() else EM


def lines_of(text: str, ems: float) -> list[str]:
    return [line.text for line in break_lines([Run(text, None)], measure, ems * EM)]


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("", 4, [""]),
        ("安全生产月", 4, ["安全生产", "月"]),
        # A mark that would start a line pulls the character before it down.
        ("安全生产，人人有责", 4, ["安全生", "产，人人", "有责"]),
        ("安全生产），人人有责", 4, ["安全生", "产），人", "人有责"]),
        ("安全生产”！？人", 4, ["安全生", "产”！？", "人"]),
        # An opening mark never ends a line.
        ("安全生（产", 4, ["安全生", "（产"]),
        ("安全生“《产", 4, ["安全生", "“《产"]),
        # Latin words, numbers and addresses stay whole.
        ("电话0512-68727809转", 6, ["电话", "0512-6872780", "9转"]),
        ("电话0512-68727809转", 7, ["电话", "0512-68727809", "转"]),
        ("请写a.bc@de.cn吧", 6, ["请写", "a.bc@de.cn吧"]),
        ("共有１２３４人", 4, ["共有", "１２３４", "人"]),
        ("约百分之12.5％吧", 6, ["约百分之", "12.5％吧"]),
        ("约百分之12%吧", 5, ["约百分之", "12%吧"]),
        ("共一百%吧", 3, ["共一", "百%吧"]),
        ("共一百％吧", 3, ["共一", "百％吧"]),
        # Dashes and ellipses are not taken apart, nor may they start a line.
        ("安全生产——人", 5, ["安全生", "产——人"]),
        ("安全生……产", 4, ["安全", "生……产"]),
        # Spaces vanish at the end of a line and only there.
        ("ab cd  ef", 3, ["ab cd", "ef"]),
        ("ab cd  ef", 2, ["ab", "cd", "ef"]),
        ("中 ，国", 3, ["中 ，", "国"]),
        ("中　国", 3, ["中　国"]),
        # An empty blank stays whole.
        ("以（　　）等", 4, ["以", "（　　）", "等"]),
        ("开展活动（　　）场次", 6, ["开展活动", "（　　）场次"]),
        # A line feed ends its line.
        ("一\n\n二\n", 4, ["一", "", "二", ""]),
        # Straight quotation marks cling to both sides.
        ('称"甲"乙丙', 3, ['称"甲"', "乙丙"]),
        ("共￥12元整", 2, ["共", "￥12", "元整"]),
    ],
)
def test_examples(text: str, ems: float, expected: list[str]) -> None:
    assert lines_of(text, ems) == expected


@pytest.mark.parametrize(
    ("text", "ems", "expected"),
    [
        ("，，，", 1, ["，", "，", "，"]),
        ("安，全", 1, ["安", "，", "全"]),
        ("（　　）", 2, ["（　", "　）"]),
        ("abcdef", 1, ["ab", "cd", "ef"]),
        ("——————", 2, ["——", "——", "——"]),
        ("安全", 0.1, ["安", "全"]),
        ("安全", 0, ["安", "全"]),
    ],
)
def test_rules_yield_in_columns_too_narrow_for_them(text: str, ems: float, expected: list[str]) -> None:
    assert lines_of(text, ems) == expected


def test_a_long_address_is_split_without_a_mark_at_the_start_of_a_line() -> None:
    assert lines_of("abcdef.gh@ij.cn", 3) == ["abcde", "f.gh@i", "j.cn"]


def test_pieces_carry_their_run_and_place() -> None:
    runs = [Run("参与（", "printed"), Run("120", "value"), Run("）人次，共计", "printed")]
    first, second = break_lines(runs, measure, 6 * EM)
    assert [
        (piece.text, piece.attribute, piece.x, piece.width, piece.run, piece.start) for piece in first.pieces
    ] == [
        ("参与（", "printed", 0.0, 30.0, 0, 0),
        ("120", "value", 30.0, 15.0, 1, 0),
        ("）", "printed", 45.0, 10.0, 2, 0),
    ]
    assert first.width == 55.0
    assert [(piece.text, piece.x, piece.run, piece.start) for piece in second.pieces] == [
        ("人次，共计", 0.0, 2, 1)
    ]


def test_a_value_beside_a_printed_bracket_does_not_leave_it() -> None:
    runs = [Run("安全生产（", "printed"), Run("12", "value"), Run("）次", "printed")]
    assert [line.text for line in break_lines(runs, measure, 5.5 * EM)] == ["安全生产", "（12）次"]


def test_natural_width() -> None:
    assert natural_width([Run("安全\n生产月a", None)], measure) == 35.0


ALPHABET = "安全生产月，。；：！？）》」（《“”…—·％%　 ab12@.-/\"'\n𠮷"
texts = st.text(st.sampled_from(ALPHABET), max_size=60)
runs_of_text = st.lists(st.builds(Run, texts, st.sampled_from(["printed", "value"])), max_size=5)
widths = st.integers(0, 200).map(lambda tenths: tenths / 10 * EM)


@given(runs_of_text, widths)
def test_nothing_is_lost_or_out_of_place(runs: list[Run[str]], width: float) -> None:
    lines = break_lines(runs, measure, width)
    whole = "".join(run.text for run in runs)
    assert "".join(line.text for line in lines).replace(" ", "") == whole.replace(" ", "").replace("\n", "")
    for line in lines:
        x = 0.0
        for piece in line.pieces:
            run = runs[piece.run]
            assert piece.attribute == run.attribute
            assert run.text[piece.start : piece.start + len(piece.text)] == piece.text
            assert piece.x == pytest.approx(x)
            x += piece.width
        assert line.width == pytest.approx(x)


@given(runs_of_text, widths)
def test_no_line_is_too_wide(runs: list[Run[str]], width: float) -> None:
    for line in break_lines(runs, measure, width):
        assert line.width <= width + 1e-5 or len(line.text) == 1


@given(texts.map(lambda text: text.replace("\n", "")), widths)
def test_a_bad_break_is_made_only_where_the_line_holds_no_better_one(text: str, width: float) -> None:
    quality = breaks(text)
    start = 0
    for line in break_lines([Run(text, None)], measure, width)[:-1]:
        end = start + len(line.text)
        stop = end
        while stop < len(text) and text[stop] == " ":
            stop += 1
        chosen = quality[stop]
        fitting = [
            position
            for position in range(start + 1, len(text))
            if sum(map(measure, text[start:position].rstrip(" "))) <= width + 1e-6
        ]
        assert all(quality[position] >= chosen for position in fitting)
        assert chosen is not Break.BEFORE_SPACE
        start = stop


@given(texts, widths)
@settings(max_examples=50)
def test_a_line_never_starts_with_a_space(text: str, width: float) -> None:
    lines: list[Line[None]] = break_lines([Run(text.replace("\n", "").lstrip(" "), None)], measure, width)
    assert not any(line.text.startswith(" ") for line in lines)


def test_ten_thousand_characters_take_linear_time() -> None:
    sentence = "以（　　）等形式启动“安全生产月”活动（12）场次，参与（3,400）人次；e-mail：a.b@c.cn。"
    short, long = sentence * 20, sentence * 200

    def seconds(text: str) -> float:
        taken = []
        for _ in range(3):
            begin = time.perf_counter()
            break_lines([Run(text, None)], measure, 20 * EM)
            taken.append(time.perf_counter() - begin)
        return min(taken)

    seconds(short)
    # Ten times the text: a quadratic breaker would take a hundred times as long.
    assert seconds(long) < 40 * seconds(short)
    # And a word without any place to break it is no trap either.
    assert seconds("a" * 10_000) < 1
