"""Automatic backups: one a day, renewed at close, thinned out, whole."""

from __future__ import annotations

import datetime
import stat
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from forms.storage.backups import DAILY_KEPT, MONTHLY_KEPT, dates_to_keep, is_good
from forms.storage.store import Store
from forms.values import Filled


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2020, 1, 1, 8, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").iterdir())


def test_one_backup_a_day_and_the_outdated_dropped(tmp_path: Path) -> None:
    clock = Clock()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "mine.sqlite").write_text("somebody's own file")
    for day in range(80):
        store = Store.open(tmp_path, now=clock).store
        store.first_unit().write("n", "f", {"a": Filled(str(day))})
        store.close()
        clock.now += datetime.timedelta(days=1)
    kept = [name for name in names(tmp_path) if name != "mine.sqlite"]
    # The last of January and of February, and the newest fourteen.
    assert kept[:3] == ["anyue-2020-01-31.sqlite", "anyue-2020-02-29.sqlite", "anyue-2020-03-07.sqlite"]
    assert len(kept) == DAILY_KEPT + 2
    assert kept[-1] == "anyue-2020-03-20.sqlite"
    assert "mine.sqlite" in names(tmp_path)
    for name in kept:
        path = tmp_path / "backups" / name
        assert is_good(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@given(st.lists(st.dates(datetime.date(2018, 1, 1), datetime.date(2022, 1, 1)), unique=True))
def test_dates_to_keep(dates: list[datetime.date]) -> None:
    texts = [date.isoformat() for date in dates]
    kept = dates_to_keep(texts, datetime.date(2022, 1, 1))
    assert kept <= set(texts)
    assert set(sorted(texts)[-DAILY_KEPT:]) <= kept
    for month in sorted({text[:7] for text in texts})[-MONTHLY_KEPT:]:
        assert max(text for text in texts if text.startswith(month)) in kept
    assert len(kept) <= DAILY_KEPT + MONTHLY_KEPT


def test_backup_at_opening_holds_yesterday_and_at_close_today(tmp_path: Path) -> None:
    clock = Clock()
    store = Store.open(tmp_path, now=clock).store
    assert names(tmp_path) == [], "nothing was entered yet"
    store.first_unit().write("n", "f", {"a": Filled("1")})
    store.close()
    clock.now += datetime.timedelta(days=1)
    store = Store.open(tmp_path, now=clock).store
    assert names(tmp_path) == ["anyue-2020-01-01.sqlite", "anyue-2020-01-02.sqlite"]
    today = tmp_path / "backups" / "anyue-2020-01-02.sqlite"
    before = today.read_bytes()
    store.first_unit().write("n", "f", {"a": Filled("2")})
    assert today.read_bytes() == before
    store.back_up()
    renewed = today.read_bytes()
    assert renewed != before
    store.close()
    assert today.read_bytes() == renewed, "nothing changed since"
    assert names(tmp_path) == ["anyue-2020-01-01.sqlite", "anyue-2020-01-02.sqlite"]
    assert today.stat().st_mtime == clock.now.timestamp()


def test_backup_of_a_day_to_come_is_the_last_choice_and_goes_in_time(tmp_path: Path) -> None:
    """The clock was ahead once: what it made is kept while there is little else, and never recovered before the rest."""
    clock = Clock()
    ahead = clock.now.replace(year=2099)
    clock.now, today = ahead, clock.now
    for text in ("old", "new"):
        store = Store.open(tmp_path, now=clock).store
        store.first_unit().write("n", "f", {"a": Filled(text)})
        store.close()
        clock.now = today
    assert names(tmp_path) == ["anyue-2020-01-01.sqlite", "anyue-2099-01-01.sqlite"]
    (tmp_path / "anyue.sqlite").write_bytes(b"damaged" * 1000)
    opened = Store.open(tmp_path, now=clock)
    assert "“anyue-2020-01-01.sqlite”" in opened.messages[0]
    assert opened.store.first_unit().filing("n", "f").text("a") == "new"
    opened.store.close()
    (tmp_path / "anyue.sqlite").write_bytes(b"damaged" * 1000)
    (tmp_path / "backups" / "anyue-2020-01-01.sqlite").write_bytes(b"damaged" * 1000)
    opened = Store.open(tmp_path, now=clock)
    assert opened.store.first_unit().filing("n", "f").text("a") == "old"
    opened.store.close()
    past = [f"2019-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2)]
    assert "2099-01-01" not in dates_to_keep([*past, "2099-01-01"], today.date())
    assert "2099-01-01" in dates_to_keep([*past[-6:], "2099-01-01"], today.date())
