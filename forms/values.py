"""What stands in a blank: nothing, "not applicable", or a value; and where it came from.

Blank, 0 and "not applicable" are three different values everywhere. A blank has three representations:

- the *text*: what was typed, kept to the letter even where it makes no sense, ``""`` for a blank left empty;
- the *value*: the normal form its field type parses the text into (see :data:`Value`);
- the *printed text*: the value as its field type formats it.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from typing import Final

#: The mark that is typed and printed for "not applicable", as clerks write it on paper.
NOT_APPLICABLE_MARK: Final = "/"


class NotApplicable(enum.Enum):
    """The single value that says: this does not apply to our unit."""

    NOT_APPLICABLE = "not applicable"


NOT_APPLICABLE: Final = NotApplicable.NOT_APPLICABLE

#: ``None`` is a blank left empty; counts are ``int``; dates ``datetime.date``; all else ``str``.
Value = int | str | datetime.date | NotApplicable | None


class Source(enum.StrEnum):
    """Where the text in a blank came from. The screen shows it; storage keeps it."""

    TYPED = "typed"
    UNIT = "unit"
    JOURNAL = "journal"
    LAST_YEAR = "last-year"
    FILE = "file"

    @property
    def label(self) -> str:
        """The source in the user's words."""
        return _SOURCE_WORDS[self]


_SOURCE_WORDS: Final = {
    Source.TYPED: "手工填写",
    Source.UNIT: "来自单位资料",
    Source.JOURNAL: "来自活动台账",
    Source.LAST_YEAR: "来自去年填报",
    Source.FILE: "来自导入的文件",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """The text in one blank with its source; ``note`` says more (a file's name, the reason of an override)."""

    text: str
    source: Source = Source.TYPED
    note: str = ""


EMPTY: Final = Filled("")
