"""Packets as plain data: freezing a form, and telling blank by blank how it has changed since."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.form.filing import Filing
from forms.packet import Contents, Packet, differences, form_differences, freeze_form, newest_by_occurrence
from forms.values import Filled

LIAISON = Catalogue().form("gusu-2020", "liaison")
STATISTICS = Catalogue().form("gusu-2020", "statistics")
NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


def filing(**texts: str) -> Filing:
    return Filing("gusu-2020", "liaison", {key: Filled(text) for key, text in texts.items()})


def packet(packet_id: int, number: int = 1, at: datetime.datetime = NOW, **texts: str) -> Packet:
    forms = (freeze_form(LIAISON, filing(**texts)),) if texts else ()
    due = datetime.date(2020, 6, 4)
    return Packet(
        packet_id, Contents("gusu-2020", "通知", "liaison-and-plan", "表", number, due, forms), at, ()
    )


def test_nothing_differs_right_after_freezing() -> None:
    example = Filing(
        "gusu-2020", "statistics", {key: Filled(text) for key, text in STATISTICS.example.items()}
    )
    frozen = freeze_form(STATISTICS, example)
    assert len(frozen.values) == 69
    assert form_differences(frozen, STATISTICS, example) == ()


def test_differences_come_blank_by_blank_in_reading_order() -> None:
    sent = packet(1, name="沈若兰", qq="123456", mobile="13800001234")
    foot = {"lines.unit": "平江街道", "lines.date": "2020-6-5"}
    now = filing(name="沈若兰", qq="654321", fax="0512-68727809", **foot)
    found = differences(sent, {"liaison": (LIAISON, now)})
    assert [(difference.label, difference.before, difference.after) for difference in found] == [
        ("手机", "13800001234", ""),
        ("传真", "", "0512-68727809"),
        ("QQ号", "123456", "654321"),
        ("填报单位", "", "平江街道"),
        ("日期", "", "2020年6月5日"),
    ]
    assert differences(sent, {}) == ()


def test_typing_the_same_value_otherwise_is_no_difference() -> None:
    frozen = freeze_form(LIAISON, filing(qq="１２３４５６"))
    assert form_differences(frozen, LIAISON, filing(qq="123456")) == ()


def test_a_blank_the_form_has_no_more_is_still_told_by_its_label() -> None:
    frozen = freeze_form(LIAISON, filing(name="沈若兰", qq="123456"))
    blanks = tuple(blank for blank in LIAISON.blanks if blank.id != "qq")
    smaller = dataclasses.replace(LIAISON, blanks=blanks)
    (found,) = form_differences(frozen, smaller, filing(name="沈若兰"))
    assert (found.blank_id, found.label, found.before, found.after) == ("qq", "QQ号", "123456", "")


@given(
    st.dictionaries(st.sampled_from(list(LIAISON.by_id)), st.text(min_size=1, max_size=8)),
    st.dictionaries(st.sampled_from(list(LIAISON.by_id)), st.text(min_size=1, max_size=8)),
)
def test_differences_are_those_of_the_printed_texts(then: dict[str, str], now: dict[str, str]) -> None:
    frozen = freeze_form(LIAISON, filing(**then))
    found = form_differences(frozen, LIAISON, filing(**now))
    assert all(difference.before != difference.after for difference in found)
    in_body = [difference for difference in found if not LIAISON.by_id[difference.blank_id].at_foot]
    assert (not in_body) == (frozen.check_code == freeze_form(LIAISON, filing(**now)).check_code)
    back = form_differences(freeze_form(LIAISON, filing(**now)), LIAISON, filing(**then))
    assert {(difference.blank_id, difference.after, difference.before) for difference in found} == {
        (difference.blank_id, difference.before, difference.after) for difference in back
    }


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_the_newest_packet_of_each_occurrence(order: tuple[int, ...]) -> None:
    later = NOW + datetime.timedelta(hours=1)
    packets = [packet(1), packet(2, at=later), packet(3, number=2)]
    found = newest_by_occurrence([packets[index] for index in order])
    assert {key: one.id for key, one in found.items()} == {
        ("liaison-and-plan", 1): 2,
        ("liaison-and-plan", 2): 3,
    }
