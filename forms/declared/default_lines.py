"""The lines at the foot of a form that declares none of its own (``resources/lines.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from forms.declared.resources import RESOURCES
from forms.declared.sheet_file import LinesDeclaration, read_lines
from forms.declared.toml_table import read_toml


@dataclass(frozen=True)
class DefaultLines:
    """The lines, and what is known about their blanks by id, as declared."""

    block: LinesDeclaration
    blanks: Mapping[str, Mapping[str, object]]


@cache
def default_lines() -> DefaultLines:
    """The lines of every form without its own, read once."""
    root = read_toml(RESOURCES / "lines.toml")
    block = read_lines(root, root.text("kind"))
    return DefaultLines(block, {name: table.content for name, table in root.each_table("blanks").items()})
