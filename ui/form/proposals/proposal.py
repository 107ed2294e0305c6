"""What another source would put into a form, blank by blank, each to be taken or left. Knows no widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forms.values import EMPTY, Filled


@dataclass(frozen=True, slots=True)
class Proposal:
    """A blank that holds ``before`` and would hold what is ``after``; ``remark`` says what is to be known about it.

    ``taken`` is whether it is taken unless the user says otherwise: nothing is that would lose what was typed later, or
    put in what cannot be right.
    """

    blank_id: str
    label: str
    before: str
    after: Filled
    remark: str
    taken: bool


def fills(proposals: Iterable[Proposal]) -> dict[str, Filled]:
    """What these put into their blanks, by blank id."""
    return {proposal.blank_id: proposal.after if proposal.after.text else EMPTY for proposal in proposals}
