"""What is due next: each obligation of a notice with its next date as seen from today. Knows no widgets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from forms.notice import Notice, Obligation


@dataclass(frozen=True, slots=True)
class DueDate:
    """An obligation's next date, or its last one once all are past; ``left`` counts the dates still to come."""

    obligation: Obligation
    day: datetime.date
    past: bool
    left: int


def due_dates(notice: Notice, today: datetime.date) -> tuple[DueDate, ...]:
    """Every obligation once: what is to come by date, then what is past in the notice's own order."""
    dues = [_due(obligation, today) for obligation in notice.obligations if obligation.schedule.dates()]
    coming = sorted((due for due in dues if not due.past), key=lambda due: due.day)
    return (*coming, *(due for due in dues if due.past))


def _due(obligation: Obligation, today: datetime.date) -> DueDate:
    dates = obligation.schedule.dates()
    coming = [day for day in dates if day >= today]
    return DueDate(obligation, coming[0] if coming else dates[-1], not coming, len(coming))
