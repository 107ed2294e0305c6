"""Filings in the database: what stands in the blanks, every revision of it, and what can be undone."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from forms.errors import InputError
from forms.form.filing import Confirmation, Filing
from forms.storage.database import known, storable, unknown_word
from forms.storage.revision import KINDS, Change, Revision
from forms.values import EMPTY, Filled, Source

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_CHANGE: Final = "blank_id, before_text, before_source, before_note, after_text, after_source, after_note"


def to_moment(stored: int) -> datetime.datetime:
    return _EPOCH + stored * _MICROSECOND


def from_moment(moment: datetime.datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


class FilingTable:
    """The rows of one filing. Each method is a few statements; the caller wraps those that write in a transaction.

    The state of the blanks changes only through revisions, so it can be told for any of them. ``step`` lists the
    revisions that undo and redo walk along; ``undo_position`` is the last one that has not been undone.
    """

    def __init__(self, connection: sqlite3.Connection, unit_id: int, notice_id: str, form_id: str) -> None:
        self._connection = connection
        self._unit_id = unit_id
        self._notice_id = storable(notice_id)
        self._form_id = storable(form_id)
        row = connection.execute(
            "SELECT id, undo_position FROM filing WHERE unit_id = ? AND notice_id = ? AND form_id = ?",
            (unit_id, self._notice_id, self._form_id),
        ).fetchone()
        self._id: int | None = row[0] if row else None
        self._position: int = row[1] if row else 0

    # Reading

    def read(self) -> Filing:
        return self._filing(self._filled())

    def read_at(self, revision_id: int) -> Filing:
        return self._filing(self._filled_at(revision_id))

    def _filing(self, filled: Mapping[str, Filled]) -> Filing:
        if self._id is None:
            return Filing(self._notice_id, self._form_id)
        confirmations = self._connection.execute(
            "SELECT field, code, reason, text FROM confirmation WHERE filing_id = ? ORDER BY field, code",
            (self._id,),
        )
        return Filing(
            notice_id=self._notice_id,
            form_id=self._form_id,
            filled=filled,
            confirmations=tuple(Confirmation(*row) for row in confirmations),
        )

    def _filled(self) -> dict[str, Filled]:
        rows = self._connection.execute(
            "SELECT blank_id, text, source, note FROM filled WHERE filing_id = ?", (self._id,)
        )
        return {blank_id: Filled(text, known(Source, source), note) for blank_id, text, source, note in rows}

    def _filled_at(self, revision_id: int) -> dict[str, Filled]:
        row = self._connection.execute(
            "SELECT 1 FROM revision WHERE id = ? AND filing_id = ?", (revision_id, self._id)
        ).fetchone()
        if not row:
            raise InputError("这张表没有这一次修改的记录，可能已经并入了后来的修改。请刷新修改记录后再选。")
        rows = self._connection.execute(
            """SELECT blank_id, after_text, after_source, after_note, max(revision_id)
            FROM change JOIN revision ON revision.id = change.revision_id
            WHERE filing_id = ? AND revision_id <= ? GROUP BY blank_id""",
            (self._id, revision_id),
        )
        return {
            blank_id: Filled(text, known(Source, source), note)
            for blank_id, text, source, note, _ in rows
            if text
        }

    def revisions(self, limit: int | None) -> tuple[Revision, ...]:
        """Newest first."""
        rows = self._connection.execute(
            "SELECT id, made_at, kind FROM revision WHERE filing_id = ? ORDER BY id DESC LIMIT ?",
            (self._id, -1 if limit is None else limit),
        ).fetchall()
        if any(kind not in KINDS for _, _, kind in rows):
            raise unknown_word()
        changes = self._changes(rows[-1][0] if rows else 0)
        return tuple(
            Revision(id_, self._notice_id, self._form_id, to_moment(made_at), kind, tuple(changes[id_]))
            for id_, made_at, kind in rows
        )

    def _changes(self, first_revision_id: int) -> dict[int, list[Change]]:
        """The changes of the filing's revisions from one on, by revision."""
        rows = self._connection.execute(
            f"""SELECT revision_id, {_CHANGE} FROM revision JOIN change ON revision_id = revision.id
            WHERE filing_id = ? AND revision.id >= ? ORDER BY revision_id, blank_id""",
            (self._id, first_revision_id),
        )
        changes: dict[int, list[Change]] = {}
        for revision_id, *columns in rows:
            changes.setdefault(revision_id, []).append(_change(*columns))
        return changes

    def can_undo(self) -> bool:
        return self._position > 0

    def can_redo(self) -> bool:
        return self._step(self._position + 1) is not None

    def _step(self, position: int) -> int | None:
        row = self._connection.execute(
            "SELECT revision_id FROM step WHERE filing_id = ? AND position = ?", (self._id, position)
        ).fetchone()
        return row[0] if row else None

    # Writing

    def write(
        self, filled: Mapping[str, Filled], kind: str, made_at: datetime.datetime, extend: int | None = None
    ) -> Revision | None:
        """Fill blanks in one revision that can be undone; ``None`` where nothing differs from before.

        ``extend`` is a revision to be extended in place of making another, if it is still the filing's newest and is
        about the same single blank.
        """
        changes = self._differences(filled)
        if not changes:
            return None
        if extend is not None and len(changes) == 1 and self._extendable(extend, changes[0].blank_id):
            return self._extend(extend, changes[0], made_at)
        revision = self._add_revision(kind, changes, made_at)
        self._connection.execute(
            "DELETE FROM step WHERE filing_id = ? AND position > ?", (self._id, self._position)
        )
        self._set_position(self._position + 1)
        self._connection.execute("INSERT INTO step VALUES (?, ?, ?)", (self._id, self._position, revision.id))
        return revision

    def restore(self, revision_id: int, made_at: datetime.datetime) -> Revision | None:
        """Bring back the blanks as they were right after a revision."""
        wanted = self._filled_at(revision_id)
        emptied = dict.fromkeys(self._filled(), EMPTY)
        return self.write(emptied | wanted, "restore", made_at)

    def undo(self, made_at: datetime.datetime) -> Revision | None:
        revision_id = self._step(self._position)
        if revision_id is None:
            return None
        changes = [Change(c.blank_id, c.after, c.before) for c in self._changes_of(revision_id)]
        revision = self._add_revision("undo", changes, made_at)
        self._set_position(self._position - 1)
        return revision

    def redo(self, made_at: datetime.datetime) -> Revision | None:
        revision_id = self._step(self._position + 1)
        if revision_id is None:
            return None
        revision = self._add_revision("redo", self._changes_of(revision_id), made_at)
        self._set_position(self._position + 1)
        return revision

    def confirm(self, confirmation: Confirmation, made_at: datetime.datetime) -> None:
        texts = (confirmation.field, confirmation.code, confirmation.reason, confirmation.text)
        self._connection.execute(
            "INSERT OR REPLACE INTO confirmation (filing_id, field, code, reason, text) VALUES (?, ?, ?, ?, ?)",
            (self._ensured_id(made_at), *map(storable, texts)),
        )

    def withdraw_confirmation(self, field: str, code: str) -> None:
        self._connection.execute(
            "DELETE FROM confirmation WHERE filing_id = ? AND field = ? AND code = ?",
            (self._id, storable(field), storable(code)),
        )

    def _ensured_id(self, made_at: datetime.datetime) -> int:
        if self._id is None:
            cursor = self._connection.execute(
                "INSERT INTO filing (unit_id, notice_id, form_id, changed_at) VALUES (?, ?, ?, ?)",
                (self._unit_id, self._notice_id, self._form_id, from_moment(made_at)),
            )
            self._id = cursor.lastrowid
        assert self._id is not None
        return self._id

    def _differences(self, filled: Mapping[str, Filled]) -> list[Change]:
        present = self._filled()
        wanted = {storable(blank_id): kept(entry) for blank_id, entry in filled.items()}
        return [
            Change(blank_id, before, after)
            for blank_id, after in sorted(wanted.items())
            if (before := present.get(blank_id, EMPTY)) != after
        ]

    def _changes_of(self, revision_id: int) -> list[Change]:
        rows = self._connection.execute(
            f"SELECT {_CHANGE} FROM change WHERE revision_id = ? ORDER BY blank_id", (revision_id,)
        )
        return [_change(*row) for row in rows]

    def _extendable(self, revision_id: int, blank_id: str) -> bool:
        newest = self._connection.execute(
            "SELECT max(id) FROM revision WHERE filing_id = ?", (self._id,)
        ).fetchone()[0]
        return newest == revision_id and [c.blank_id for c in self._changes_of(revision_id)] == [blank_id]

    def _extend(self, revision_id: int, change: Change, made_at: datetime.datetime) -> Revision | None:
        """Let a revision of one blank end in another text. One that then changes nothing is taken back whole."""
        before = self._changes_of(revision_id)[0].before
        kind = self._connection.execute("SELECT kind FROM revision WHERE id = ?", (revision_id,)).fetchone()[
            0
        ]
        self._connection.execute("DELETE FROM change WHERE revision_id = ?", (revision_id,))
        self._set_filled([change], made_at)
        if before == change.after:
            self._connection.execute(
                "DELETE FROM step WHERE filing_id = ? AND position = ?", (self._id, self._position)
            )
            self._set_position(self._position - 1)
            self._connection.execute("DELETE FROM revision WHERE id = ?", (revision_id,))
            return None
        whole = Change(change.blank_id, before, change.after)
        self._connection.execute(
            "UPDATE revision SET made_at = ? WHERE id = ?", (from_moment(made_at), revision_id)
        )
        self._insert_changes(revision_id, [whole])
        return self._revision(revision_id, kind, [whole], made_at)

    def _add_revision(self, kind: str, changes: list[Change], made_at: datetime.datetime) -> Revision:
        if kind not in KINDS:
            raise ValueError(f"no kind of revision: {kind}")
        cursor = self._connection.execute(
            "INSERT INTO revision (filing_id, made_at, kind) VALUES (?, ?, ?)",
            (self._ensured_id(made_at), from_moment(made_at), kind),
        )
        revision_id = cursor.lastrowid
        assert revision_id is not None
        self._insert_changes(revision_id, changes)
        self._set_filled(changes, made_at)
        return self._revision(revision_id, kind, changes, made_at)

    def _revision(
        self, revision_id: int, kind: str, changes: Iterable[Change], made_at: datetime.datetime
    ) -> Revision:
        moment = to_moment(from_moment(made_at))
        return Revision(revision_id, self._notice_id, self._form_id, moment, kind, tuple(changes))

    def _insert_changes(self, revision_id: int, changes: Iterable[Change]) -> None:
        self._connection.executemany(
            f"INSERT INTO change (revision_id, {_CHANGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(revision_id, c.blank_id, *_columns(c.before), *_columns(c.after)) for c in changes],
        )

    def _set_filled(self, changes: Iterable[Change], made_at: datetime.datetime) -> None:
        for change in changes:
            if change.after == EMPTY:
                self._connection.execute(
                    "DELETE FROM filled WHERE filing_id = ? AND blank_id = ?", (self._id, change.blank_id)
                )
            else:
                self._connection.execute(
                    "INSERT OR REPLACE INTO filled (filing_id, blank_id, text, source, note) VALUES (?, ?, ?, ?, ?)",
                    (self._id, change.blank_id, *_columns(change.after)),
                )
        self._connection.execute(
            "UPDATE filing SET changed_at = ? WHERE id = ?", (from_moment(made_at), self._id)
        )

    def _set_position(self, position: int) -> None:
        self._connection.execute("UPDATE filing SET undo_position = ? WHERE id = ?", (position, self._id))
        self._position = position


def kept(filled: Filled) -> Filled:
    """How an entry is kept: an empty one has neither source nor note; see also :func:`forms.storage.database.storable`."""
    if not filled.text:
        return EMPTY
    return Filled(storable(filled.text), filled.source, storable(filled.note))


def _change(
    blank_id: str,
    before_text: str,
    before_source: str,
    before_note: str,
    after_text: str,
    after_source: str,
    after_note: str,
) -> Change:
    """A row of the columns ``_CHANGE``."""
    before = Filled(before_text, known(Source, before_source), before_note)
    return Change(blank_id, before, Filled(after_text, known(Source, after_source), after_note))


def _columns(filled: Filled) -> tuple[str, str, str]:
    return filled.text, filled.source.value, filled.note


def list_filings(
    connection: sqlite3.Connection, unit_id: int
) -> tuple[tuple[str, str, datetime.datetime], ...]:
    """Every filing of a unit with the moment of its last change, the last changed first."""
    rows = connection.execute(
        "SELECT notice_id, form_id, changed_at FROM filing WHERE unit_id = ?"
        " ORDER BY changed_at DESC, notice_id, form_id",
        (unit_id,),
    )
    return tuple((notice_id, form_id, to_moment(changed_at)) for notice_id, form_id, changed_at in rows)
