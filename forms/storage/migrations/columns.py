"""Kinds of columns, as the migrations declare them. What has shipped never changes, so these do not either."""

from __future__ import annotations

from typing import Final

TEXT: Final = "TEXT NOT NULL CHECK (typeof({0}) = 'text')"
#: Microseconds since 1970-01-01 UTC, within the years 1 to 9999.
MOMENT: Final = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} BETWEEN -62135596800000000 AND 253402300799999999)"
SHA256: Final = "TEXT NOT NULL CHECK (length({0}) = 64 AND {0} NOT GLOB '*[^0-9a-f]*')"
WHOLE: Final = "INTEGER NOT NULL CHECK (typeof({0}) = 'integer' AND {0} >= 0)"
DATE: Final = "TEXT {1} CHECK ({0} IS date({0}, '+0 days'))"


def columns(*names: str, of: str) -> str:
    """Columns of one kind, for the middle of a statement."""
    return ", ".join(f"{name} {of.format(name)}" for name in names)
