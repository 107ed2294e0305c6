"""What differs between two states of a form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forms.declared.catalogue import Catalogue
from forms.form.differences import Difference, compare, label_of

FORM = Catalogue().form("gusu-2020", "statistics")
TEXTS = st.dictionaries(st.sampled_from([*FORM.by_id, "gone.blank"]), st.sampled_from(["", "1", "2"]))


def test_differences_come_in_printed_order_and_what_the_form_no_longer_has_last() -> None:
    before = {"gone.blank": "7", "lines.date": "2020-6-3", "study.sessions": "1"}
    after = {"launch.means": "现场会", "lines.date": "2020-6-4", "new.blank": "8", "study.sessions": "1"}
    found = compare(FORM, before, after, {"gone.blank": "从前的空"})
    assert found == (
        Difference("statistics", "launch.means", label_of(FORM, "launch.means"), "", "现场会"),
        Difference("statistics", "lines.date", "日期", "2020-6-3", "2020-6-4"),
        Difference("statistics", "gone.blank", "从前的空", "7", ""),
        Difference("statistics", "new.blank", "new.blank", "", "8"),
    )


def test_a_label_has_its_unit() -> None:
    blank = FORM.by_id["study.sessions"]
    assert label_of(FORM, "study.sessions") == f"{blank.label}（{blank.unit}）"


@given(TEXTS, TEXTS)
def test_differences_lead_from_one_state_to_the_other(before: dict[str, str], after: dict[str, str]) -> None:
    state = {blank_id: text for blank_id, text in before.items() if text}
    found = compare(FORM, before, after)
    for difference in found:
        assert state.get(difference.blank_id, "") == difference.before != difference.after
        state[difference.blank_id] = difference.after
    assert {key: text for key, text in state.items() if text} == {k: t for k, t in after.items() if t}
    assert len({difference.blank_id for difference in found}) == len(found)
