"""The measures of a page: type sizes, margins, line thickness. A fax asks for larger type and thicker lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

MILLIMETRE: Final = 72 / 25.4
A4: Final = (210 * MILLIMETRE, 297 * MILLIMETRE)


@dataclass(frozen=True, slots=True)
class PageStyle:
    """All lengths in points.

    ``body_sizes`` are tried from the largest: the first with which the whole form fits on one page, no label wraps and no
    number or address is torn apart is taken, else the last. ``line_height`` is a multiple of the type size,
    ``smallest_size`` is for single cells in which a number or an address would be torn in the last size.
    ``row_height`` (likewise) is the least height of a row on a form that fits on one page.
    A form of several pages is set in the last type size with the first of ``fillings`` that needs the fewest pages: each is
    a line height and the part of a page that may stay empty because the next row is kept whole.
    ``title_sizes`` are tried until the title fits on one line; in the last it may take more, of even length. ``note_size``
    is that of lines outside the tables, ``footer_size`` that of the foot lines.
    ``body_role`` is the typeface of body, lines and footer. ``draft_outline`` is the thickness of the outline letters 草稿;
    0 prints them as a light grey area. ``grid_thickness`` is also that of the line under a run.
    """

    margin_top: float = 16 * MILLIMETRE
    margin_bottom: float = 12 * MILLIMETRE
    margin_side: float = 15 * MILLIMETRE
    title_sizes: tuple[float, ...] = (18, 17, 16, 15)
    caption_size: float = 12
    body_sizes: tuple[float, ...] = (14, 13, 12, 11, 10.5)
    smallest_size: float = 9
    note_size: float = 10.5
    footer_size: float = 9
    line_height: float = 1.45
    fillings: tuple[tuple[float, float], ...] = ((1.45, 0.3), (1.3, 0.3), (1.3, 0.1))
    row_height: float = 3.0
    padding: float = 3.6
    grid_thickness: float = 0.5
    frame_thickness: float = 1.0
    body_role: str = "body"
    draft_outline: float = 0.0


PRINT_STYLE: Final = PageStyle()

#: For a fax at fine resolution: 黑体, thick lines, no grey, and the margins that machines cut off. 10.5 points can be read,
#: but OCR of whole pages lost 5 % of a dense table's digits at 10.5 and 11 points and none at 12.
FAX_STYLE_FINE: Final = PageStyle(
    margin_top=10 * MILLIMETRE,
    margin_bottom=10 * MILLIMETRE,
    margin_side=7.5 * MILLIMETRE,
    body_sizes=(14, 13, 12),
    footer_size=10.5,
    grid_thickness=1.0,
    frame_thickness=1.5,
    body_role="heading",
    draft_outline=0.75,
)

#: The same at standard resolution, where smaller type than 12 points is lost.
FAX_STYLE_STANDARD: Final = replace(FAX_STYLE_FINE, note_size=12, footer_size=12)
