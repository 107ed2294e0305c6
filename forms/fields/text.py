"""Free text on one line, and free text with line breaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from forms.fields.base import FieldType


class TextType(FieldType):
    """Text on one line. Kept to the letter; a line break becomes one space."""

    name: ClassVar[str] = "text"
    label: ClassVar[str] = "文字"
    help: ClassVar[str] = "填写文字，不分行，最多1000个字。"
    usual_length: ClassVar[int] = 12
    joins_lines: ClassVar[bool] = True
    longest: ClassVar[int] = 1000

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        return text


class LongTextType(FieldType):
    """Text in paragraphs.

    Line breaks are kept as ``\\n``; white space at both ends of a line is the layout's and is dropped, and a tab
    becomes a space.
    """

    name: ClassVar[str] = "long-text"
    label: ClassVar[str] = "长文字"
    help: ClassVar[str] = "填写文字，可以分行，最多5000个字。"
    usual_length: ClassVar[int] = 60
    multiline: ClassVar[bool] = True
    longest: ClassVar[int] = 5000

    def _parse(self, text: str, choices: Sequence[str]) -> str:
        return "\n".join(line.strip() for line in text.split("\n"))
