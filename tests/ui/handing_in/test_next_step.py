"""The one next step: what is open is filled in first, then doubts are looked at, then it goes; afterwards record or correction."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

import pytest

from forms.channel import Channel
from forms.form.filing import Confirmation, Filing
from forms.form.form import Form
from forms.notice.due import DueItem, due_list
from forms.packet import Dispatch, DispatchFacts, Packet
from forms.values import Filled
from tests.exporters.packet_examples import CATALOGUE, TODAY, sent_packet, task_of
from ui.handing_in.next_step import NextStep, Step, next_step, state_words

NOTICE = CATALOGUE.notice("heilongjiang-2020")
KEY = ("summary-and-statistics", 1)
EXAMPLE = dict(NOTICE.forms["statistics"].example)
#: Fewer people than meetings, which may be and is asked about.
DOUBTFUL = {**EXAMPLE, "study.sessions": "99999"}


def filing_of(texts: Mapping[str, str], *confirmations: Confirmation) -> Filing:
    filled = {blank_id: Filled(text) for blank_id, text in texts.items() if text}
    return Filing(NOTICE.id, "statistics", filled, confirmations)


def item_and_forms(
    filing: Filing, packet: Packet | None = None
) -> tuple[DueItem, dict[str, tuple[Form, Filing]]]:
    packets = [packet] if packet else []
    due = due_list(NOTICE, TODAY, {"statistics": filing}, packets)
    item = next(item for item in due.items if item.occurrence.key == KEY)
    filings = {form_id: Filing(NOTICE.id, form_id) for form_id in NOTICE.forms} | {"statistics": filing}
    return item, {form_id: (form, filings[form_id]) for form_id, form in NOTICE.forms.items()}


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        ({}, Step.FILL),
        ({**EXAMPLE, "study.people": "不少"}, Step.FILL),
        # A count that is left empty is neither 0 nor "/".
        ({**EXAMPLE, "study.people": ""}, Step.FILL),
        (DOUBTFUL, Step.CHECK),
        (EXAMPLE, Step.HAND_IN),
    ],
)
def test_before_it_has_gone(texts: dict[str, str], step: Step) -> None:
    expected = "" if step is Step.HAND_IN else "statistics"
    assert next_step(*item_and_forms(filing_of(texts))) == NextStep(step, KEY, expected)


def test_a_confirmed_doubt_does_not_hold_it_up() -> None:
    confirmed = Confirmation(
        "study.people", "fewer-people-than-sessions", "线上播放", EXAMPLE["study.people"]
    )
    assert next_step(*item_and_forms(filing_of(DOUBTFUL, confirmed))).step is Step.HAND_IN


def dispatched(*moments: tuple[int, Channel]) -> Packet:
    packet = sent_packet(task_of())
    return dataclasses.replace(
        packet,
        dispatches=tuple(
            Dispatch(
                number,
                DispatchFacts(channel, "", "", datetime.datetime(2020, 6, day, 10, 30).astimezone()),
            )
            for number, (day, channel) in enumerate(moments, 1)
        ),
    )


def test_after_it_has_gone_one_looks_at_the_record_or_corrects_what_changed() -> None:
    packet = dispatched((1, Channel.FAX))
    assert next_step(*item_and_forms(filing_of(EXAMPLE), packet)) == NextStep(
        Step.RECORD, KEY, packet_id=packet.id
    )
    changed = filing_of({**EXAMPLE, "study.people": "87"})
    assert next_step(*item_and_forms(changed, packet)) == NextStep(Step.CORRECT, KEY, packet_id=packet.id)


def test_the_last_time_it_went_is_told() -> None:
    item, _forms = item_and_forms(filing_of(EXAMPLE), dispatched((1, Channel.FAX), (3, Channel.PAPER)))
    assert state_words(item) == f"已报送 6月3日 10:30　{Channel.PAPER.label}"
    changed, _forms = item_and_forms(
        filing_of({**EXAMPLE, "study.people": "87"}), dispatched((1, Channel.FAX))
    )
    assert state_words(changed) == f"已报送 6月1日 10:30　{Channel.FAX.label}　报送后有改动"
