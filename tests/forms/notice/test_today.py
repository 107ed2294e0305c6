"""Today's date: the system's, or the one a demonstration sets."""

from __future__ import annotations

import datetime

import pytest

from forms.errors import InputError
from forms.notice.today import SETTING, today


def test_the_systems_day_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    assert abs((today() - datetime.date.today()).days) <= 1
    monkeypatch.setenv(SETTING, "2020-06-03")
    assert today() == datetime.date(2020, 6, 3)


def test_a_day_that_cannot_be_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "2020-06-31")
    with pytest.raises(InputError, match="2020-06-31"):
        today()
