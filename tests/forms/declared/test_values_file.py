"""VALUES.json: what is taken, and the clear refusal of everything else."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.declared.values_file import LARGEST_FILE, parse_values, read_values
from forms.errors import InputError
from forms.form.checks import check, errors
from forms.values import Source

FORM = Catalogue().form("gusu-2020", "statistics")


def parse(content: object) -> dict[str, str]:
    filing = parse_values(json.dumps(content).encode(), FORM, "a.json")
    return {blank_id: filled.text for blank_id, filled in filing.filled.items()}


def test_numbers_are_the_text_they_are_written_in() -> None:
    content = (
        b'{"values": {"launch.sessions": 3, "study.sessions": 12.50, "study.people": -3, "law.people": 1e3}}'
    )
    filing = parse_values(content, FORM, "a.json")
    assert {blank_id: one.text for blank_id, one in filing.filled.items()} == {
        "launch.sessions": "3",
        "study.sessions": "12.50",
        "study.people": "-3",
        "law.people": "1e3",
    }
    assert filing.filled["launch.sessions"].source is Source.FILE


def test_a_whole_number_with_a_point_behind_it_is_that_number() -> None:
    content = b'{"values": {"launch.sessions": 3.0, "study.sessions": 8727809.00, "study.people": 0.5, "law.people": -3.0}}'
    filing = parse_values(content, FORM, "a.json")
    assert filing.texts == {
        "launch.sessions": "3",
        "study.sessions": "8727809",
        "study.people": "0.5",
        "law.people": "-3.0",
    }


def test_what_cannot_be_seen_is_dropped_and_radicals_are_words() -> None:
    values = {
        "lines.unit": "\u2068⾦⻔\u2069\ufffc站",
        "launch.sessions": "\u200b",
        "lines.filled_by": "王⼩⽅",
    }
    assert parse({"values": values}) == {"lines.unit": "金门站", "lines.filled_by": "王小方"}


@pytest.mark.parametrize("text", ["1\t200", "1\r\n200\r\n", "2\u2028150"])
def test_two_cells_are_two_values(text: str) -> None:
    filing = parse_values(json.dumps({"values": {"study.people": text}}).encode(), FORM, "a.json")
    assert [finding.code for finding in errors(check(FORM, filing))] == ["several-cells"]


def test_a_key_written_twice_among_very_many_is_found_at_once() -> None:
    keys = ",".join(f'"{number}":1' for number in range(200_000))
    started = time.perf_counter()
    with pytest.raises(InputError, match="199999"):
        parse_values(f'{{"values":{{{keys},"199999":1}}}}'.encode(), FORM, "a.json")
    # Looking through all keys for each of them takes minutes.
    assert time.perf_counter() - started < 5


def test_blank_zero_and_not_applicable_stay_three() -> None:
    values = {"launch.sessions": None, "study.sessions": 0, "study.people": "/", "law.people": "  "}
    assert parse({"values": values}) == {"study.sessions": "0", "study.people": "/"}


def test_the_lines_outside_the_frame_are_blanks_and_the_keys_of_0_2_0_are_still_read() -> None:
    expected = {"lines.unit": "某单位", "lines.filled_by": "沈若兰", "lines.date": "2020-06-28"}
    assert parse({"values": expected}) == expected
    old = {"values": {}, "unit": "某单位", "filled_by": "沈若兰", "date": "2020-06-28"}
    assert parse(old) == expected
    assert parse({"values": {"lines.unit": "某单位"}, "unit": None}) == {"lines.unit": "某单位"}


@pytest.mark.parametrize(
    ("content", "field", "code"),
    [
        ({"values": {}, "date": "6.4"}, "lines.date", "no-year"),
        ({"values": {"lines.date": "6.3"}}, "lines.date", "no-year"),
        ({"values": {}, "unit": "a\0b"}, "lines.unit", "control-character"),
        ({"values": {}, "filled_by": "\ud800"}, "lines.filled_by", "control-character"),
        ({"values": {}, "unit": "x" * 5000}, "lines.unit", "too-long"),
    ],
    ids=range(5),
)
def test_what_is_wrong_in_a_line_is_found_by_the_check(content: object, field: str, code: str) -> None:
    filing = parse_values(json.dumps(content).encode(), FORM, "a.json")
    assert [(found.field, found.code) for found in errors(check(FORM, filing))] == [(field, code)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "对象"),
        (b"3", "对象"),
        (b"null", "对象"),
        (b"{}", "values"),
        (b'{"values": []}', "values"),
        (b'{"values": {"nobody": 1}}', "nobody"),
        (b'{"values": {"launch.sessions": true}}', "launch.sessions"),
        (b'{"values": {"launch.sessions": [1]}}', "launch.sessions"),
        (b'{"values": {"launch.sessions": {"a": 1}}}', "launch.sessions"),
        (b'{"values": {"launch.sessions": NaN}}', "NaN"),
        (b'{"values": {"launch.sessions": 1, "launch.sessions": 2}}', "launch.sessions"),
        (b'{"value": {}}', "value"),
        (b'{"values": {"lines.unit": "a"}, "unit": "b"}', "写了两次"),
        (b'{"values": {}, "unit": []}', "unit"),
        (b'{"values": {}, "confirmations": {}}', "confirmations"),
        (b'{"values": {}, "confirmations": [{"field": "x"}]}', "confirmations"),
        (b'{"values": {}, "confirmations": [{"field": "law.people", "code": "c", "reason": ""}]}', "reason"),
        (b'{"values": {}, "confirmations": [{"field": [], "code": "c", "reason": "r"}]}', "confirmations"),
        (b'{"values": {"%s": 1}}' % (b"k" * 100_000), "kkk…"),
        (b'{"values": {', "第1行"),
        (b"", "JSON"),
        ('{"values": {"launch.means": "现场会"}}'.encode("gbk"), "UTF-8"),
        (b"[" * 100_000, "套得太深"),
        (b" " * (LARGEST_FILE + 1), "JSON"),
    ],
    ids=range(24),
)
def test_refuses_in_words(content: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_values(content, FORM, "填报.json")
    assert words in caught.value.message and "填报.json" in caught.value.message
    assert caught.value.message.endswith("。")
    assert len(caught.value.message) < 200


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="不存在"):
        read_values(tmp_path / "none.json", FORM)
    with pytest.raises(InputError, match="文件夹"):
        read_values(tmp_path, FORM)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(InputError, match="太大"):
        read_values(large, FORM)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        parse_values(content, FORM, "a.json")
    except InputError as error:
        assert error.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["launch.sessions", "launch.means", "law.people", "x"]), JSON, max_size=4)
)
def test_any_values_are_taken_whole_or_refused(values: dict[str, object]) -> None:
    content = json.dumps({"values": values}, ensure_ascii=True).encode()
    try:
        filing = parse_values(content, FORM, "a.json")
    except InputError as error:
        assert error.message
    else:
        assert set(filing.filled) <= set(values)
