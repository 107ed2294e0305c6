"""Reads a draft of ours again: the attachments it carries."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import Final

#: No draft is larger: no mailbox takes it.
_LARGEST: Final = 1_100_000_000
#: Stands in the head of every draft, within so many bytes.
_MARK: Final = b"\r\nX-Unsent: 1\r\n"
_HEAD: Final = 100_000


def attachments_of_draft(path: Path) -> dict[str, bytes]:
    """The attachments of the draft at ``path`` by name; empty where there is none, or something else stands there."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return {}
        data = path.read_bytes()
    except OSError:
        return {}
    if _MARK not in data[:_HEAD]:
        return {}
    try:
        return _attachments(data)
    except Exception:
        # What the library raises about headers that are damaged is without end; such a draft is not what we wrote.
        return {}


def _attachments(data: bytes) -> dict[str, bytes]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    found = {}
    for part in message.walk():
        name, content = part.get_filename(), part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            found[name] = content
    return found
