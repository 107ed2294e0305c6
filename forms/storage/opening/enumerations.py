"""The columns that hold a word of an enumeration, and whether each word in them is known.

SQL does not check them: a new word would need every table rebuilt. But a new word needs a migration, be it one that does
nothing: by its number an older program sees that the data are newer, and leaves them alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Final

from forms.channel import Channel
from forms.file_role import FileRole
from forms.storage.revision import KINDS
from forms.values import Source

COLUMNS: Final[tuple[tuple[str, str, Collection[str]], ...]] = (
    ("revision", "kind", KINDS),
    ("filled", "source", tuple(Source)),
    ("change", "before_source", tuple(Source)),
    ("change", "after_source", tuple(Source)),
    ("dispatch", "channel", tuple(Channel)),
    ("packet_file", "role", tuple(FileRole)),
    ("receipt_file", "role", tuple(FileRole)),
    ("pending_file", "role", tuple(FileRole)),
)


def has_unknown_words(connection: sqlite3.Connection) -> bool:
    """Whether a row of a database of the present version holds a word that no enumeration has."""
    return any(
        word not in words
        for table, column, words in COLUMNS
        for (word,) in connection.execute(f"SELECT DISTINCT {column} FROM {table}")
    )
