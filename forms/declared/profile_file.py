"""Reads the unit's profile from a JSON file, as it is given to the commands: by the profile's entries or a form's blanks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from forms.declared.profile import profile_entries
from forms.declared.small_file import read_small_file
from forms.declared.values_file import parse_json_object
from forms.errors import InputError
from forms.fields.base import clean, quoted
from forms.form.form import Form
from forms.profile_entries import LIAISON_NAME, UNIT_NAME

#: A larger file is not a profile.
LARGEST_FILE: Final = 1_000_000

#: What VALUES.json says beside ``values`` about the unit.
_OUTSIDE: Final = {"unit": UNIT_NAME, "filled_by": LIAISON_NAME}


def read_profile(path: Path, forms: Sequence[Form]) -> dict[str, str]:
    """The texts by profile entry in the file at ``path``; see :func:`parse_profile`."""
    return parse_profile(read_small_file(path, LARGEST_FILE, "单位资料"), forms, path.name)


def parse_profile(content: bytes, forms: Sequence[Form], name: str) -> dict[str, str]:
    """The texts in ``{"unit.name": "…", "liaison.mobile": "…"}`` or ``{"values": {…}}``.

    Keys are the entries of ``resources/profile.toml``, or the blanks of ``forms`` that are prefilled from them (of blanks of
    one id the first counts); beside ``values`` there may be ``unit`` and ``filled_by``. Empty texts are left out. Raises
    :class:`InputError` where a key is neither or a value is no single line of text.
    """
    root = parse_json_object(content, name)
    values, outside = (root["values"], root) if "values" in root else (root, {})
    if not isinstance(values, dict):
        raise InputError(
            f'“{name}”里的 "values" 应是一个对象，写成 {{"unit.name": "单位名称"}}。请改正后再试。'
        )
    entries = {entry.id for entry in profile_entries()}
    entry_of = {entry: entry for entry in entries}
    blank_ids: set[str] = set()
    for form in forms:
        blank_ids.update(form.by_id)
        for blank in form.blanks:
            if blank.prefill in entries:
                entry_of.setdefault(blank.id, blank.prefill)
    profile: dict[str, str] = {}
    for key, entry in _OUTSIDE.items():
        if text := _line(outside.get(key), name, key):
            profile[entry] = text
    for key, value in values.items():
        if key not in entry_of:
            # A filled-in form may also hold what the profile does not ask for.
            if key in blank_ids:
                continue
            raise InputError(f"“{name}”里有不认识的项目{quoted(key)}。可用的项目：{_known()}。")
        if text := _line(value, name, key):
            _put(profile, entry_of[key], text, name)
    return profile


def _put(profile: dict[str, str], entry: str, text: str, name: str) -> None:
    if profile.setdefault(entry, text) != text:
        raise InputError(f"“{name}”里的{quoted(entry)}写了两次，而且不一样。请只留一个。")


def _line(value: Any, name: str, key: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(
            f"“{name}”里的{quoted(key)}应是一段文字，不能是 true、false、列表或对象。请改正后再试。"
        )
    if len(value.splitlines()) > 1:
        raise InputError(f"“{name}”里的{quoted(key)}有换行。请写在一行里。")
    return clean(value)


def _known() -> str:
    return "、".join(entry.id for entry in profile_entries())
