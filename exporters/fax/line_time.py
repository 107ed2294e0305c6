"""How long a fax keeps the line busy, estimated from the bytes that are sent."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Final

#: The rates in bit/s that are told to the user: an old machine's (V.29) and a usual one's (V.17).
RATES: Final = (9600, 14400)

#: What T.30 needs besides the pages, in seconds: to greet and train once, and to confirm each page.
_GREETING: Final = 15.0
_CONFIRMATION: Final = 4.0


def line_seconds(coded: Iterable[int], rate: int) -> int:
    """Whole seconds on the line for pages of ``coded`` bytes each at ``rate`` bit/s, dialling not counted."""
    seconds = _GREETING
    for count in coded:
        seconds += count * 8 / rate + _CONFIRMATION
    return ceil(seconds)


def in_words(seconds: int) -> str:
    """``1分20秒``, ``45秒``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return f"{rest}秒"
    return f"{minutes}分{rest}秒" if rest else f"{minutes}分钟"
