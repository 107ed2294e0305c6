"""What is due: the dates of the five notices, groups by day, and states from filings and packets."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.form.filing import Confirmation, Filing
from forms.notice.due import DueList, Group, Place, State, due_list, joined, occurrences
from forms.notice.settlement import Settlement
from forms.packet import Contents, Packet, freeze_form
from forms.values import Filled

CATALOGUE = Catalogue()
GUSU = CATALOGUE.notice("gusu-2020")
LIAISON, STATISTICS = GUSU.forms["liaison"], GUSU.forms["statistics"]
FOURTH = datetime.date(2020, 6, 4)
NOW = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)


def filing(form_id: str, texts: dict[str, str], confirmations: tuple[Confirmation, ...] = ()) -> Filing:
    filled = {key: Filled(text) for key, text in texts.items()}
    return Filing("gusu-2020", form_id, filled, confirmations=confirmations)


EXAMPLE = filing("liaison", dict(LIAISON.example))


def sent(obligation_id: str, number: int = 1, *filings: Filing) -> Packet:
    forms = tuple(freeze_form(GUSU.forms[filing.form_id], filing) for filing in filings)
    contents = Contents("gusu-2020", GUSU.title, obligation_id, "", number, FOURTH, forms)
    return Packet(1, contents, NOW, ())


def ids(found: DueList, group: Group) -> list[tuple[str, int]]:
    return [item.occurrence.key for item in found.group(group)]


@pytest.mark.parametrize(
    ("notice_id", "expected"),
    [
        (
            "gusu-2020",
            {
                "liaison-and-plan": ["2020-06-04"],
                "weekly-material": ["2020-06-04", "2020-06-11", "2020-06-18", "2020-06-25/2020-06-24"],
                "summary-and-statistics": ["2020-07-01"],
            },
        ),
        ("diqing-2020", {"summary-and-material": ["2020-07-02"]}),
        ("heilongjiang-2020", {"liaison": ["2020-05-29"], "summary-and-statistics": ["2020-07-03"]}),
        ("jizhou-2020", {"summary-and-statistics": ["2020-06-28"]}),
        (
            "xinjiang-2021",
            {
                "plan-and-liaison": ["2021-05-31"],
                "weekly-material": ["2021-06-03", "2021-06-10", "2021-06-17", "2021-06-24"],
                "summary": ["2021-07-01"],
                "monthly-case": [
                    "2021-06-30",
                    "2021-07-31/2021-07-30",
                    "2021-08-31",
                    "2021-09-30",
                    "2021-10-31/2021-10-29",
                    "2021-11-30",
                    "2021-12-31",
                ],
            },
        ),
    ],
)
def test_dates_of_the_built_in_notices(notice_id: str, expected: dict[str, list[str]]) -> None:
    found: dict[str, list[str]] = {}
    all_of_them = occurrences(CATALOGUE.notice(notice_id))
    for occurrence in all_of_them:
        dates = list(dict.fromkeys([occurrence.due.isoformat(), occurrence.last_working_day.isoformat()]))
        found.setdefault(occurrence.obligation.id, []).append("/".join(dates))
        assert occurrence.known_year
        assert occurrence.number == len(found[occurrence.obligation.id]) <= occurrence.count
    assert found == expected
    assert [occurrence.due for occurrence in all_of_them] == sorted(
        occurrence.due for occurrence in all_of_them
    )


@pytest.mark.parametrize(
    ("on", "overdue", "this_week"),
    [
        ("2020-05-31", 0, 0),
        ("2020-06-01", 0, 2),
        ("2020-06-04", 0, 2),
        ("2020-06-05", 2, 0),
        ("2020-06-22", 4, 1),  # the holiday's last working day before is in the same week
        ("2020-06-25", 4, 1),  # the 24th is over, but the notice's own date is not
        ("2020-06-26", 5, 0),
        ("2020-06-29", 5, 1),
        ("2026-01-01", 6, 0),
    ],
)
def test_groups_by_day(on: str, overdue: int, this_week: int) -> None:
    found = due_list(GUSU, datetime.date.fromisoformat(on))
    assert (len(found.overdue), len(found.this_week)) == (overdue, this_week)
    assert len(found.coming) == 6 - overdue - this_week
    assert found.done == ()


@given(st.dates(datetime.date(2020, 5, 1), datetime.date(2020, 8, 1)), st.booleans())
def test_every_occurrence_is_in_exactly_one_group(on: datetime.date, is_sent: bool) -> None:
    packets = (sent("weekly-material", 2),) if is_sent else ()
    found = due_list(GUSU, on, packets=packets)
    together = [*found.overdue, *found.this_week, *found.coming, *found.done]
    assert sorted(item.occurrence.key for item in together) == sorted(
        occurrence.key for occurrence in occurrences(GUSU)
    )
    assert ids(found, Group.DONE) == [("weekly-material", 2)] * is_sent


@pytest.mark.parametrize(
    ("present", "state", "words"),
    [
        (filing("liaison", {}), State.NOT_BEGUN, "还没有开始"),
        (filing("liaison", {"name": "沈若兰", "qq": "1"}), State.BEGUN, "已填2项，共11项"),
        (EXAMPLE, State.CHECKED, "已核对，可以报送"),
        (filing("liaison", {**LIAISON.example, "qq": "12"}), State.BEGUN, "已填11项，共11项"),
        (filing("liaison", {**LIAISON.example, "wechat": ""}), State.CHECKED, "已核对，可以报送"),
    ],
)
def test_states_before_it_went(present: Filing, state: State, words: str) -> None:
    progress = due_list(GUSU, FOURTH, {"liaison": present}).this_week[0].progress
    assert (progress.state, progress.label) == (state, words)


def test_a_count_left_empty_or_a_warning_not_confirmed_is_not_checked() -> None:
    def state(present: Filing) -> State:
        (item,) = (
            item
            for item in due_list(GUSU, FOURTH, {"statistics": present}).coming
            if item.occurrence.obligation.id == "summary-and-statistics"
        )
        return item.progress.state

    example = dict(STATISTICS.example)
    assert state(filing("statistics", example)) is State.CHECKED
    assert state(filing("statistics", {**example, "study.people": ""})) is State.BEGUN
    few = {**example, "study.sessions": "3", "study.people": "2"}
    assert state(filing("statistics", few)) is State.BEGUN
    confirmed = (Confirmation("study.people", "fewer-people-than-sessions", "同一人参加", "2"),)
    assert state(filing("statistics", few, confirmed)) is State.CHECKED


def test_states_after_it_went() -> None:
    packet = sent("liaison-and-plan", 1, EXAMPLE)
    (item,) = due_list(GUSU, FOURTH, {"liaison": EXAMPLE}, [packet]).done
    assert (item.progress.state, item.packet, item.progress.filled) == (State.HANDED_IN, packet, 11)
    changed = filing("liaison", {**LIAISON.example, "qq": "654321"})
    (item,) = due_list(GUSU, FOURTH, {"liaison": changed}, [packet]).done
    assert (item.progress.state, item.progress.label) == (State.CHANGED, "报送后又改过")


def test_what_asks_for_no_form_is_begun_only_when_it_goes() -> None:
    found = due_list(GUSU, FOURTH, packets=[sent("weekly-material", 1)])
    assert ids(found, Group.DONE) == [("weekly-material", 1)]
    assert found.done[0].progress.state is State.HANDED_IN
    assert found.coming[0].progress.state is State.NOT_BEGUN


def test_packets_of_another_notice_do_not_count() -> None:
    assert (
        due_list(CATALOGUE.notice("xinjiang-2021"), FOURTH, packets=[sent("weekly-material", 1)]).done == ()
    )


def test_what_is_settled_is_not_due_until_it_is_opened_again() -> None:
    on = datetime.date(2020, 6, 23)
    settled = Settlement("本单位不适用", datetime.datetime(2020, 6, 20, tzinfo=datetime.UTC))
    key = occurrences(GUSU)[0].key
    due = due_list(GUSU, on, settlements={key: settled})
    (item,) = due.group(Group.SETTLED)
    assert (item.occurrence.key, item.settlement, item.progress.state) == (key, settled, State.SETTLED)
    assert not Group.SETTLED.is_open
    assert len(due.overdue) == len(due_list(GUSU, on).overdue) - 1


def test_several_places_stand_in_one_list_by_date() -> None:
    on = datetime.date(2020, 6, 23)
    places = [Place(number, name, GUSU) for number, name in enumerate("甲乙")]
    due = joined(on, [due_list(GUSU, on, place=place) for place in places])
    days = [item.occurrence.due for item in due.items]
    assert days == sorted(days) and len(days) == 2 * len(occurrences(GUSU))
    assert [item.place.unit_name for item in due.items[:4] if item.place] == ["甲", "甲", "乙", "乙"]
