"""A revision: one kept change of a filing, and what it changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from forms.values import Filled

#: What can make a revision: the user's own typing, undo and redo, an older state brought back, the unit's profile, a file;
#: and what an earlier version of the program kept outside the history.
KINDS: Final = ("edit", "undo", "redo", "restore", "prefill", "import", "carried-over")


@dataclass(frozen=True, slots=True)
class Change:
    """One blank before and after; an empty blank is ``forms.values.EMPTY``."""

    blank_id: str
    before: Filled
    after: Filled


@dataclass(frozen=True, slots=True)
class Revision:
    """One kept change of a filing. ``made_at`` is aware, in UTC; showing it in local time is the screen's business."""

    id: int
    notice_id: str
    form_id: str
    made_at: datetime.datetime
    kind: str
    changes: tuple[Change, ...]
