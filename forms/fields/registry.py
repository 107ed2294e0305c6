"""Every field type by the name that a form's TOML gives it; each is imported when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from forms.fields.base import FieldType

#: Module and class of each type by name, in a fixed order.
_PLACES: Final = {
    "text": ("text", "TextType"),
    "long-text": ("text", "LongTextType"),
    "count": ("count.type", "CountType"),
    "choice": ("choice", "ChoiceType"),
    "person": ("person", "PersonType"),
    "telephone": ("telephone.types", "TelephoneType"),
    "mobile": ("telephone.types", "MobileType"),
    "fax": ("telephone.types", "FaxType"),
    "qq": ("qq", "QQType"),
    "wechat": ("wechat", "WeChatType"),
    "email": ("email", "EmailType"),
    "date": ("date", "DateType"),
}

#: The types whose values a form must list. It stands here because a form is read without importing its types.
NEED_CHOICES: Final = frozenset({"choice"})


class _FieldTypes(Mapping[str, FieldType]):
    """The types hold no state, so one of each is enough; looking at the names alone imports none."""

    def __init__(self) -> None:
        self._made: dict[str, FieldType] = {}

    def __getitem__(self, name: str) -> FieldType:
        if name not in self._made:
            module, kind = _PLACES[name]
            self._made[name] = getattr(import_module(f"forms.fields.{module}"), kind)()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in _PLACES

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


FIELD_TYPES: Final[Mapping[str, FieldType]] = _FieldTypes()


def field_type(name: str) -> FieldType:
    """The field type called ``name``. Raises :class:`KeyError`, whose text lists the known names."""
    try:
        return FIELD_TYPES[name]
    except KeyError:
        raise KeyError(f"unknown field type {name!r}; known: {', '.join(FIELD_TYPES)}") from None
