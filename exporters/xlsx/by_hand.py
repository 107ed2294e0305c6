"""What was typed by hand into an exported form: read from its cells, which are found where they stand now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exporters.office.text import clean, without_check_code
from exporters.xlsx.cells import Rows
from exporters.xlsx.copy import DATA_HEAD, DATA_LABEL, MachineCopy, fingerprint
from exporters.xlsx.template import Template, squeeze, template_of
from forms.form.checks import printed
from forms.form.form import Form
from forms.form.printing import PrintFacts, pen_room, print_form
from forms.progress import no_progress

#: A place on a worksheet, row and column, both counted from 0.
Place = tuple[int, int]

#: Only the layout is drawn here, and no layout depends on a date.
_ANY_DAY: Final = datetime.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class OnForm:
    """``texts`` holds what stands now in the blanks that were changed, ``unreadable`` the blanks of cells whose words were
    changed as well, or that are gone."""

    texts: Mapping[str, str]
    unreadable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Expected:
    """A cell of the form as it was exported."""

    place: Place
    template: Template
    foot: bool

    def read(self, text: str) -> tuple[str, ...] | None:
        """What stands in its blanks in a text, ``None`` where it is another cell's."""
        return self.template.read(without_check_code(text) if self.foot else text)


def read_data(exported: Iterable[tuple[str, str, str]], rows: Rows) -> tuple[dict[str, str], tuple[str, ...]]:
    """What was changed on the sheet: the text that stands now in each changed blank, by id, and the blanks whose row is gone.

    ``exported`` is what :func:`exporters.xlsx.data.draw_data` returned. A row is known by its label, wherever it is now;
    of equal labels the first is the first.
    """
    label, value = _columns(rows[0] if rows else ())
    now: dict[str, list[str]] = {}
    for row in rows[1:]:
        if len(row) > label:
            now.setdefault(_comparable(row[label]), []).append(row[value] if len(row) > value else "")
    changed: dict[str, str] = {}
    gone = []
    for blank_id, name, text in exported:
        values = now.get(_comparable(name))
        if not values:
            gone.append(blank_id)
        elif _comparable(here := values.pop(0)) != _comparable(text):
            changed[blank_id] = here.strip()
    return changed, tuple(gone)


def _columns(head: Sequence[str]) -> tuple[int, int]:
    """Where the labels and the values stand, also where columns were put in before them."""
    value = head.index(DATA_HEAD[-1]) if DATA_HEAD[-1] in head else len(DATA_HEAD) - 1
    return max(value - len(DATA_HEAD) + 1 + DATA_LABEL, 0), value


def _comparable(text: str) -> str:
    return " ".join(text.split())


def read_form_sheet(copy: MachineCopy, form: Form, sheets: Sequence[Rows]) -> OnForm:
    """What was changed on the printed sheet, which is the one of ``sheets`` where most of the form's words stand."""
    exported = _exported(copy, form)
    expected = _expected_cells(form, exported)
    found = [_Found(rows, expected) for rows in sheets]
    best = max(found, key=lambda sheet: len(sheet.anchors), default=None)
    marks = dict(zip((ids for _, ids in copy.cells), (mark for mark, _ in copy.cells), strict=True))
    texts: dict[str, str] = {}
    unreadable: list[str] = []
    for cell in expected:
        blank_ids = cell.template.blank_ids
        if not blank_ids or (best and not cell.template.bare and marks.get(blank_ids) in best.marks):
            continue
        values = best.values(cell) if best and best.anchors else None
        if values is None:
            unreadable += blank_ids
            continue
        texts |= {
            blank_id: "" if _same(value, pen_room(form.by_id[blank_id])) else value
            for blank_id, value in zip(blank_ids, values, strict=True)
            if not _same(value, exported.get(blank_id) or pen_room(form.by_id[blank_id]))
        }
    return OnForm(texts, tuple(unreadable))


def _same(text: str, other: str) -> bool:
    return squeeze(text).text == squeeze(other).text


def _exported(copy: MachineCopy, form: Form) -> dict[str, str]:
    """What was printed in each blank that was not left empty: as the sheet of data says, which an earlier version may have
    put otherwise than this one would."""
    told = {blank_id: text for blank_id, _label, text in copy.data}
    return {
        blank.id: text
        for blank in form.blanks
        if blank.id in copy.filled
        and (text := told.get(blank.id) or clean(printed(blank, copy.filled[blank.id].text)))
    }


def _expected_cells(form: Form, texts: Mapping[str, str]) -> list[_Expected]:
    """The form's cells where a drawing of it puts them."""
    from openpyxl import Workbook

    from exporters.xlsx.sheet import draw_sheet

    sheet = print_form(form, texts, PrintFacts(_ANY_DAY, ""))
    drawn = draw_sheet(sheet, Workbook().active, no_progress, sheet.row_count)
    return [
        _Expected((cell.row - 1, cell.column - 1), template_of(cell.paragraphs), cell.foot) for cell in drawn
    ]


class _Found:
    """A sheet of the file with the cells of the form that were found in it: those whose words stand there once."""

    def __init__(self, rows: Rows, expected: Sequence[_Expected]) -> None:
        self._rows = rows
        self._texts = [(place, text, squeeze(text).text) for place, text in _texts(rows)]
        self.marks = {fingerprint(text) for _, text, _ in self._texts}
        self._at_words: dict[str, list[Place]] = {}
        for place, _, squeezed in self._texts:
            self._at_words.setdefault(squeezed, []).append(place)
        self.anchors: dict[Place, Place] = {}
        for cell in expected:
            places = self._places(cell)
            if len(places) == 1:
                self.anchors[cell.place] = places[0]

    def values(self, cell: _Expected) -> tuple[str, ...] | None:
        """What stands in the blanks of a cell, ``None`` where it is not found for sure."""
        place = self.anchors.get(cell.place) or self._moved(cell.place)
        if place is None:
            return None
        row = self._rows[place[0]] if 0 <= place[0] < len(self._rows) else ()
        text = row[place[1]] if 0 <= place[1] < len(row) else ""
        return cell.read(text)

    def _places(self, cell: _Expected) -> list[Place]:
        if cell.template.bare:
            return []
        first = cell.template.words[0]
        if not cell.template.blank_ids:
            return self._at_words.get(first, [])
        return [
            place
            for place, text, squeezed in self._texts
            if squeezed.startswith(first) and cell.read(text) is not None
        ]

    def _moved(self, place: Place) -> Place | None:
        """Where a cell stands now by its neighbours, which all must have moved alike: those in its row, else those in the
        nearest rows above and below."""
        moved = [_shift(old, new) for old, new in self.anchors.items() if old[0] == place[0]]
        if not moved:
            above = max((old[0] for old in self.anchors if old[0] < place[0]), default=None)
            below = min((old[0] for old in self.anchors if old[0] > place[0]), default=None)
            moved = [_shift(old, new) for old, new in self.anchors.items() if old[0] in (above, below)]
        if not moved or len(set(moved)) > 1:
            return None
        return place[0] + moved[0][0], place[1] + moved[0][1]


def _shift(old: Place, new: Place) -> Place:
    return new[0] - old[0], new[1] - old[1]


def _texts(rows: Rows) -> Iterator[tuple[Place, str]]:
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text.strip():
                yield (row, column), text
