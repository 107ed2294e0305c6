"""Describes the blanks of a sheet: what the words around them say, and what the form's ``blanks`` add to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forms.declared.toml_table import Table
from forms.fields.registry import FIELD_TYPES, NEED_CHOICES
from forms.form.form import Blank
from forms.sheet import sentence
from forms.sheet.markup import Paragraph, Slot, plain_text
from forms.sheet.sheet import Block, LinesBlock, Sheet, TableBlock

_MOST_BLANKS: Final = 2000

#: What the file says about each blank, by the blank's id.
Described = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a blank stands: ``position`` in ``paragraph``; ``label`` is derived from the words around it."""

    slot: Slot
    paragraph: Paragraph
    position: int
    label: str
    sentence: str
    sentence_id: str
    cell_text: str
    row_id: str
    block: Block


def read_blanks(
    table: Table, sheet: Sheet, measure_words: tuple[str, ...], described: Described
) -> tuple[Blank, ...]:
    """The blanks of a sheet in reading order. Raises :class:`forms.errors.InputError`."""
    content = "rows" if "rows" in table else "blocks"
    if not 0 < sum(len(block.slots) for block in sheet.blocks) <= _MOST_BLANKS:
        raise table.wrong(content, f"表里应有1至{_MOST_BLANKS}个空")
    blanks: dict[str, Blank] = {}
    for place in _places(sheet):
        if place.slot.blank_id in blanks:
            raise table.wrong(content, f"空“{place.slot.blank_id}”出现了两次")
        blanks[place.slot.blank_id] = _read_blank(table, place, measure_words, described)
    return tuple(blanks.values())


def _places(sheet: Sheet) -> Iterator[_Place]:
    for block in sheet.blocks:
        if isinstance(block, LinesBlock):
            yield from _places_in_lines(block)
        else:
            yield from _places_in_table(block)


def _places_in_table(block: TableBlock) -> Iterator[_Place]:
    for row in block.rows:
        texts = {cell.column: cell.text for cell in row.cells}
        for cell in row.cells:
            words_of_cell = texts[cell.column]
            alone = not words_of_cell.strip()
            neighbour = sentence.label_of_neighbour(texts, cell.column)
            for paragraph in cell.paragraphs:
                sentences = sentence.sentences_of(paragraph)
                for position, run in enumerate(paragraph):
                    if not isinstance(run, Slot):
                        continue
                    name = sentence.sentence_id(run.blank_id)
                    label = neighbour if alone else sentence.label_before(paragraph, position)
                    words = "" if alone else sentences.get(name, "")
                    text = neighbour if alone else words_of_cell
                    yield _Place(run, paragraph, position, label, words, name, text, row.id, block)


def _places_in_lines(block: LinesBlock) -> Iterator[_Place]:
    for paragraph in block.lines:
        text = plain_text((paragraph,))
        for position, run in enumerate(paragraph):
            if isinstance(run, Slot):
                label = sentence.label_in_line(paragraph, position)
                yield _Place(run, paragraph, position, label, "", "", text, block.id, block)


def _read_blank(table: Table, place: _Place, measure_words: tuple[str, ...], described: Described) -> Blank:
    slot = place.slot
    facts = Table(table.file, table.where(f"blanks.{slot.blank_id}"), described.get(slot.blank_id, {}))
    if slot.type_name not in FIELD_TYPES:
        content = "rows" if "rows" in table else "blocks"
        raise table.wrong(content, f"空“{slot.blank_id}”的类型“{slot.type_name}”不认识")
    label = facts.text("label", place.label)
    if not label:
        raise facts.wrong("label", "看不出这个空叫什么，请写明")
    blank = Blank(
        id=slot.blank_id,
        type=slot.type_name,
        label=label,
        unit=facts.text("unit", sentence.unit_after(place.paragraph, place.position, measure_words)),
        required=facts.flag("required", False),
        sentence=place.sentence or label,
        sentence_id=place.sentence_id,
        cell_text=place.cell_text or label,
        row_id=place.row_id,
        help=facts.text("help", ""),
        prefill=facts.text("prefill", ""),
        choices=facts.texts("choices"),
        block=place.block.kind,
        at_foot=isinstance(place.block, LinesBlock) and place.block.foot,
        room=_read_room(facts),
        filing_date=facts.flag("filing_date", False),
    )
    if blank.type in NEED_CHOICES and not blank.choices:
        raise facts.wrong("choices", "选择类的空要列出可选的内容")
    facts.finish()
    return blank


def _read_room(facts: Table) -> int:
    room = facts.integer("room", 0)
    if not 0 <= room <= 60:
        raise facts.wrong("room", "留给手写的字数，应在0至60之间")
    return room
