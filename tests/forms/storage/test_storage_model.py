"""The store against a simple model in memory: whatever is done in whatever order, also across a restart."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from forms.storage.store import Store
from forms.values import EMPTY, Filled, Source

BLANKS = ("a", "b", "c")
FILINGS = (("gusu-2020", "liaison"), ("gusu-2020", "statistics"))
FILLED = st.builds(
    Filled,
    st.sampled_from(["", "", "1", "12", "/", "０", "𠮷\x00x", "约200"]),
    st.sampled_from(list(Source)),
    st.sampled_from(["", "注"]),
)
State = dict[str, Filled]


class FilingModel:
    """The states of one filing: all there ever were, and the lines of undo and redo."""

    def __init__(self) -> None:
        self.now: State = {}
        self.history: list[tuple[str, State]] = []
        self.undoable: list[tuple[State, State]] = []
        self.redoable: list[tuple[State, State]] = []
        self.last_edit: tuple[str, str] | None = None

    def _enter(self, kind: str, after: State) -> None:
        self.history.append((kind, after))
        self.now = after

    def write(self, changes: State, kind: str, edit: str = "") -> bool:
        after = dict(self.now)
        for blank_id, filled in changes.items():
            after.pop(blank_id, None)
            if filled.text:
                after[blank_id] = filled
        changed = [b for b in BLANKS if after.get(b, EMPTY) != self.now.get(b, EMPTY)]
        if not changed:
            return False
        if edit and len(changed) == 1 and self.last_edit == (edit, changed[0]):
            before, _ = self.undoable.pop()
            self.history.pop()
            self.now = before
            self.last_edit = None
            if after == before:
                return False
        before = self.now
        self._enter(kind, after)
        self.undoable.append((before, after))
        self.redoable.clear()
        self.last_edit = (edit, changed[0]) if len(changed) == 1 else None
        return True

    def undo(self) -> None:
        before, after = self.undoable.pop()
        self.redoable.append((before, after))
        self.last_edit = None
        self._enter("undo", before)

    def redo(self) -> None:
        before, after = self.redoable.pop()
        self.undoable.append((before, after))
        self.last_edit = None
        self._enter("redo", after)


class StoreMachine(RuleBasedStateMachine):
    """Does the same to the store and to the model."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="anyue-model-"))
        self.models = {key: FilingModel() for key in FILINGS}
        self.profile: dict[str, str] = {}
        self.settings: dict[str, str] = {}
        self.time = datetime.datetime(2020, 6, 4, 10, 32, tzinfo=datetime.UTC)
        self._open()

    def _now(self) -> datetime.datetime:
        self.time += datetime.timedelta(seconds=1)
        return self.time

    def _open(self) -> None:
        opened = Store.open(self.folder, now=self._now)
        assert opened.messages == ()
        self.store = opened.store

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(
        key=st.sampled_from(FILINGS),
        blank=st.sampled_from(BLANKS),
        filled=FILLED,
        edit=st.sampled_from(["", "t", "u"]),
    )
    def type(self, key: tuple[str, str], blank: str, filled: Filled, edit: str) -> None:
        revision = self.store.first_unit().write(*key, {blank: filled}, edit=edit)
        assert (revision is not None) == self.models[key].write({blank: filled}, "edit", edit)
        assert revision is None or [change.blank_id for change in revision.changes] == [blank]

    @rule(
        key=st.sampled_from(FILINGS),
        changes=st.dictionaries(st.sampled_from(BLANKS), FILLED),
        kind=st.sampled_from(["edit", "prefill", "import"]),
    )
    def write_many(self, key: tuple[str, str], changes: State, kind: str) -> None:
        revision = self.store.first_unit().write(*key, changes, kind=kind)
        assert (revision is not None) == self.models[key].write(changes, kind)

    @rule(key=st.sampled_from(FILINGS))
    def undo(self, key: tuple[str, str]) -> None:
        possible = bool(self.models[key].undoable)
        assert (self.store.first_unit().undo(*key) is not None) == possible
        if possible:
            self.models[key].undo()

    @rule(key=st.sampled_from(FILINGS))
    def redo(self, key: tuple[str, str]) -> None:
        possible = bool(self.models[key].redoable)
        assert (self.store.first_unit().redo(*key) is not None) == possible
        if possible:
            self.models[key].redo()

    @rule(key=st.sampled_from(FILINGS), data=st.data())
    def restore(self, key: tuple[str, str], data: st.DataObject) -> None:
        model = self.models[key]
        if not model.history:
            return
        index = data.draw(st.integers(0, len(model.history) - 1))
        wanted = model.history[index][1]
        revisions = self.store.first_unit().revisions(*key)
        revision = self.store.first_unit().restore(*key, revisions[len(revisions) - 1 - index].id)
        emptied: State = dict.fromkeys(model.now, EMPTY)
        assert (revision is not None) == model.write(emptied | wanted, "restore")
        if revision is not None:
            model.last_edit = None

    @rule(entries=st.dictionaries(st.sampled_from(["unit", "name"]), st.sampled_from(["", "甲", "乙"])))
    def save_profile(self, entries: dict[str, str]) -> None:
        self.store.first_unit().save_profile(entries)
        self.profile = {key: text for key, text in entries.items() if text}

    @rule(key=st.sampled_from(["zoom", "theme"]), value=st.sampled_from(["", "1", "深色"]))
    def set_setting(self, key: str, value: str) -> None:
        self.store.set_setting(key, value)
        self.settings[key] = value

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self._open()
        for model in self.models.values():
            model.last_edit = None

    @precondition(lambda self: hasattr(self, "store"))
    @invariant()
    def agrees(self) -> None:
        for key, model in self.models.items():
            assert self.store.first_unit().filing(*key).filled == model.now
            assert self.store.first_unit().can_undo(*key) == bool(model.undoable)
            assert self.store.first_unit().can_redo(*key) == bool(model.redoable)
            revisions = self.store.first_unit().revisions(*key)
            assert [revision.kind for revision in revisions] == [kind for kind, _ in reversed(model.history)]
            assert self.store.first_unit().revisions(*key, limit=2) == revisions[:2]
            for revision, (_, state) in zip(revisions, reversed(model.history), strict=True):
                assert self.store.first_unit().filing_at(*key, revision.id).filled == state
        assert self.store.first_unit().profile() == self.profile
        assert {key: self.store.setting(key) for key in self.settings} == self.settings


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
