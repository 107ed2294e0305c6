"""One of the values that a form allows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar, Final

from forms.fields.base import FieldError, FieldType, quoted

#: Other words for a choice, taken only where the form offers the choice.
_SAME: Final = {"男性": "男", "男士": "男", "女性": "女", "女士": "女"}
#: A message lists no more choices than this.
_LISTED: Final = 8


class ChoiceType(FieldType):
    """One of ``choices``, found whatever the width, case and spaces; a form without choices takes any text.

    Error code: not-a-choice.
    """

    name: ClassVar[str] = "choice"
    label: ClassVar[str] = "选项"
    help: ClassVar[str] = "从给出的选项中选一个。"
    usual_length: ClassVar[int] = 4

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        if not choices or text in choices:
            return text
        wanted = _fold(text)
        for candidate in (wanted, _SAME.get(wanted)):
            for choice in choices:
                if _fold(choice) == candidate:
                    return choice
        near = [choice for choice in choices if _fold(choice) in wanted or wanted in _fold(choice)]
        listed = "、".join(choices[:_LISTED]) + ("等" if len(choices) > _LISTED else "")
        advice = f"是不是“{near[0]}”？" if len(near) == 1 else ""
        # A longer text may say the opposite of the choice it holds: 不同意.
        suggestion = near[0] if len(near) == 1 and wanted in _fold(near[0]) else ""
        message = f"没有{quoted(text)}这个选项。{advice}请从这些里选一个：{listed}。"
        raise FieldError("not-a-choice", message, suggestion)


def _fold(text: str) -> str:
    """A text without the differences that do not matter: width, case, white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
