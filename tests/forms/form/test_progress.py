"""How far a form is: what is counted, what is not, and how it is said."""

from __future__ import annotations

import pytest

from forms.declared.catalogue import Catalogue
from forms.form.checks import check
from forms.form.filing import Confirmation, Filing
from forms.form.progress import FormProgress, filled_in, form_progress
from forms.values import Filled

NOTICE = Catalogue().notice("gusu-2020")
LIAISON, STATISTICS = NOTICE.forms["liaison"], NOTICE.forms["statistics"]


def filing(form_id: str, texts: dict[str, str], confirmations: tuple[Confirmation, ...] = ()) -> Filing:
    return Filing(NOTICE.id, form_id, {key: Filled(text) for key, text in texts.items()}, confirmations)


@pytest.mark.parametrize(
    ("texts", "words", "clean"),
    [
        ({}, "共 11 项，还没有填写", False),
        ({"lines.date": "2020-6-4"}, "共 11 项，还没有填写", False),
        ({"name": "沈若兰"}, "11 项中已填 1 项，还差 5 项必填", False),
        ({"name": "沈若兰", "qq": "12"}, "11 项中已填 2 项，还差 4 项必填，1 处错误", False),
        (dict(LIAISON.example), "11 项全部填好", True),
        ({**LIAISON.example, "name": "/"}, "11 项中已填 11 项，还差 1 项必填", False),
        ({**LIAISON.example, "lines.date": "6.3"}, "11 项全部填好，1 处错误", False),
        ({**LIAISON.example, "lines.unit": "平江医院", "wechat": " "}, "11 项中已填 10 项", True),
    ],
)
def test_progress_in_words(texts: dict[str, str], words: str, clean: bool) -> None:
    progress = form_progress(LIAISON, filing("liaison", texts))
    assert (progress.label, progress.is_clean) == (words, clean)


def test_warnings_count_until_they_are_confirmed() -> None:
    few = {**STATISTICS.example, "study.sessions": "3", "study.people": "2"}
    assert form_progress(STATISTICS, filing("statistics", few)) == FormProgress(69, 69, 0, 0, 1)
    confirmed = (Confirmation("study.people", "fewer-people-than-sessions", "同一人参加", "2"),)
    assert form_progress(STATISTICS, filing("statistics", few, confirmed)).is_clean


def test_findings_that_are_known_are_not_made_again() -> None:
    present = filing("liaison", {"name": "沈若兰"})
    assert form_progress(LIAISON, present, check(LIAISON, present)) == form_progress(LIAISON, present)
    assert form_progress(LIAISON, present, ()) == FormProgress(11, 1, 0, 0, 0)
    assert filled_in(LIAISON, present) == 1
