"""The store: everything the user enters, durable at each call."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forms.errors import EnvironmentFailure
from forms.form.filing import Confirmation, Filing
from forms.packet import Contents, DispatchFacts, KeptFile, NewFile, Packet, check_names
from forms.storage.backups import back_up_daily, daily_backup_file, take_snapshot
from forms.storage.content import keep, read_content, remove_unfinished
from forms.storage.database import database_errors_in_words, storable, transaction
from forms.storage.filings import FilingTable, list_filings
from forms.storage.opening import open_database
from forms.storage.packets import PacketTable
from forms.storage.revision import Change, Revision
from forms.values import Filled

__all__ = ["Change", "Opened", "Revision", "Store"]

_READING: Final = "读取数据"
_SAVING: Final = "保存"


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()


@dataclass(frozen=True)
class Opened:
    """An open store, and what the user must be told about how it was opened: whole Chinese sentences."""

    store: Store
    messages: tuple[str, ...]


class Store:
    """The user's data: settings, the unit's profile, filings with their revisions, packets as they went.

    Each method that writes has made its change durable when it returns, or has changed nothing when it raises; the store
    can be used on after an error. Any method may be called from any thread; one at a time gets its turn.

    Errors, all with a sentence for the user: ``EnvironmentFailure`` (full disk, no permission), ``DamagedFile`` (close
    the store and open it again to recover), ``InputError`` (a text too long to keep, a revision that does not exist).
    """

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, now: Callable[[], datetime.datetime]
    ) -> None:
        """Use :meth:`open`."""
        self.folder = folder
        self._connection = connection
        self._now = now
        self._turn = threading.RLock()
        self._is_open = True
        self._is_backed_up = True
        # The newest edit of each filing that a further write with the same token extends.
        self._last_edits: dict[tuple[str, str], tuple[str, str, int]] = {}

    @classmethod
    def open(cls, folder: Path, *, now: Callable[[], datetime.datetime] = _now) -> Opened:
        """Open the data in ``folder``, made where it does not exist; migrate, recover and back up as needed.

        ``now`` gives aware moments. Only one store may be open on a folder (see ``InstanceGuard``). Raises
        ``EnvironmentFailure``; its ``NewerDatabase`` where a newer program wrote the data, which is then not touched.
        """
        connection, messages = open_database(folder, now())
        remove_unfinished(folder)
        store = cls(connection, folder, now)
        return Opened(store, (*messages, *store._back_up_at_opening()))

    def _back_up_at_opening(self) -> tuple[str, ...]:
        """A backup that fails must not keep the user from working."""
        try:
            if (
                list_filings(self._connection) or PacketTable(self._connection).ids(None)
            ) and not daily_backup_file(self.folder, self._now().date()).exists():
                self.back_up()
        except EnvironmentFailure as failure:
            return (f"今天的自动备份没有做成。{failure.message}",)
        return ()

    def close(self) -> None:
        """Close the store; today's backup is brought up to date where that is possible. Closing twice does nothing."""
        with self._turn:
            if not self._is_open:
                return
            if not self._is_backed_up:
                with contextlib.suppress(EnvironmentFailure):
                    self.back_up()
            self._is_open = False
            self._connection.close()

    def back_up(self) -> None:
        """Bring today's automatic backup up to date. :meth:`open` and :meth:`close` do so by themselves."""
        with self._turn:
            back_up_daily(self._connection, self.folder, self._now())
            self._is_backed_up = True

    def snapshot(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the whole database into the single file ``target``; see ``forms.storage.backups.take_snapshot``."""
        with self._turn:
            take_snapshot(self._connection, target, self._now(), progress)

    # Settings and profile

    def setting(self, key: str, default: str = "") -> str:
        with self._reading():
            row = self._connection.execute(
                "SELECT value FROM setting WHERE key = ?", (storable(key),)
            ).fetchone()
        return row[0] if row else default

    def set_setting(self, key: str, value: str) -> None:
        with self._writing():
            self._connection.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (storable(key), storable(value))
            )

    def profile(self) -> dict[str, str]:
        """The unit's profile, text by entry id; empty entries are not in it."""
        with self._reading():
            return dict(self._connection.execute("SELECT entry_id, text FROM profile_entry").fetchall())

    def save_profile(self, entries: Mapping[str, str]) -> None:
        """Replace the whole profile. Empty texts are not kept."""
        rows = [(storable(entry_id), storable(text)) for entry_id, text in entries.items() if text]
        with self._writing():
            self._connection.execute("DELETE FROM profile_entry")
            self._connection.executemany(
                "INSERT OR REPLACE INTO profile_entry (entry_id, text) VALUES (?, ?)", rows
            )

    # Filings

    def filing(self, notice_id: str, form_id: str) -> Filing:
        """What is filled in; an empty filing where nothing ever was."""
        with self._reading():
            return self._table(notice_id, form_id).read()

    def filings(self) -> tuple[tuple[str, str, datetime.datetime], ...]:
        """Notice id, form id and moment of the last change of every filing, the last changed first."""
        with self._reading():
            return list_filings(self._connection)

    def write(
        self,
        notice_id: str,
        form_id: str,
        changes: Mapping[str, Filled],
        *,
        kind: str = "edit",
        edit: str = "",
    ) -> Revision | None:
        """Fill blanks, all or none; returns the revision, or ``None`` where nothing differs from before it.

        An entry with an empty text empties its blank, whatever its source. ``edit`` names one go at one blank, such as
        the typing of a word: further writes with the same name extend the revision that the first one made, so that all
        are undone in one step, as long as nothing else was done to the filing in between and the store was not closed.
        Typing that ends where it began leaves no revision. A new edit makes what was undone impossible to redo.
        """
        key = (notice_id, form_id)
        with self._turn:
            last_kind, last_edit, last_id = self._last_edits.get(key, ("", "", None))
            extend = last_id if edit and (kind, edit) == (last_kind, last_edit) else None
            with self._writing():
                revision = self._table(*key).write(changes, kind, self._now(), extend)
            if revision is not None:
                self._last_edits[key] = (kind, edit, revision.id)
            return revision

    def write_header(
        self, notice_id: str, form_id: str, *, unit: str, filled_by: str, date: datetime.date | None
    ) -> None:
        """Set what is printed outside the form's frame. It is no part of undo."""
        with self._writing():
            self._table(notice_id, form_id).write_header(unit, filled_by, date, self._now())

    def confirm(self, notice_id: str, form_id: str, confirmation: Confirmation) -> None:
        """Keep that the user has confirmed a warning; replaces an earlier one of the same field and code."""
        with self._writing():
            self._table(notice_id, form_id).confirm(confirmation, self._now())

    def withdraw_confirmation(self, notice_id: str, form_id: str, field: str, code: str) -> None:
        with self._writing():
            self._table(notice_id, form_id).withdraw_confirmation(field, code)

    # Revisions

    def revisions(self, notice_id: str, form_id: str, *, limit: int | None = None) -> tuple[Revision, ...]:
        """All revisions or the newest ``limit`` ones, newest first."""
        with self._reading():
            return self._table(notice_id, form_id).revisions(limit)

    def filing_at(self, notice_id: str, form_id: str, revision_id: int) -> Filing:
        """The filing with its blanks as they were right after a revision; all else as it is now."""
        with self._reading():
            return self._table(notice_id, form_id).read_at(revision_id)

    def restore(self, notice_id: str, form_id: str, revision_id: int) -> Revision | None:
        """Bring the blanks back to how they were right after a revision, in a new revision that can be undone."""
        with self._writing():
            return self._table(notice_id, form_id).restore(revision_id, self._now())

    def undo(self, notice_id: str, form_id: str) -> Revision | None:
        """Take back the last step in a new revision; ``None`` where there is none."""
        with self._writing():
            return self._table(notice_id, form_id).undo(self._now())

    def redo(self, notice_id: str, form_id: str) -> Revision | None:
        """Do again the step last taken back in a new revision; ``None`` where there is none."""
        with self._writing():
            return self._table(notice_id, form_id).redo(self._now())

    def can_undo(self, notice_id: str, form_id: str) -> bool:
        with self._reading():
            return self._table(notice_id, form_id).can_undo()

    def can_redo(self, notice_id: str, form_id: str) -> bool:
        with self._reading():
            return self._table(notice_id, form_id).can_redo()

    # Packets: added, never changed, never deleted

    def freeze_packet(self, contents: Contents, files: Sequence[NewFile], facts: DispatchFacts) -> Packet:
        """Keep a packet as it goes: the exact bytes of its files, what it says, and its first dispatch.

        All or nothing: a process killed in between leaves at most bytes that nothing refers to. ``contents.corrects``
        may be any packet of the same occurrence; what is kept is the first of that row. Raises ``InputError`` for
        names that cannot be file names, files too large, and a packet that cannot be corrected.
        """
        check_names(files)
        kept = self._keep(files)
        with self._writing():
            table = PacketTable(self._connection)
            packet_id = table.add(contents, kept, self._now())
            table.add_dispatch(packet_id, facts)
            return table.read(packet_id)

    def add_dispatch(self, packet_id: int, facts: DispatchFacts) -> Packet:
        """Keep that a packet went out once more, as by another channel."""
        with self._writing():
            table = PacketTable(self._connection)
            table.add_dispatch(packet_id, facts)
            return table.read(packet_id)

    def add_receipt(self, dispatch_id: int, text: str, attachments: Sequence[NewFile] = ()) -> Packet:
        """Keep what came back, or is to be remembered, about a dispatch; returns its packet."""
        check_names(attachments)
        kept = self._keep(attachments)
        with self._writing():
            table = PacketTable(self._connection)
            table.add_receipt(dispatch_id, text, kept, self._now())
            return table.read_of_dispatch(dispatch_id)

    def _keep(self, files: Sequence[NewFile]) -> tuple[KeptFile, ...]:
        """The files' bytes are safe before a row refers to them."""
        found = []
        for file in files:
            kept = keep(self.folder, file.content, file.name)
            found.append(KeptFile(file.name, file.role, file.form_id, kept.sha256, kept.size))
        return tuple(found)

    def packet(self, packet_id: int) -> Packet:
        with self._reading():
            return PacketTable(self._connection).read(packet_id)

    def packets(self, notice_id: str | None = None) -> tuple[Packet, ...]:
        """The packets that went under a notice, or all, the first frozen first."""
        with self._reading():
            table = PacketTable(self._connection)
            return tuple(table.read(packet_id) for packet_id in table.ids(notice_id))

    def packet_files(self, packet_id: int) -> tuple[KeptFile, ...]:
        return self.packet(packet_id).files

    def read_content(self, sha256: str) -> bytes:
        """The exact bytes of a kept file; raises ``DamagedFile`` where they do not have this fingerprint any more."""
        return read_content(self.folder, sha256)

    def _table(self, notice_id: str, form_id: str) -> FilingTable:
        return FilingTable(self._connection, notice_id, form_id)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        with self._turn, database_errors_in_words(_READING):
            yield

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._turn, database_errors_in_words(_SAVING):
            with transaction(self._connection):
                yield
            self._is_backed_up = False
