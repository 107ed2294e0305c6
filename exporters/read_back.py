"""What a file of ours that came back holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from forms.form.form import Form
from forms.values import Filled

#: Finds a form by its notice's id and its own; raises ``forms.errors.InputError`` where it is not known.
FindForm = Callable[[str, str], Form]

_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a file of ours holds.

    ``filled`` is what was exported, to the letter. What was changed by hand since then stands by blank id in ``in_data``
    (the sheet with a row for each blank) and ``on_form`` (the printed sheet), as it was typed, empty where it was taken
    out. ``unreadable`` are the blanks where something was changed so that it cannot be said what stands there.
    ``first_code`` is the check code on the page of a file that was written before codes took their present form, else empty.
    """

    notice_id: str
    form_id: str
    filled: Mapping[str, Filled]
    in_data: Mapping[str, str] = field(default_factory=lambda: _NONE)
    on_form: Mapping[str, str] = field(default_factory=lambda: _NONE)
    unreadable: tuple[str, ...] = ()
    first_code: str = ""

    @property
    def untouched(self) -> bool:
        """Whether nothing in the file was changed since it was exported."""
        return not (self.in_data or self.on_form or self.unreadable)
