"""What a pasted text means for a form: one value for one blank, or several cells for this blank and the next ones."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from exporters.typesetting.bounds import MOST_CHARACTERS, MOST_LINES
from forms.fields.registry import field_type
from forms.form.form import Blank, Form
from forms.tidy_text import tidy


@dataclass(frozen=True, slots=True)
class PastePlan:
    """Which blank gets which of the cells. ``left_over`` are those for which the form has no blank any more."""

    values: tuple[tuple[Blank, str], ...]
    left_over: tuple[str, ...]


def cells_of(text: str, blank: Blank, from_table: bool) -> tuple[str, ...]:
    """The cells in a pasted text, row by row; a single one where it is one value for ``blank``.

    A tab always parts cells. A line break does where the blank's type has no use for it; in a blank of free text, which may
    have been broken into lines where it was copied, only in what was copied ``from_table``.
    """
    kind = field_type(blank.type)
    even = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", tidy(text[: 10 * MOST_CHARACTERS]))
    in_lines = not (kind.multiline or kind.joins_lines) or from_table
    if "\t" not in even and not (in_lines and "\n" in even.strip("\n")):
        return (even if kind.multiline else even.strip("\n"),)
    # Spreadsheets put a cell that has line breaks in it in quotation marks.
    rows = csv.reader(io.StringIO(even.rstrip("\n")), delimiter="\t")
    try:
        cells = tuple(cell.strip() for row in rows for cell in (row or [""]))
    except csv.Error:
        cells = tuple(cell.strip() for line in even.split("\n") for cell in line.split("\t"))
    filled = [cell for cell in cells if cell]
    return cells if len(filled) > 1 else (filled[0] if filled else "",)


def plan_paste(form: Form, blank_id: str, cells: tuple[str, ...]) -> PastePlan:
    """The cells for ``blank_id`` and the blanks after it in reading order; an empty cell leaves its blank as it is."""
    ids = list(form.by_id)
    following = [form.by_id[known] for known in ids[ids.index(blank_id) :]]
    values = tuple((blank, cut(cell)) for blank, cell in zip(following, cells, strict=False) if cell)
    return PastePlan(values, tuple(cell for cell in cells[len(following) :] if cell))


def cut(text: str, room: int = MOST_CHARACTERS) -> str:
    """As much of a text as one blank can hold beside what stands in it: ``room`` characters, and no endless lines."""
    return "".join(text[: max(room, 0)].splitlines(keepends=True)[:MOST_LINES])
