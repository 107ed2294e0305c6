"""Refuses texts that no page is for before they are laid out: a draft prints what was typed, however much that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from forms.errors import InputError
from forms.sheet.printed import PrintedParagraph, PrintedSheet, PrintedTable

#: The most that may stand in one blank, and on one form; what field types accept is far below.
MOST_CHARACTERS: Final = 10_000
MOST_LINES: Final = 500
MOST_ON_FORM: Final = 100_000


def refuse_endless(sheet: PrintedSheet) -> None:
    """Raise :class:`InputError`, which names the blank, where one holds more than is ever printed."""
    whole = 0
    for paragraph in _paragraphs(sheet):
        for run in paragraph:
            if not run.blank_id:
                continue
            whole += len(run.text)
            lines = len(run.text.splitlines())
            if len(run.text) > MOST_CHARACTERS or lines > MOST_LINES:
                raise InputError(
                    f"{sheet.labels.get(run.blank_id, run.blank_id)}：有{len(run.text)}个字、{lines}行，"
                    f"一处最多印{MOST_CHARACTERS}个字、{MOST_LINES}行。请删短后再试。"
                )
    if whole > MOST_ON_FORM:
        raise InputError(f"整张表填了{whole}个字，最多印{MOST_ON_FORM}个字。请删短后再试。")


def _paragraphs(sheet: PrintedSheet) -> Iterator[PrintedParagraph]:
    for block in sheet.blocks:
        if isinstance(block, PrintedTable):
            for cell in block.cells:
                yield from cell.paragraphs
        else:
            yield from block.lines
