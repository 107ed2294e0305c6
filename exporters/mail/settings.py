"""What resources/mail.toml declares: limits, how photos are made smaller, and the words of subject and text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from forms.declared.resources import RESOURCES
from forms.declared.toml_table import Table, read_toml
from forms.words import MEGABYTE

MAIL_FILE: Final = RESOURCES / "mail.toml"

_PLACE: Final = re.compile(r"\{([a-z_.]+)\}")

#: What is known only when the attachments are made.
_ADDED: Final = frozenset({"split", "list", "scaled", "codes"})


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes: ``mailbox`` counts the message as it is sent, the others files as they lie on the disk."""

    mailbox: int
    warn: int
    strong: int
    largest_file: int


@dataclass(frozen=True, slots=True)
class PhotoStep:
    """How small a photo is made: its longest side in pixels and the quality of the coding."""

    side: int
    quality: int


@dataclass(frozen=True)
class MailSettings:
    """The whole file. ``subject`` and ``words`` are templates by their keys, ``blocks`` those of the text in order."""

    limits: Limits
    photo_steps: tuple[PhotoStep, ...]
    subject: Mapping[str, str]
    blocks: tuple[str, ...]
    words: Mapping[str, str]


@cache
def mail_settings() -> MailSettings:
    """The settings that come with the program, read once."""
    root = read_toml(MAIL_FILE)
    text = root.table("text")
    blocks = text.texts("blocks")
    settings = MailSettings(
        limits=_read_limits(root.table("limits")),
        photo_steps=tuple(_read_step(table) for table in root.tables("photo_steps")),
        subject={
            key: root.table("subject").text(key)
            for key in ("whole", "no_unit", "occasion", "correction", "part")
        },
        blocks=tuple(block.strip("\n") for block in blocks),
        words={
            key: text.text(key)
            for key in ("split", "list", "item", "item_elsewhere", "scaled", "codes", "code")
        },
    )
    text.finish()
    return settings


def _read_limits(table: Table) -> Limits:
    sizes = {key: int(table.number(key) * MEGABYTE) for key in ("mailbox", "warn", "strong", "largest_file")}
    table.finish()
    return Limits(**sizes)


def _read_step(table: Table) -> PhotoStep:
    step = PhotoStep(table.integer("side"), table.integer("quality"))
    table.finish()
    return step


def is_added(block: str) -> bool:
    """Whether a block of the text holds only what the program knows when the attachments are made."""
    places = set(_PLACE.findall(block))
    return bool(places) and places <= _ADDED


def fill(template: str, content: Mapping[str, str]) -> str:
    """The template with ``content`` in its braces. A line all of whose braces are empty is left out."""
    lines = []
    for line in template.split("\n"):
        places = _PLACE.findall(line)
        if not places or any(content.get(place) for place in places):
            lines.append(_PLACE.sub(lambda place: content.get(place[1], ""), line))
    return "\n".join(lines)
