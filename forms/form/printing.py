"""Makes the printed sheet of a form: what is printed in each blank, what is underlined, where room for the pen is left."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from forms.fields.registry import field_type
from forms.form.form import Blank, Form
from forms.sheet.markup import Paragraph, Words
from forms.sheet.printed import (
    PrintedBlock,
    PrintedCell,
    PrintedLines,
    PrintedParagraph,
    PrintedRun,
    PrintedSheet,
    PrintedTable,
)
from forms.sheet.sheet import LinesBlock, TableBlock


@dataclass(frozen=True, slots=True)
class PrintFacts:
    """What a printed form says beside its values; see :class:`PrintedSheet`.

    ``author`` and ``subject`` go into a file's metadata only.
    """

    made_on: datetime.date
    subject: str
    author: str = ""
    check_code: str = ""
    draft: bool = False
    numbered: bool = True


def print_form(form: Form, texts: Mapping[str, str], facts: PrintFacts) -> PrintedSheet:
    """The printed sheet of ``form``; ``texts`` holds the printed text of each blank that has one, by id.

    A value inside a sentence of a table is underlined; one that has its cell for itself, or stands in a line, needs no
    mark. An empty blank leaves room for the pen: inside its brackets, or on a line drawn in a line outside a table.
    """
    blocks: list[PrintedBlock] = [
        _print_table(form, block, texts)
        if isinstance(block, TableBlock)
        else _print_lines(form, block, texts)
        for block in form.sheet.blocks
    ]
    if form.sheet.notes:
        notes = PrintedLines(tuple((PrintedRun(note),) for note in form.sheet.notes))
        last = max(
            (number for number, block in enumerate(blocks) if isinstance(block, PrintedTable)), default=-1
        )
        blocks.insert(last + 1, notes)
    return PrintedSheet(
        title=form.sheet.title,
        blocks=tuple(blocks),
        made_on=facts.made_on,
        caption=form.sheet.caption,
        landscape=form.sheet.landscape,
        draft=facts.draft,
        check_code=facts.check_code,
        numbered=facts.numbered,
        subject=facts.subject,
        author=facts.author,
        labels={blank.id: blank.label for blank in form.blanks},
    )


def _print_table(form: Form, table: TableBlock, texts: Mapping[str, str]) -> PrintedTable:
    cells = tuple(
        PrintedCell(
            cell.row,
            cell.column,
            cell.row_span,
            cell.column_span,
            tuple(_print_sentence(form, paragraph, texts) for paragraph in cell.paragraphs),
            cell.role,
            cell.align,
        )
        for cell in table.cells
    )
    return PrintedTable(table.columns, len(table.rows), table.header_rows, cells)


def _print_sentence(form: Form, paragraph: Paragraph, texts: Mapping[str, str]) -> PrintedParagraph:
    in_sentence = any(isinstance(run, Words) and run.text.strip() for run in paragraph)
    return tuple(
        PrintedRun(run.text)
        if isinstance(run, Words)
        else PrintedRun(
            texts.get(run.blank_id) or pen_room(form.by_id[run.blank_id]),
            run.blank_id,
            in_sentence and run.blank_id in texts,
        )
        for run in paragraph
    )


def _print_lines(form: Form, block: LinesBlock, texts: Mapping[str, str]) -> PrintedLines:
    lines = tuple(
        tuple(
            PrintedRun(run.text)
            if isinstance(run, Words)
            else _print_in_line(form.by_id[run.blank_id], texts)
            for run in paragraph
        )
        for paragraph in block.lines
    )
    return PrintedLines(lines, block.foot)


def _print_in_line(blank: Blank, texts: Mapping[str, str]) -> PrintedRun:
    if text := texts.get(blank.id):
        return PrintedRun(text, blank.id)
    room = pen_room(blank)
    # Room that has words of its own (年　月　日) says by itself where to write.
    return PrintedRun(room, blank.id, underlined=not room.strip())


def pen_room(blank: Blank) -> str:
    """What is printed for an empty blank: room to write by hand, as wide as the form or the blank's type asks for."""
    return "\u3000" * blank.room if blank.room else field_type(blank.type).pen_room
