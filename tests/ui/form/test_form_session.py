"""A session: autosave, undo across restarts, failures that lose nothing, findings that wait to be asked for."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest
from conftest import MakeSession
from pytestqt.qtbot import QtBot
from ui.form.state import FormState

from forms.errors import EnvironmentFailure
from forms.form.finding import Severity
from forms.notice.notice import Notice
from forms.storage.store import Store
from forms.values import Filled, Source
from ui.form.session import FormSession


class FullDisk:
    """A store whose disk is full until ``full`` is false; all else is the real store's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = True

    def write(self, *arguments: object, **options: object) -> object:
        if self.full:
            raise EnvironmentFailure("保存失败：磁盘已满。请清理出一些空间后再试。")
        return self._store.write(*arguments, **options)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def stored(store: Store, form_id: str = "liaison") -> Mapping[str, str]:
    return {one: filled.text for one, filled in store.filing("gusu-2020", form_id).filled.items()}


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
    assert len([one for one in session.revisions() if one.kind == "edit"]) == 1


def test_flush_waits_until_all_is_kept(make_session: MakeSession, store: Store) -> None:
    session = make_session("liaison")
    session.set_text("name", "沈若兰", "a")
    session.set_text("unit", "医院", "b")
    assert session.flush()
    assert stored(store) == {"name": "沈若兰", "unit": "医院"}


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
    session = FormSession(store, notice, notice.forms["liaison"])
    with monkeypatch.context() as broken:
        broken.setattr(Store, "write", lambda *_a, **_o: 1 / 0)
        with qtbot.waitSignal(session.save_failed, timeout=1000):
            session.set_text("name", "沈若兰", "a")
    assert session.flush()
    assert stored(store) == {"name": "沈若兰"}
    session.close()


def test_prefill_from_the_profile_fills_only_what_is_empty(make_session: MakeSession, store: Store) -> None:
    store.save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    session = make_session("liaison")
    session.set_text("name", "陈安", "a")
    assert session.fill_from_profile() == 1
    assert session.filing.text("name") == "陈安"
    assert session.filled("unit") == Filled("平江医院", Source.UNIT)
    assert session.fill_from_profile() == 0
    session.flush()
    assert store.filing("gusu-2020", "liaison").text("unit") == "平江医院"


def test_the_profile_fills_the_header_of_a_form_that_does_not_ask_for_it(
    make_session: MakeSession, store: Store
) -> None:
    store.save_profile({"unit.name": "平江医院", "liaison.name": "沈若兰"})
    asking, other = make_session("liaison"), make_session("statistics")
    asking.fill_from_profile()
    assert (asking.filing.unit, asking.filing.filled_by) == ("", "")
    assert other.fill_from_profile() == 2
    assert (other.filing.unit, other.filing.filled_by) == ("平江医院", "沈若兰")


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
    warning = next(one for one in session.findings if one.severity is Severity.WARNING)
    session.confirm(warning, "小组学习")
    assert next(one for one in session.findings if one.code == warning.code).reason == "小组学习"
    session.flush()
    assert store.filing("gusu-2020", "statistics").confirmations[0].reason == "小组学习"
    session.withdraw(warning)
    assert not next(one for one in session.findings if one.code == warning.code).confirmed
    session.confirm(warning, "小组学习")
    session.set_text("study.people", "3", "c")
    assert not next(one for one in session.findings if one.code == warning.code).confirmed


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


def test_state_counts(make_session: MakeSession) -> None:
    session = make_session("liaison")
    assert session.state() == FormState(total=11, filled=0, missing=6, errors=0, warnings=0)
    session.set_text("name", "沈若兰", "a")
    assert session.state() == FormState(total=11, filled=1, missing=5, errors=0, warnings=0)
    document, findings = session.document()
    assert document.draft
    assert findings == session.findings
