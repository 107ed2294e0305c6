"""How slow work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

#: Called with the steps done and the steps in all. It may raise :class:`forms.errors.Cancelled`: the work
#: lets it through, and nothing has been written then.
Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """For callers who do not ask how far it is."""
