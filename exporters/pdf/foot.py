"""The foot of each page: the lines for stamp and signature, the check code, the page's number."""

from __future__ import annotations

from functools import cached_property

from exporters.pdf.measure import Measurer, TextStyle, place_line
from exporters.pdf.page import Page, PlacedText
from exporters.pdf.style import PageStyle
from exporters.typesetting.runs import Line
from forms.sheet.printed import PrintedLines, PrintedParagraph, PrintedRun, PrintedSheet

#: Between two lines that are set side by side.
_BETWEEN = PrintedRun("\u3000")


class Foot:
    """The foot of every page of a sheet of ``width`` × ``height`` points."""

    def __init__(
        self, sheet: PrintedSheet, measurer: Measurer, style: PageStyle, width: float, height: float
    ) -> None:
        self._sheet = sheet
        self._measurer = measurer
        self._style = style
        self._text = TextStyle(style.body_role, style.footer_size)
        self._left, self._right = style.margin_side, width - style.margin_side
        self._page_height = height

    @cached_property
    def _lines(self) -> list[Line[str]]:
        """The lines: side by side where they fit into one, else each on lines of its own."""
        paragraphs = [
            line
            for block in self._sheet.blocks
            if isinstance(block, PrintedLines) and block.foot
            for line in block.lines
        ]
        width = self._right - self._left
        joined: PrintedParagraph = ()
        for paragraph in paragraphs:
            joined += (_BETWEEN, *paragraph) if joined else paragraph
        in_one = self._measurer.lines(joined, self._text, width)
        if len(in_one) == 1:
            return in_one if joined else []
        return [
            line for paragraph in paragraphs for line in self._measurer.lines(paragraph, self._text, width)
        ]

    @property
    def _has_last_line(self) -> bool:
        return self._sheet.page_numbers or bool(self._sheet.check_code)

    @cached_property
    def height(self) -> float:
        """How much room the foot takes on each page, whatever the line height of the table."""
        return (len(self._lines) + self._has_last_line) * self._text.size * self._style.line_height

    def draw(self, page: Page, number: int, count: int, line_height: float) -> None:
        """Draw the foot of page ``number`` of ``count``."""
        height = self._text.size * line_height
        y = self._page_height - self._style.margin_bottom - self.height
        for line in self._lines:
            page.texts += place_line(line, self._left, y, height, self._text)
            y += height
        baseline = y + height / 2 + self._text.size * 0.36
        if self._sheet.page_numbers:
            numbering = f"第{number}页　共{count}页"
            width = (
                self._measurer.paragraph((PrintedRun(numbering),), self._text.role).width * self._text.size
            )
            page.texts.append(self._placed(self._right - width, baseline, numbering))
        if self._sheet.check_code:
            page.texts.append(self._placed(self._left, baseline, f"校验码：{self._sheet.check_code}"))

    def _placed(self, x: float, baseline: float, text: str) -> PlacedText:
        return PlacedText(x, baseline, text, self._text.role, self._text.size)
