"""A form: a sheet with its blanks described in printed order, its rules, and whether it is the office's own attachment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from forms.form.rule import Rule
from forms.profile_entries import UNIT_NAME
from forms.sheet.sheet import Cell, Sheet, TableBlock


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in.

    ``label`` names it in the user's words, ``unit`` is the measure word printed after it (``场次``; empty where there is
    none), ``sentence`` the counted activity it is part of, with ``（　）`` for its blanks (for a blank that fills a cell
    alone, the label beside it), ``sentence_id`` the part of ``id`` before its last dot. ``prefill`` names the entry of the
    unit's profile that fills it (``unit.name``), ``choices`` the values a choice allows. ``row_id`` is the row, or the block
    of lines, it stands in; ``block`` the kind of that block (``table``, ``lines``). ``at_foot`` are the blanks for stamp and
    signature at the foot of the page: they may be left to the pen. ``room`` is how many characters an empty one leaves to
    write by hand, 0 for the type's usual. ``filing_date`` marks the blank that dates the whole filing.
    """

    id: str
    type: str
    label: str
    unit: str
    required: bool
    sentence: str
    sentence_id: str
    cell_text: str
    row_id: str
    help: str = ""
    prefill: str = ""
    choices: tuple[str, ...] = ()
    block: str = TableBlock.kind
    at_foot: bool = False
    room: int = 0
    filing_date: bool = False

    @property
    def role(self) -> str:
        """What the blank is within its sentence: the part of its id after the last dot (``sessions``, ``people``)."""
        return self.id.rpartition(".")[2]

    @property
    def full_label(self) -> str:
        """The label with the unit behind it, where there is one: ``集中宣讲（场次）``."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True)
class Form:
    """A printed form of one notice. ``id`` is ``liaison`` or ``statistics`` in the built-in notices.

    ``official`` is false for a form put together from the common one because the notice's own attachment is not in its
    text; ``origin`` then says so in a sentence for the screen. ``example`` holds a realistic text for every blank that
    a careful liaison would fill in.
    """

    notice_id: str
    id: str
    name: str
    sheet: Sheet
    blanks: tuple[Blank, ...]
    rules: tuple[Rule, ...]
    official: bool
    origin: str
    example: Mapping[str, str]

    @cached_property
    def by_id(self) -> Mapping[str, Blank]:
        """The blanks by id, in reading order."""
        return {blank.id: blank for blank in self.blanks}

    @cached_property
    def unit_blanks(self) -> tuple[Blank, ...]:
        """The blanks that hold the name of the unit."""
        return tuple(blank for blank in self.blanks if blank.prefill == UNIT_NAME)

    @cached_property
    def body(self) -> tuple[Blank, ...]:
        """The blanks of the form itself, without those for stamp and signature at its foot."""
        return tuple(blank for blank in self.blanks if not blank.at_foot)

    @cached_property
    def sentences(self) -> Mapping[str, tuple[Blank, ...]]:
        """The blanks of each sentence by sentence id; blanks without a sentence are left out."""
        sentences: dict[str, list[Blank]] = {}
        for blank in self.blanks:
            if blank.sentence_id:
                sentences.setdefault(blank.sentence_id, []).append(blank)
        return {sentence_id: tuple(blanks) for sentence_id, blanks in sentences.items()}

    @cached_property
    def cell_of(self) -> Mapping[str, Cell]:
        """The cell each blank of a table stands in, by the blank's id."""
        return {slot.blank_id: cell for cell in self.sheet.cells for slot in cell.slots}
