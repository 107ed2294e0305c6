"""The columns and rows of a worksheet: how wide and how high Excel takes them, and one grid for several tables."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Final

from forms.sheet.printed import PrintedTable

#: Points of an A4 page between margins of 17 mm, a little less so that Excel need not shrink the page.
PORTRAIT_WIDTH: Final = 494.0
LANDSCAPE_WIDTH: Final = 740.0

#: Pixels of a digit of the workbook's own font (宋体, 11 pt) at 96 dpi: the unit of Excel's column widths.
_DIGIT_PIXELS: Final = 8
_POINTS_A_PIXEL: Final = 0.75

#: Excel takes no row higher than 409 points.
MAX_ROW: Final = 400.0

#: Edges of columns of two tables nearer than this part of the page's width are one.
_NEAR: Final = 4


def column_units(points: float) -> float:
    """A width in points in Excel's unit."""
    return round(points / _POINTS_A_PIXEL / _DIGIT_PIXELS, 3)


def points(units: float) -> float:
    """A width in Excel's unit in points."""
    return units * _DIGIT_PIXELS * _POINTS_A_PIXEL


def split_height(height: float) -> list[float]:
    """``height`` in as many equal parts as Excel's highest row asks for, in quarters of a point."""
    parts = math.ceil(height / MAX_ROW)
    return [math.ceil(height / parts * 4) / 4] * parts


class Grid:
    """The worksheet's columns: every edge of a column of any table is an edge here."""

    def __init__(self, tables: tuple[PrintedTable, ...]) -> None:
        inner = {edge for table in tables for edge in _edges(table)[1:-1]}
        self._all = [0.0, *sorted(inner), 1.0]

    @property
    def shares(self) -> list[float]:
        """The parts of the width that the columns take."""
        return [right - left for left, right in zip(self._all, self._all[1:], strict=False)]

    def columns(self, table: PrintedTable, column: int, span: int) -> tuple[int, int]:
        """The first and the last column, counted from 1, of a cell of ``table``."""
        edges = _edges(table)
        return self._all.index(edges[column]) + 1, self._all.index(edges[column + span])


def _edges(table: PrintedTable) -> list[float]:
    edges = [
        round(edge, _NEAR) for edge in accumulate((column.share for column in table.columns), initial=0.0)
    ]
    return [*edges[:-1], 1.0]
