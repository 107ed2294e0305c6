"""The markup of a cell: printed text with named blanks in it, ``…学习（{study.sessions}）次``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: A blank's id: words of lower-case letters, digits and underscores, joined by dots. The part before the last dot
#: names the sentence the blank belongs to.
BLANK_ID: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")

#: The type of a blank that names none.
DEFAULT_TYPE: Final = "count"

_PIECE: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_INSIDE: Final = re.compile(rf"({BLANK_ID.pattern})(?::([a-z][a-z-]*))?")


class MarkupError(ValueError):
    """A cell that cannot be read; the message is Chinese and names the offending piece."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run of printed text."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a blank inside printed text."""

    blank_id: str
    type_name: str


Run = Words | Slot
Paragraph = tuple[Run, ...]


def parse_markup(source: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a cell, one for each line of ``source``; ``{{`` and ``}}`` stand for the braces themselves.

    White space at both ends of a line is dropped, and so are empty lines. Raises :class:`MarkupError`.
    """
    lines = [line.strip() for line in source.split("\n")]
    return tuple(_parse_line(line) for line in lines if line)


def _parse_line(line: str) -> Paragraph:
    runs: list[Run] = []
    words = ""
    position = 0
    for piece in _PIECE.finditer(line):
        words += line[position : piece.start()]
        position = piece.end()
        if piece.group() in ("{{", "}}"):
            words += piece.group()[0]
            continue
        inside = None if piece.group(1) is None else _INSIDE.fullmatch(piece.group(1))
        if inside is None:
            raise MarkupError(
                f"“{piece.group()}”不是一个空的写法，应写成 {{编号}} 或 {{编号:类型}}，编号用小写英文字母"
            )
        if words:
            runs.append(Words(words))
        words = ""
        runs.append(Slot(inside.group(1), inside.group(2) or DEFAULT_TYPE))
    words += line[position:]
    if words:
        runs.append(Words(words))
    return tuple(runs)


def plain_text(paragraphs: tuple[Paragraph, ...], blank: str = "") -> str:
    """The printed text of paragraphs, one a line, with ``blank`` standing where blanks are."""
    return "\n".join(
        "".join(run.text if isinstance(run, Words) else blank for run in paragraph)
        for paragraph in paragraphs
    )
