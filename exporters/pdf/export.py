"""Draws a printed sheet as PDF: A4, every font embedded and subset, searchable, the same bytes for the same sheet."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from exporters.fonts.font_set import FontRun, FontSet
from exporters.pdf.layout import lay_out
from exporters.pdf.page import Page, PlacedText
from exporters.pdf.style import PRINT_STYLE, PageStyle
from exporters.typesetting.bounds import refuse_endless
from forms.form.document import Document
from forms.progress import Progress, no_progress
from forms.sheet.printed import DRAFT, PrintedSheet

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from exporters.fonts.font import Font

_DRAFT_SIZE: Final = 150.0
_DRAFT_GREY: Final = 0.88


@cache
def fonts() -> FontSet:
    """The fonts of this machine, opened once in a process."""
    return FontSet()


def export(document: Document, progress: Progress = no_progress) -> bytes:
    """The document's pages as one PDF file; see :func:`draw_pdf`."""
    return draw_pdf(document.printed, progress)


def draw_pdf(sheet: PrintedSheet, progress: Progress = no_progress, style: PageStyle = PRINT_STYLE) -> bytes:
    """The pages of a printed sheet as one PDF file, the same bytes for the same sheet.

    Raises ``exporters.fonts.errors.MissingGlyph``, which names the character and the blank, where no font has a character,
    and ``InputError`` for a text that no page is for.
    """
    refuse_endless(sheet)
    font_set = fonts()
    pages = lay_out(sheet, font_set, style)
    steps = len(pages) + 1
    progress(1, steps)
    return _draw(sheet, pages, font_set, style.draft_outline, lambda number: progress(number, steps))


def _draw(
    sheet: PrintedSheet,
    pages: list[Page],
    font_set: FontSet,
    draft_outline: float,
    drawn: Callable[[int], None],
) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    from exporters.fonts.embedding import FontUse, embedded

    use = FontUse()
    runs = {
        (text.role, text.text): font_set.typeface(text.role).runs(text.text)
        for page in pages
        for text in page.texts
    }
    for run in (run for of_text in runs.values() for run in of_text):
        use.add(run.font, run.text)
    if sheet.draft:
        use.add(font_set.typeface("heading").font, DRAFT)
    use.add(font_set.typeface("body").font, " ")
    target = io.BytesIO()
    with embedded(use) as names:
        canvas = Canvas(
            target,
            pagesize=(pages[0].width, pages[0].height),
            pdfVersion=(1, 7),
            lang="zh-CN",
            invariant=1,
            initialFontName=names[font_set.typeface("body").font],
        )
        # Text armour makes the file a quarter larger and takes as long as all the drawing.
        rl_config.useA85 = 0
        _describe(canvas, sheet)
        for number, page in enumerate(pages, start=2):
            canvas.setPageSize((page.width, page.height))
            if page.draft:
                _draw_draft_mark(canvas, page, names[font_set.typeface("heading").font], draft_outline)
            _draw_page(canvas, page, font_set, runs, names)
            canvas.showPage()
            drawn(number)
        canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, sheet: PrintedSheet) -> None:
    canvas.setTitle(sheet.title)
    canvas.setSubject(sheet.subject)
    canvas.setAuthor(sheet.author or "安月填报")
    canvas.setCreator("安月填报")
    canvas.setProducer("安月填报")
    # reportlab's invariant mode writes the year 2000; the sheet's own date says more and is just as repeatable.
    stamp = canvas._doc._timeStamp
    made_on = datetime.datetime.combine(sheet.made_on, datetime.time(), datetime.UTC)
    stamp.t, stamp.lt, stamp.YMDhms = made_on.timestamp(), made_on.timetuple(), made_on.timetuple()[:6]


def _draw_page(
    canvas: Canvas,
    page: Page,
    font_set: FontSet,
    runs: Mapping[tuple[str, str], list[FontRun]],
    names: Mapping[Font, str],
) -> None:
    canvas.setLineCap(2)
    for thickness in sorted({rule.thickness for rule in page.rules}):
        canvas.setLineWidth(thickness)
        canvas.lines(
            [
                (rule.x1, page.height - rule.y1, rule.x2, page.height - rule.y2)
                for rule in page.rules
                if rule.thickness == thickness
            ]
        )
    for (role, size), texts in groupby(page.texts, lambda text: (text.role, text.size)):
        _write(canvas, page, texts, font_set.typeface(role).stroke * size, runs, names)


def _draw_draft_mark(canvas: Canvas, page: Page, font_name: str, outline: float) -> None:
    """草稿 from corner to corner, under everything else: in light grey, or as an outline of that thickness."""
    canvas.saveState()
    if outline:
        canvas.setLineWidth(outline)
    else:
        canvas.setFillGray(_DRAFT_GREY)
    canvas.setFont(font_name, _DRAFT_SIZE)
    canvas.translate(page.width / 2, page.height / 2)
    canvas.rotate(45)
    canvas.drawCentredString(0, -_DRAFT_SIZE * 0.36, DRAFT, mode=1 if outline else None)
    canvas.restoreState()


def _write(
    canvas: Canvas,
    page: Page,
    texts: Iterable[PlacedText],
    stroke: float,
    runs: Mapping[tuple[str, str], list[FontRun]],
    names: Mapping[Font, str],
) -> None:
    """Write texts of one role and size; ``stroke`` is a line around the glyphs where their font is too thin, or 0."""
    canvas.saveState()
    canvas.setLineWidth(stroke)
    writing = canvas.beginText()
    writing.setTextRenderMode(2 if stroke else 0)
    used: Font | None = None
    for text in texts:
        x = text.x
        of_text = runs[text.role, text.text]
        for run in of_text:
            right, up = run.right * text.size / 1000, run.up * text.size / 1000
            writing.setTextOrigin(x + right, page.height - text.y + up)
            if run.font is not used:
                writing.setFont(names[run.font], text.size)
                used = run.font
            writing.textOut(run.text)
            if len(of_text) > 1:
                x += run.font.width(run.text, text.size)
    canvas.drawText(writing)
    canvas.restoreState()
