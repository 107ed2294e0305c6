"""What stands around the blocks of a sheet: caption and title on the first page, the foot lines on every page."""

from __future__ import annotations

from typing import Final

from exporters.pdf.page import Page
from exporters.pdf.style import PageStyle
from exporters.typesetting.measurer import Measurer, TextStyle
from exporters.typesetting.sizes import Lines
from forms.sheet.printed import PrintedParagraph, PrintedRun, PrintedSheet

#: Points above and below the title.
_ABOVE_TITLE: Final = 4.0
_BELOW_TITLE: Final = 8.0
#: Between foot lines that stand side by side.
_BESIDE: Final = PrintedRun("\u3000")


class Head:
    """The caption and the title of a sheet, from ``left`` on, ``width`` points wide."""

    def __init__(
        self, sheet: PrintedSheet, measurer: Measurer, style: PageStyle, left: float, width: float
    ) -> None:
        self._style = style
        self._left, self._width = left, width
        self._caption_style = TextStyle("heading", style.caption_size)
        self._caption: Lines = []
        if sheet.caption:
            self._caption = measurer.lines((PrintedRun(sheet.caption),), self._caption_style, width)
        self._title_style, self._title = self._set_title((PrintedRun(sheet.title),), measurer)

    def bottom(self, line_height: float) -> float:
        """Where the first block begins; ``line_height`` is a multiple of the type size."""
        heights = (
            len(self._caption) * self._caption_style.size * line_height,
            len(self._title) * self._title_style.size * line_height,
        )
        return self._style.margin_top + heights[0] + _ABOVE_TITLE + heights[1] + _BELOW_TITLE

    def draw(self, page: Page, line_height: float) -> None:
        """Write caption and title on the first page."""
        y = self._style.margin_top
        height = self._caption_style.size * line_height
        for line in self._caption:
            page.write(line, self._left, y, height, self._caption_style)
            y += height
        y += _ABOVE_TITLE
        height = self._title_style.size * line_height
        for line in self._title:
            page.write(line, self._left + (self._width - line.width) / 2, y, height, self._title_style)
            y += height

    def _set_title(self, title: PrintedParagraph, measurer: Measurer) -> tuple[TextStyle, Lines]:
        """The title in the largest size that keeps it on one line, else in the smallest on lines of even length."""
        for size in self._style.title_sizes:
            style = TextStyle("title", size)
            lines = measurer.lines(title, style, self._width)
            if len(lines) == 1:
                return style, lines
        even = sum(line.width for line in lines) / len(lines) + style.size
        evened = measurer.lines(title, style, min(self._width, even))
        return style, evened if len(evened) == len(lines) else lines


class Foot:
    """The foot lines of a sheet, and below them its check code and the page's number."""

    def __init__(
        self, sheet: PrintedSheet, measurer: Measurer, style: PageStyle, left: float, width: float
    ) -> None:
        self._measurer = measurer
        self._left, self._width = left, width
        self._text_style = TextStyle(style.body_role, style.footer_size)
        self._code = f"校验码：{sheet.check_code}" if sheet.check_code else ""
        self._numbered = sheet.numbered
        self._lines = self._set_lines(sheet.foot_lines)
        rows = len(self._lines) + bool(self._code or self._numbered)
        self.height = rows * style.footer_size * style.line_height

    def draw(self, page: Page, top: float, line_height: float, number: int, count: int) -> None:
        """Write the foot of page ``number`` (from 1) of ``count`` from ``top`` on."""
        style, height = self._text_style, self._text_style.size * line_height
        for line in self._lines:
            page.write(line, self._left, top, height, style)
            top += height
        if self._numbered:
            (numbering,) = self._line(f"第{number}页\u3000共{count}页")
            page.write(numbering, self._left + self._width - numbering.width, top, height, style)
        if self._code:
            (code,) = self._line(self._code)
            page.write(code, self._left, top, height, style)

    def _line(self, text: str) -> Lines:
        return self._measurer.lines((PrintedRun(text),), self._text_style, float("inf"))

    def _set_lines(self, foot_lines: tuple[PrintedParagraph, ...]) -> Lines:
        """The foot lines side by side where they all fit on one line, else each on lines of its own."""
        if not foot_lines:
            return []
        joined = foot_lines[0]
        for line in foot_lines[1:]:
            joined = (*joined, _BESIDE, *line)
        paragraphs = (joined,) if self._fits(joined) else foot_lines
        return [
            line
            for paragraph in paragraphs
            for line in self._measurer.lines(paragraph, self._text_style, self._width)
        ]

    def _fits(self, paragraph: PrintedParagraph) -> bool:
        return len(self._measurer.lines(paragraph, self._text_style, self._width)) == 1
