"""Moves a file over another patiently: on Windows a virus scanner or an indexer holds a new file for a moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

#: Windows' errors for a file that another program holds open: access denied, a sharing and a lock violation.
_HELD: Final = (5, 32, 33)
#: How long to wait before each further attempt, in seconds; about two in all.
WAITS: Final = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.4, 0.4)


def replace_patiently(source: Path, target: Path, sleep: Callable[[float], None] = time.sleep) -> None:
    """Move ``source`` over ``target``, trying again for about two seconds where another program holds one of them.

    ``sleep`` waits so many seconds. Raises the last ``OSError``; any other error at once.
    """
    for wait in WAITS:
        try:
            source.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            sleep(wait)
        else:
            return
    source.replace(target)
