"""A session: autosave, undo across restarts, failures that lose nothing, findings that wait to be asked for."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import MakeSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from forms.errors import EnvironmentFailure
from forms.form.finding import Severity
from forms.form.progress import FormProgress
from forms.notice.notice import Notice
from forms.storage.store import Store
from forms.storage.unit_store import UnitStore
from forms.values import Filled, Source
from ui.form.session import FormSession


class FullDisk:
    """A store whose disk is full until ``full`` is false; all else is the real store's."""

    def __init__(self, store: Store) -> None:
        self._unit = store.first_unit()
        self.full = True

    def write(self, *arguments: object, **options: object) -> object:
        if self.full:
            raise EnvironmentFailure("保存失败：磁盘已满。请清理出一些空间后再试。")
        return self._unit.write(*arguments, **options)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)


def stored(store: Store, form_id: str = "liaison") -> Mapping[str, str]:
    return {
        one: filled.text for one, filled in store.first_unit().filing("gusu-2020", form_id).filled.items()
    }


def test_typing_reaches_the_store_within_a_second(
    make_session: MakeSession, store: Store, qtbot: QtBot
) -> None:
    session = make_session("liaison")
    began = time.monotonic()
    with qtbot.waitSignal(session.saved, timeout=1000):
        session.set_text("name", "沈若兰", session.new_token("name"))
    assert time.monotonic() - began < 1
    assert stored(store) == {"name": "沈若兰"}


def test_steady_typing_is_kept_while_it_goes_on(
    make_session: MakeSession, store: Store, qtbot: QtBot
) -> None:
    """The timer is not put off by further keys."""
    session = make_session("liaison")
    token = session.new_token("unit")
    moments: list[float] = []
    session.saved.connect(lambda _moment: moments.append(time.monotonic()))
    text = ""

    def type_on() -> bool:
        nonlocal text
        text += "安"
        session.set_text("unit", text, token)
        return len(moments) >= 2

    qtbot.waitUntil(type_on, timeout=2000)
    session.flush()
    assert stored(store)["unit"] == text
    assert len([revision for revision in session.revisions() if revision.kind == "edit"]) == 1


def test_flush_waits_until_all_is_kept(make_session: MakeSession, store: Store) -> None:
    session = make_session("liaison")
    session.set_text("name", "沈若兰", "a")
    session.set_text("unit", "医院", "b")
    assert session.flush()
    assert stored(store) == {"name": "沈若兰", "unit": "医院"}


def test_a_session_ends_where_it_is_dropped(store: Store, notice: Notice, qapp: object) -> None:
    """Left to the garbage collector it could end on the thread that writes, which no object of Qt's survives."""
    session = FormSession(store.first_unit(), notice, notice.forms["statistics"])
    session.set_text("study.sessions", "5", "a")
    session.set_text("study.people", "2", "b")
    session.confirm(
        next(finding for finding in session.findings if finding.severity is Severity.WARNING), "小组学习"
    )
    session.undo()
    session.ask()
    session.close()
    dropped = weakref.ref(session)
    gc.disable()
    try:
        del session
        assert dropped() is None
    finally:
        gc.enable()


def test_undo_and_redo_step_by_stay(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("liaison")
    for text in ("沈", "沈若", "沈若兰"):
        session.set_text("name", text, "stay1")
    session.set_text("unit", "医院", "stay2")
    with qtbot.waitSignal(session.changed) as caught:
        assert session.undo()
    assert caught.args == [{"unit"}]
    assert session.undo()
    assert session.filing.filled == {}
    assert not session.can_undo()
    assert session.redo()
    assert session.filing.text("name") == "沈若兰"


def test_undo_reaches_back_across_a_restart(make_session: MakeSession) -> None:
    first = make_session("liaison")
    first.set_text("name", "沈若兰", "a")
    first.set_text("name", "沈若", "b")
    first.close()
    second = make_session("liaison")
    assert second.filing.text("name") == "沈若"
    assert second.can_undo()
    assert second.undo()
    assert second.filing.text("name") == "沈若兰"


def test_a_full_disk_loses_nothing(store: Store, notice: Notice, qtbot: QtBot) -> None:
    disk = FullDisk(store)
    session = FormSession(disk, notice, notice.forms["liaison"])  # type: ignore[arg-type]
    with qtbot.waitSignal(session.save_failed, timeout=1000) as caught:
        session.set_text("name", "沈若兰", "a")
    assert "磁盘已满" in caught.args[0].message
    session.set_text("unit", "医院", "b")
    assert not session.flush()
    assert session.filing.text("name") == "沈若兰"
    assert session.save_state.waiting
    assert not session.undo()
    disk.full = False
    assert session.retry()
    assert session.save_state.failure is None
    assert stored(store) == {"name": "沈若兰", "unit": "医院"}
    assert session.close()


def test_an_unexpected_fault_of_the_store_is_told_and_loses_nothing(
    store: Store, notice: Notice, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session = FormSession(store.first_unit(), notice, notice.forms["liaison"])
    with monkeypatch.context() as broken:
        broken.setattr(UnitStore, "write", lambda *_a, **_o: 1 / 0)
        with qtbot.waitSignal(session.save_failed, timeout=1000):
            session.set_text("name", "沈若兰", "a")
    assert session.flush()
    assert stored(store) == {"name": "沈若兰"}
    session.close()


def test_prefill_from_the_profile_fills_only_what_is_empty(make_session: MakeSession, store: Store) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    session = make_session("liaison")
    session.set_text("name", "陈安", "a")
    assert session.fill_from_profile() == 1
    assert session.filing.text("name") == "陈安"
    assert session.filled("unit") == Filled("平江医院", Source.UNIT)
    assert session.fill_from_profile() == 0
    session.flush()
    assert store.first_unit().filing("gusu-2020", "liaison").text("unit") == "平江医院"


def test_the_profile_fills_the_foot_of_a_form_that_does_not_ask_for_it(
    make_session: MakeSession, store: Store
) -> None:
    store.first_unit().save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    asking, other = make_session("liaison"), make_session("statistics")
    assert asking.fill_from_profile() == 2
    assert set(asking.filing.filled) == {"name", "unit"}
    asking.set_text("lines.unit", "平江医院（章）", "a")
    assert asking.filing.text("lines.unit") == "平江医院（章）"
    assert other.fill_from_profile() == 2
    assert other.filled("lines.unit") == Filled("平江医院", Source.UNIT)
    assert other.filled("lines.filled_by") == Filled("沈若兰", Source.UNIT)
    assert other.undo()
    assert other.filing.filled == {}
    other.set_text("lines.unit", "平江街道", "b")
    assert other.fill_from_profile() == 1
    assert other.filled("lines.unit") == Filled("平江街道")


def test_a_date_at_the_foot_is_undone_alone(make_session: MakeSession, store: Store) -> None:
    session = make_session("statistics")
    last = session.form.body[-1].id
    session.set_text(last, "120", session.new_token(last))
    session.set_text("lines.date", "2020-6-4", session.new_token("lines.date"))
    assert session.undo()
    assert session.filing.texts == {last: "120"}
    assert stored(store, "statistics") == {last: "120"}
    assert session.redo()
    assert session.filing.text("lines.date") == "2020-6-4"


def test_a_date_that_cannot_be_is_an_error_like_any_other(make_session: MakeSession) -> None:
    session = make_session("liaison")
    session.fill({blank_id: Filled(text) for blank_id, text in session.form.example.items()}, "import")
    assert session.progress() == FormProgress(total=11, filled=11, missing=0, errors=0, warnings=0)
    assert not session.document()[0].printed.draft
    session.set_text("lines.date", "6.3", session.new_token("lines.date"))
    session.touch("lines.date")
    (finding,) = session.visible_findings
    assert (finding.field, finding.severity) == ("lines.date", Severity.ERROR)
    assert session.progress() == FormProgress(total=11, filled=11, missing=0, errors=1, warnings=0)
    document, findings = session.document()
    assert document.printed.draft
    assert finding in findings


def test_the_foot_is_not_counted(make_session: MakeSession) -> None:
    session = make_session("statistics")
    for blank_id, text in (("lines.unit", "平江医院"), ("lines.date", "2020-6-4"), ("launch.sessions", "3")):
        session.set_text(blank_id, text, session.new_token(blank_id))
    assert (session.progress().total, session.progress().filled) == (69, 1)


#: What a person does at random: a blank, by its place among some of the table and of the foot, and a text.
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["name", "gender", "qq", "email", "lines.unit", "lines.filled_by", "lines.date"]),
        st.sampled_from(["", "沈若兰", "2020-6-4", "6.3", "123456", "女"]),
        st.booleans(),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_undo_takes_back_the_last_change_and_nothing_else(
    qapp: object, notice: Notice, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str, bool]]
) -> None:
    """Step by step back to the empty form and forth again, each step exactly one of the states there were."""
    store = Store.open(tmp_path_factory.mktemp("undo")).store
    session = FormSession(store.first_unit(), notice, notice.forms["liaison"])
    states = [session.filing.texts]
    for number, (blank_id, text, kept) in enumerate(edits):
        session.set_text(blank_id, text, f"{blank_id}@{number}")
        if session.filing.texts != states[-1]:
            states.append(session.filing.texts)
        if kept:
            session.flush()
    for state in reversed(states[:-1]):
        assert session.undo()
        assert session.filing.texts == state
        assert stored(store) == state
    assert not session.can_undo() and not session.undo()
    for state in states[1:]:
        assert session.redo()
        assert session.filing.texts == state
    session.close()
    store.close()


def test_findings_wait_to_be_touched_or_asked_for(make_session: MakeSession) -> None:
    session = make_session("liaison")
    assert session.findings
    assert session.visible_findings == ()
    session.touch("name")
    assert session.visible_findings == ()
    session.set_text("name", "a", "t")
    session.set_text("name", "", "t")
    session.touch("name")
    assert {finding.field for finding in session.visible_findings} == {"name"}
    session.ask()
    assert session.visible_findings == session.findings


def test_findings_follow_typing_a_moment_later(make_session: MakeSession, qtbot: QtBot) -> None:
    session = make_session("liaison")
    session.ask()
    with qtbot.waitSignal(session.findings_changed, timeout=1000):
        session.set_text("name", "沈若兰", "a")
    assert not any(finding.field == "name" for finding in session.findings)


def test_a_warning_is_confirmed_for_its_text_only_and_withdrawn(
    make_session: MakeSession, store: Store
) -> None:
    session = make_session("statistics")
    session.set_text("study.sessions", "5", "a")
    session.set_text("study.people", "2", "b")
    warning = next(finding for finding in session.findings if finding.severity is Severity.WARNING)
    session.confirm(warning, "小组学习")
    assert next(finding for finding in session.findings if finding.code == warning.code).reason == "小组学习"
    session.flush()
    assert store.first_unit().filing("gusu-2020", "statistics").confirmations[0].reason == "小组学习"
    session.withdraw(warning)
    assert not next(finding for finding in session.findings if finding.code == warning.code).confirmed
    session.confirm(warning, "小组学习")
    session.set_text("study.people", "3", "c")
    assert not next(finding for finding in session.findings if finding.code == warning.code).confirmed


def test_restoring_an_older_state_can_be_undone(make_session: MakeSession) -> None:
    session = make_session("liaison")
    session.set_text("name", "沈若兰", "a")
    session.flush()
    old = session.revisions()[0]
    session.set_text("name", "陈安", "b")
    assert session.restore(old.id) or session.restore(session.revisions()[-1].id)
    assert session.filing.text("name") == "沈若兰"
    assert session.undo()
    assert session.filing.text("name") == "陈安"


def test_progress_counts(make_session: MakeSession) -> None:
    session = make_session("liaison")
    assert session.progress() == FormProgress(total=11, filled=0, missing=6, errors=0, warnings=0)
    session.set_text("name", "沈若兰", "a")
    assert session.progress() == FormProgress(total=11, filled=1, missing=5, errors=0, warnings=0)
    document, findings = session.document()
    assert document.printed.draft
    assert findings == session.findings
