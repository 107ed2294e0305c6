"""Today's date, which a demonstration or a test may set."""

from __future__ import annotations

import datetime
import os
from typing import Final

from forms.errors import InputError

#: Set this environment variable to a day (``2020-06-03``) and the program believes it is today.
SETTING: Final = "ANYUE_TODAY"


def today() -> datetime.date:
    """The day the environment names, else the system's. Raises :class:`InputError` for a day that cannot be."""
    named = os.environ.get(SETTING, "")
    if not named:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(named)
    except ValueError as error:
        raise InputError(
            f"环境变量 {SETTING} 里的日期“{named}”有误。请写成 2020-06-03 这样，或者去掉它。"
        ) from error
