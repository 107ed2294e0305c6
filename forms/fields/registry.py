"""Every field type by the name that a form's TOML gives it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from forms.fields.base import FieldType
from forms.fields.choice import ChoiceType
from forms.fields.count import CountType
from forms.fields.date import DateType
from forms.fields.email import EmailType
from forms.fields.person import PersonType
from forms.fields.qq import QQType
from forms.fields.telephone import FaxType, MobileType, TelephoneType
from forms.fields.text import LongTextType, TextType
from forms.fields.wechat import WeChatType

#: The types in a fixed order, by name. The types hold no state, so one of each is enough.
FIELD_TYPES: Final[Mapping[str, FieldType]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            TextType(),
            LongTextType(),
            CountType(),
            ChoiceType(),
            PersonType(),
            TelephoneType(),
            MobileType(),
            FaxType(),
            QQType(),
            WeChatType(),
            EmailType(),
            DateType(),
        )
    }
)


def field_type(name: str) -> FieldType:
    """The field type called ``name``. Raises :class:`KeyError`, whose text lists the known names."""
    try:
        return FIELD_TYPES[name]
    except KeyError:
        raise KeyError(f"unknown field type {name!r}; known: {', '.join(FIELD_TYPES)}") from None
