"""How wide the columns and how high the rows of the Excel sheet must be, so that nothing is cut off.

Excel does not fit the height of a merged cell to its text, so the lines are counted here.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from exporters.typesetting.line_breaker import break_lines
from exporters.typesetting.runs import Run
from exporters.xlsx.words import InkParagraph
from forms.sheet.sheet import Cell, Sheet

#: Points of an A4 page between margins of 17 mm, a little less so that Excel need not shrink the page.
PORTRAIT_WIDTH: Final = 494.0
LANDSCAPE_WIDTH: Final = 740.0

#: Pixels of a digit of the workbook's own font (宋体, 11 pt) at 96 dpi: the unit of Excel's column widths.
_DIGIT_PIXELS: Final = 8
_POINTS_A_PIXEL: Final = 0.75

#: The white at both sides of a cell's text, and how much less of the rest is counted on: other fonts are wider.
_PADDING: Final = 7.0
_CAUTION: Final = 0.97

#: The height of a line as a part of the font size; the highest of 宋体, 仿宋 and the fonts that stand in for them.
_LINE: Final = 1.42
_ROW_PADDING: Final = 7.0

_WORD: Final = re.compile(r"[!-~]+")

#: Excel takes no row higher than 409 points.
MAX_ROW: Final = 400.0


def column_units(points: float) -> float:
    """A width in points in Excel's unit."""
    return round(points / _POINTS_A_PIXEL / _DIGIT_PIXELS, 3)


def points(units: float) -> float:
    """A width in Excel's unit in points."""
    return units * _DIGIT_PIXELS * _POINTS_A_PIXEL


def text_height(paragraphs: Sequence[InkParagraph], width: float, size: float) -> float:
    """The height a cell of ``width`` points needs for its text in a font of ``size`` points."""
    room = max((width - _PADDING) * _CAUTION, size)
    lines = sum(_lines(paragraph, room, size) for paragraph in paragraphs)
    return max(lines, 1) * size * _LINE + _ROW_PADDING


def _lines(paragraph: InkParagraph, room: float, size: float) -> int:
    runs = [Run(run.text, size) for run in paragraph if run.text]
    return len(break_lines(runs, _measure, room)) if runs else 1


def _measure(character: str, size: float) -> float:
    """The width of a character, of those fonts that may stand in for ours the widest."""
    if unicodedata.east_asian_width(character) in "WFA":
        return size
    if character in "@%mwMW":
        return size * 0.95
    return size * (0.72 if character.isupper() else 0.57)


def has_room(paragraphs: Sequence[InkParagraph], width: float, size: float) -> bool:
    """Whether every Latin word and number (a telephone, an address for e-mail) stands in ``width`` without a break."""
    room = (width - _PADDING) * _CAUTION
    words = (word for paragraph in paragraphs for run in paragraph for word in _WORD.findall(run.text))
    return all(sum(_measure(character, size) for character in word) <= room for word in words)


def row_heights(
    sheet: Sheet,
    words: Sequence[tuple[Cell, tuple[InkParagraph, ...]]],
    width: float,
    size: float,
    least: float,
) -> list[float]:
    """The height of each row of the sheet, none lower than ``least``.

    What a cell over several rows needs beyond their heights is shared out among them.
    """
    heights = [least] * len(sheet.rows)
    for cell, paragraphs in sorted(words, key=lambda pair: pair[0].row_span):
        columns = sheet.columns[cell.column : cell.column + cell.column_span]
        needed = text_height(paragraphs, width * sum(column.share for column in columns), size)
        rows = range(cell.row, cell.row + cell.row_span)
        lacking = needed - sum(heights[row] for row in rows)
        for row in rows:
            heights[row] += max(lacking, 0) / cell.row_span
    return heights


def split_height(height: float) -> list[float]:
    """``height`` in as many equal parts as Excel's highest row asks for, in quarters of a point."""
    parts = math.ceil(height / MAX_ROW)
    return [math.ceil(height / parts * 4) / 4] * parts
