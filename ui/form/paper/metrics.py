"""Sizes and fonts of the paper at one zoom: everything that is drawn follows from here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

#: Faces of the paper, the best for reading on screen first; the paper's own order of print is in resources/fonts.toml.
FAMILIES: Final = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "FangSong",
    "AR PL UMing CN",
    "serif",
)
BODY_POINTS: Final = 10.5
SMALL_POINTS: Final = 9.5
TITLE_POINTS: Final = 16.0


@dataclass(frozen=True)
class Metrics:
    """The paper at a zoom of ``zoom`` (1.0 is 100 %) on a page of ``page_width`` pixels."""

    zoom: float
    page_width: int

    def _font(self, points: float, bold: bool = False) -> QFont:
        font = QFont(list(FAMILIES))
        font.setPointSizeF(points * self.zoom)
        font.setBold(bold)
        return font

    @cached_property
    def body(self) -> QFont:
        return self._font(BODY_POINTS)

    @cached_property
    def heading(self) -> QFont:
        return self._font(BODY_POINTS, bold=True)

    @cached_property
    def small(self) -> QFont:
        return self._font(SMALL_POINTS)

    @cached_property
    def title(self) -> QFont:
        return self._font(TITLE_POINTS, bold=True)

    @cached_property
    def measure(self) -> QFontMetricsF:
        """Widths of the body font."""
        return QFontMetricsF(self.body)

    @cached_property
    def em(self) -> float:
        """The width of one Chinese character."""
        return self.measure.horizontalAdvance("国")

    @cached_property
    def line_height(self) -> float:
        """The height of an editor of one line."""
        return float(round(self.measure.height() + 4 * self.zoom))

    @property
    def desk(self) -> int:
        """The desk seen around the paper."""
        return 20

    @property
    def margin(self) -> int:
        """From the paper's edge to the table."""
        return round(min(44 * self.zoom, self.page_width * 0.05))

    @property
    def inner_width(self) -> int:
        """The width of a table, or of a line."""
        return self.page_width - 2 * self.margin

    @property
    def padding(self) -> int:
        """From a rule to the words in its cell."""
        return round(7 * self.zoom)

    @property
    def gap(self) -> int:
        """Between the title, the blocks and the notes."""
        return round(10 * self.zoom)
