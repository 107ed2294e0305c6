"""The words of a printed cell with holes for its blanks, laid over a text to see what stands in each hole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms.fields.base import half_width
from forms.sheet.printed import PrintedParagraph

#: A longer text is nobody's cell.
_MAX_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A text without white space and with half-width signs, and where each character stood: what programs do to both when
    they save a file, or clerks when they type brackets, makes no difference."""

    text: str
    places: tuple[int, ...]


def squeeze(text: str) -> Squeezed:
    kept = [(sign, place) for place, sign in enumerate(half_width(text)) if not sign.isspace()]
    return Squeezed("".join(sign for sign, _ in kept), tuple(place for _, place in kept))


@dataclass(frozen=True, slots=True)
class Template:
    """``words`` are those before, between and after the blanks: one more than there are ``blank_ids``."""

    words: tuple[str, ...]
    blank_ids: tuple[str, ...]

    @property
    def bare(self) -> bool:
        """Whether there are no words: any text fits."""
        return not any(self.words)

    def read(self, text: str) -> tuple[str, ...] | None:
        """What stands in each hole; ``None`` where the words are others, or where it could be read in two ways."""
        if self.bare and len(self.blank_ids) == 1:
            return (text.strip(),)
        squeezed = squeeze(text[:_MAX_TEXT])
        first, last = self.words[0], self.words[-1]
        end = len(squeezed.text) - len(last)
        if not squeezed.text.startswith(first) or not squeezed.text.endswith(last) or len(first) > end:
            return None
        if not self.blank_ids:
            return () if squeezed.text == first else None
        ways = self._from_left(squeezed.text, end), self._from_right(squeezed.text, end)
        if ways[0] is None or ways[0] != ways[1]:
            return None
        return tuple(_cut(text, squeezed, start, stop) for start, stop in ways[0])

    def _from_left(self, text: str, end: int) -> list[tuple[int, int]] | None:
        """Where the holes begin and end when each of the words between is taken as early as it can stand."""
        holes = []
        start = len(self.words[0])
        for words in self.words[1:-1]:
            stop = text.find(words, start, end)
            if stop < 0:
                return None
            holes.append((start, stop))
            start = stop + len(words)
        return [*holes, (start, end)]

    def _from_right(self, text: str, end: int) -> list[tuple[int, int]] | None:
        """The same with each taken as late as it can stand."""
        holes: list[tuple[int, int]] = []
        first, stop = len(self.words[0]), end
        for words in reversed(self.words[1:-1]):
            start = text.rfind(words, first, stop)
            if start < 0:
                return None
            holes.append((start + len(words), stop))
            stop = start
        return [(first, stop), *reversed(holes)]


def template_of(paragraphs: Sequence[PrintedParagraph]) -> Template:
    """The template of a printed cell."""
    words = [""]
    blank_ids = []
    for paragraph in paragraphs:
        for run in paragraph:
            if run.blank_id:
                blank_ids.append(run.blank_id)
                words.append("")
            else:
                words[-1] += run.text
    return Template(tuple(squeeze(text).text for text in words), tuple(blank_ids))


def _cut(text: str, squeezed: Squeezed, start: int, stop: int) -> str:
    """The part of the text between two places of the squeezed one, with the white space inside it."""
    if start >= stop:
        return ""
    return text[squeezed.places[start] : squeezed.places[stop - 1] + 1]
