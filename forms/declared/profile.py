"""The unit's profile: what is entered once about the unit and its liaison, and how it fills every later form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from forms.declared.resources import RESOURCES
from forms.declared.toml_table import read_toml
from forms.fields.registry import FIELD_TYPES
from forms.form.form import Form
from forms.values import Filled, Source

PROFILE_FILE: Final = RESOURCES / "profile.toml"


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """One entry of the profile: what it is called and which field type reads it."""

    id: str
    label: str
    type: str
    required: bool
    choices: tuple[str, ...]
    help: str


@cache
def profile_entries() -> tuple[ProfileEntry, ...]:
    """The entries of every profile in the order they are asked for (``resources/profile.toml``)."""
    root = read_toml(PROFILE_FILE)
    entries = []
    for table in root.tables("entries"):
        entry = ProfileEntry(
            id=table.text("id"),
            label=table.text("label"),
            type=table.text("type"),
            required=table.flag("required", False),
            choices=table.texts("choices"),
            help=table.text("help", ""),
        )
        if entry.type not in FIELD_TYPES:
            raise table.wrong("type", f"类型“{entry.type}”不认识")
        table.finish()
        entries.append(entry)
    root.finish()
    return tuple(entries)


def prefill(form: Form, profile: Mapping[str, str], filled: Mapping[str, Filled]) -> dict[str, Filled]:
    """What the profile puts into the blanks of ``form`` that are still empty, by blank id.

    ``profile`` holds texts by entry id. Nothing that stands in ``filled`` is touched.
    """
    return {
        blank.id: Filled(profile[blank.prefill], Source.UNIT)
        for blank in form.blanks
        if profile.get(blank.prefill) and not (blank.id in filled and filled[blank.id].text)
    }
