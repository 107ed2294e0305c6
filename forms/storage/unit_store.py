"""What the store keeps for one unit: its profile, filings with their revisions, packets as they went or wait."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from forms.errors import InputError
from forms.form.filing import Confirmation, Filing
from forms.notice.settlement import Settlement
from forms.storage.access import Access
from forms.storage.content import keep
from forms.storage.database import storable
from forms.storage.filings import FilingTable, from_moment, list_filings, to_moment
from forms.storage.office.settlements import add_settlement, read_settlements
from forms.storage.office.units import NoticeInUse, keep_in_use, list_in_use, save_profile
from forms.storage.revision import Revision
from forms.values import Filled

if TYPE_CHECKING:
    from forms.packet import Contents, DispatchFacts, KeptFile, NewFile, Packet, PendingPacket, Preparation
    from forms.storage.packets import PacketTable
    from forms.storage.pending import PendingTable
    from forms.storage.store import Store


class UnitStore:
    """The data of one unit; got from :meth:`forms.storage.store.Store.unit`. What another unit has is never seen here.

    Each method that writes has made its change durable when it returns, or has changed nothing when it raises. Any method
    may be called from any thread; errors are those of the store.
    """

    def __init__(self, store: Store, access: Access, unit_id: int) -> None:
        """Use :meth:`forms.storage.store.Store.unit`."""
        self.store = store
        self.unit_id = unit_id
        self._access = access
        # The newest edit of each filing that a further write with the same token extends.
        self._last_edits: dict[tuple[str, str], tuple[str, str, int]] = {}

    # The profile

    def profile(self) -> dict[str, str]:
        """The unit's profile, text by entry id; empty entries are not in it."""
        with self._access.reading() as connection:
            rows = connection.execute(
                "SELECT entry_id, text FROM profile_entry WHERE unit_id = ?", (self.unit_id,)
            )
            return dict(rows.fetchall())

    def save_profile(self, entries: Mapping[str, str]) -> None:
        """Replace the whole profile. Empty texts are not kept."""
        with self._access.writing() as connection:
            save_profile(connection, self.unit_id, entries)

    # What the window remembers for the unit, the notices it works under, what is settled in words

    def setting(self, key: str, default: str = "") -> str:
        with self._access.reading() as connection:
            row = connection.execute(
                "SELECT value FROM unit_setting WHERE unit_id = ? AND key = ?", (self.unit_id, storable(key))
            ).fetchone()
        return row[0] if row else default

    def set_setting(self, key: str, value: str) -> None:
        with self._access.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO unit_setting (unit_id, key, value) VALUES (?, ?, ?)",
                (self.unit_id, storable(key), storable(value)),
            )

    def notices_in_use(self) -> tuple[NoticeInUse, ...]:
        """The notices the unit works under, and those that were put to rest."""
        with self._access.reading() as connection:
            return list_in_use(connection, self.unit_id)

    def use_notice(self, notice_id: str) -> None:
        """Work under a notice from now on, beside those already in use."""
        with self._access.writing() as connection:
            keep_in_use(connection, self.unit_id, notice_id, at_rest=False)

    def rest_notice(self, notice_id: str) -> None:
        """Nothing of a notice is due any more; all that was done under it stays."""
        with self._access.writing() as connection:
            keep_in_use(connection, self.unit_id, notice_id, at_rest=True)

    def settle(self, notice_id: str, occurrence: tuple[str, int], words: str) -> None:
        """Keep in words why an occurrence needs no packet; with empty words it is open again."""
        with self._access.writing() as connection:
            made_at = self._access.now()
            add_settlement(connection, self.unit_id, notice_id, occurrence, words.strip(), made_at)

    def settlements(self, notice_id: str) -> dict[tuple[str, int], Settlement]:
        """What is settled under a notice, by occurrence."""
        with self._access.reading() as connection:
            found = read_settlements(
                connection, "unit_id = ? AND notice_id = ?", (self.unit_id, storable(notice_id))
            )
        return found.get((self.unit_id, storable(notice_id)), {})

    def is_empty(self) -> bool:
        """Whether nothing was filled in, written or sent for the unit."""
        with self._access.reading() as connection:
            return not any(
                connection.execute(
                    f"SELECT 1 FROM {table} WHERE unit_id = ? LIMIT 1", (self.unit_id,)
                ).fetchone()
                for table in ("filing", "packet", "pending_packet")
            )

    # Filings

    def filing(self, notice_id: str, form_id: str) -> Filing:
        """What is filled in; an empty filing where nothing ever was."""
        with self._access.reading():
            return self._table(notice_id, form_id).read()

    def filings(self) -> tuple[tuple[str, str, datetime.datetime], ...]:
        """Notice id, form id and moment of the last change of every filing, the last changed first."""
        with self._access.reading() as connection:
            return list_filings(connection, self.unit_id)

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
        with self._access.turn:
            last_kind, last_edit, last_id = self._last_edits.get(key, ("", "", None))
            extend = last_id if edit and (kind, edit) == (last_kind, last_edit) else None
            with self._access.writing():
                revision = self._table(*key).write(changes, kind, self._access.now(), extend)
            if revision is not None:
                self._last_edits[key] = (kind, edit, revision.id)
            return revision

    def confirm(self, notice_id: str, form_id: str, confirmation: Confirmation) -> None:
        """Keep that the user has confirmed a warning; replaces an earlier one of the same field and code."""
        with self._access.writing():
            self._table(notice_id, form_id).confirm(confirmation, self._access.now())

    def withdraw_confirmation(self, notice_id: str, form_id: str, field: str, code: str) -> None:
        with self._access.writing():
            self._table(notice_id, form_id).withdraw_confirmation(field, code)

    # Revisions

    def revisions(self, notice_id: str, form_id: str, *, limit: int | None = None) -> tuple[Revision, ...]:
        """All revisions or the newest ``limit`` ones, newest first."""
        with self._access.reading():
            return self._table(notice_id, form_id).revisions(limit)

    def filing_at(self, notice_id: str, form_id: str, revision_id: int) -> Filing:
        """The filing with its blanks as they were right after a revision; all else as it is now."""
        with self._access.reading():
            return self._table(notice_id, form_id).read_at(revision_id)

    def restore(self, notice_id: str, form_id: str, revision_id: int) -> Revision | None:
        """Bring the blanks back to how they were right after a revision, in a new revision that can be undone."""
        with self._access.writing():
            return self._table(notice_id, form_id).restore(revision_id, self._access.now())

    def undo(self, notice_id: str, form_id: str) -> Revision | None:
        """Take back the last step in a new revision; ``None`` where there is none."""
        with self._access.writing():
            return self._table(notice_id, form_id).undo(self._access.now())

    def redo(self, notice_id: str, form_id: str) -> Revision | None:
        """Do again the step last taken back in a new revision; ``None`` where there is none."""
        with self._access.writing():
            return self._table(notice_id, form_id).redo(self._access.now())

    def can_undo(self, notice_id: str, form_id: str) -> bool:
        with self._access.reading():
            return self._table(notice_id, form_id).can_undo()

    def can_redo(self, notice_id: str, form_id: str) -> bool:
        with self._access.reading():
            return self._table(notice_id, form_id).can_redo()

    def _table(self, notice_id: str, form_id: str) -> FilingTable:
        return FilingTable(self._access.connection, self.unit_id, notice_id, form_id)

    # Packets: one that was written waits; one that went is added, never changed, never deleted

    def keep_pending(
        self,
        contents: Contents,
        files: Sequence[NewFile],
        *,
        way: str,
        folder: PurePath | None = None,
        paths: Sequence[PurePath] = (),
        remarks: Sequence[str] = (),
        recipient: str = "",
        sender: str = "",
        preparation: Preparation | None = None,
    ) -> PendingPacket:
        """Keep a packet as it was written, with the exact bytes of its files, until it is confirmed as sent.

        It takes the place of one that waits for the same occurrence. A process killed in between leaves at most bytes that
        nothing refers to. Raises ``InputError`` for names that cannot be file names and for files too large.
        """
        from forms.packet import PendingPacket, check_names

        check_names(files)
        pending = PendingPacket(
            contents,
            self._keep(files),
            to_moment(from_moment(self._access.now())),
            way,
            "" if folder is None else str(folder),
            tuple(str(path) for path in paths),
            tuple(remarks),
            recipient,
            sender,
            preparation,
        )
        with self._access.writing():
            self._pending_table().keep(pending)
        return pending

    def pending(self, notice_id: str) -> tuple[PendingPacket, ...]:
        """The packets of a notice that wait to be confirmed as sent, but for :meth:`illegible_pending`."""
        with self._access.reading():
            return self._pending_table().read_all(notice_id)

    def illegible_pending(self) -> tuple[str, ...]:
        """Of each waiting packet that cannot be read, in words what it was for."""
        with self._access.reading() as connection:
            waits = "SELECT 1 FROM pending_packet WHERE unit_id = ? LIMIT 1"
            if not connection.execute(waits, (self.unit_id,)).fetchone():
                return ()
            return self._pending_table().illegible()

    def discard_pending(self, notice_id: str, occurrence: tuple[str, int]) -> None:
        """Let go of the packet that waits for an occurrence; nothing happens where there is none."""
        with self._access.writing():
            self._pending_table().discard(notice_id, occurrence)

    def confirm_pending(self, notice_id: str, occurrence: tuple[str, int], facts: DispatchFacts) -> Packet:
        """The packet that waits for an occurrence went: freeze it as it was written, with its first dispatch.

        All or nothing. ``contents.corrects`` may be any packet of the same occurrence; what is kept is the first of that
        row. Raises ``InputError`` where none waits, and for a packet that cannot be corrected.
        """
        with self._access.writing():
            waiting = self._pending_table()
            found = [each for each in waiting.read_all(notice_id) if each.occurrence == occurrence]
            if not found:
                raise InputError("这份报送已经存入报送记录，或已重新准备。请回到工作台再看。")
            table = self._packet_table()
            went = found[0]
            packet_id = table.add(went.contents, went.files, self._access.now(), went.preparation)
            table.add_dispatch(packet_id, facts)
            waiting.discard(notice_id, occurrence)
            return table.read(packet_id)

    def add_dispatch(self, packet_id: int, facts: DispatchFacts) -> Packet:
        """Keep that a packet went out once more, as by another channel."""
        with self._access.writing():
            table = self._packet_table()
            table.add_dispatch(packet_id, facts)
            return table.read(packet_id)

    def void(self, packet_id: int, reason: str) -> Packet:
        """Keep that a packet was recorded by mistake, and why: it stays, but nothing has gone by it.

        Raises ``InputError`` without a reason.
        """
        if not reason.strip():
            raise InputError("请写明作废的原因，例如：登记错了，实际没有送出。")
        return self._void(packet_id, reason.strip())

    def take_voiding_back(self, packet_id: int) -> Packet:
        """The packet counts after all."""
        return self._void(packet_id, "")

    def _void(self, packet_id: int, reason: str) -> Packet:
        with self._access.writing():
            table = self._packet_table()
            table.add_voiding(packet_id, reason, self._access.now())
            return table.read(packet_id)

    def add_receipt(self, dispatch_id: int, text: str, attachments: Sequence[NewFile] = ()) -> Packet:
        """Keep what came back, or is to be remembered, about a dispatch; returns its packet."""
        from forms.packet import check_names

        check_names(attachments)
        kept = self._keep(attachments)
        with self._access.writing():
            table = self._packet_table()
            return table.read(table.add_receipt(dispatch_id, text, kept, self._access.now()))

    def _keep(self, files: Sequence[NewFile]) -> tuple[KeptFile, ...]:
        """The files' bytes are safe before a row refers to them."""
        from forms.packet import KeptFile

        found = []
        for file in files:
            kept = keep(self._access.folder, file.content, file.name)
            found.append(KeptFile(file.name, file.role, file.form_id, kept.sha256, kept.size))
        return tuple(found)

    def packet(self, packet_id: int) -> Packet:
        with self._access.reading():
            return self._packet_table().read(packet_id)

    def packets(self, notice_id: str | None = None) -> tuple[Packet, ...]:
        """The packets that went under a notice, or all, the first frozen first."""
        with self._access.reading():
            return self._packet_table().read_all(notice_id)

    # Packets are imported when one is asked for: most starts show a form first.

    def _packet_table(self) -> PacketTable:
        from forms.storage.packets import PacketTable

        return PacketTable(self._access.connection, self.unit_id)

    def _pending_table(self) -> PendingTable:
        from forms.storage.pending import PendingTable

        return PendingTable(self._access.connection, self.unit_id)

    def packet_files(self, packet_id: int) -> tuple[KeptFile, ...]:
        return self.packet(packet_id).files
