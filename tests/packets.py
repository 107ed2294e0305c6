"""A packet that goes at once, for tests that are about what comes after."""

from __future__ import annotations

from collections.abc import Sequence

from forms.packet import Contents, DispatchFacts, NewFile, Packet
from forms.storage.unit_store import UnitStore


def send_packet(
    unit: UnitStore, contents: Contents, files: Sequence[NewFile], facts: DispatchFacts
) -> Packet:
    """Write a packet and confirm that it went."""
    unit.keep_pending(contents, files, way="zip")
    return unit.confirm_pending(contents.notice_id, (contents.obligation_id, contents.number), facts)
