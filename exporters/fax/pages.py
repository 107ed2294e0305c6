"""The page that a fax machine sends: the two resolutions, where a PDF page stands on A4, and its dots.

Dots are one bit, black on white by a threshold, never dithered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from exporters.pdf.style import A4, FAX_STYLE_FINE, FAX_STYLE_STANDARD, PageStyle
from exporters.pdfium.drawing import Drawing
from exporters.pdfium.reading import OpenPdf
from forms.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels in a line: 215 mm, a little more than A4. The page itself takes CONTENT_WIDTH of them.
WIDTH: Final = 1728
CONTENT_WIDTH: Final = 1688
DOTS_ACROSS: Final = 204

#: Greys darker than this (255 is white) become black: a stroke that covers a fifth of a dot is still printed.
THRESHOLD: Final = 200

_PAPER: Final = 255


@dataclass(frozen=True, slots=True)
class Resolution:
    """``lines`` is the height of an A4 page, ``dots_down`` lines in an inch, ``least_type`` the smallest type in points
    that a person reads without trouble; ``page_style`` is how a form of ours is set for it.
    """

    id: str
    label: str
    lines: int
    dots_down: int
    least_type: float
    page_style: PageStyle


FINE: Final = Resolution("fine", "精细", 2287, 196, 10.5, FAX_STYLE_FINE)
STANDARD: Final = Resolution("standard", "标准", 1143, 98, 12.0, FAX_STYLE_STANDARD)
RESOLUTIONS: Final = {resolution.id: resolution for resolution in (FINE, STANDARD)}

#: Thinner lines may break up at either resolution, in points.
LEAST_LINE: Final = 0.75


def resolution(name: str) -> Resolution:
    """The resolution called ``fine`` or ``standard``. Raises :class:`InputError`."""
    if name not in RESOLUTIONS:
        raise InputError(f"没有“{name}”这种传真分辨率，只有 fine（精细）和 standard（标准）。")
    return RESOLUTIONS[name]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a page stands among the content's pixels, and by how much it was scaled.

    A landscape page is ``turned`` so that its head is at the left, the side where papers are bound (GB/T 9704).
    """

    x: int
    y: int
    width: int
    height: int
    scale: float
    turned: bool


def place(size: tuple[float, float], at: Resolution) -> Placement:
    """A page of ``size`` points on A4: larger ones shrink without stretching, smaller ones keep their size, all centred."""
    across, down = size
    turned = across > down
    if turned:
        across, down = down, across
    scale = min(1.0, A4[0] / across, A4[1] / down)
    # A page that is A4 to within a millimetre is A4: programs round its measures in different ways.
    if abs(across - A4[0]) < 3 and abs(down - A4[1]) < 3:
        return Placement(0, 0, CONTENT_WIDTH, at.lines, 1.0, turned)
    width = min(CONTENT_WIDTH, max(1, round(across * scale / A4[0] * CONTENT_WIDTH)))
    height = min(at.lines, max(1, round(down * scale / A4[1] * at.lines)))
    return Placement((CONTENT_WIDTH - width) // 2, (at.lines - height) // 2, width, height, scale, turned)


def fax_page(pdf: OpenPdf, number: int, at: Resolution) -> Image:
    """Page ``number`` (from 0) as a picture of mode ``1``, 1728 dots wide and as high as ``at`` says."""
    from PIL import Image

    placement = place(pdf.sizes[number], at)
    grey = _draw(pdf, number, placement)
    page = Image.new("1", (WIDTH, at.lines), _PAPER)
    black_or_white = grey.point([0] * THRESHOLD + [255] * (256 - THRESHOLD), mode="1")
    page.paste(black_or_white, ((WIDTH - CONTENT_WIDTH) // 2 + placement.x, placement.y))
    return page


def _draw(pdf: OpenPdf, number: int, placement: Placement) -> Image:
    """The page in 256 greys, in just the dots it will have: the two resolutions differ across and down."""
    from PIL import Image

    width, height = placement.width, placement.height
    drawing = Drawing(width, height, 0, height, grey=True, turned=placement.turned)
    dots = pdf.draw(number, drawing)
    return Image.frombytes("L", (width, height), dots.data, "raw", "L", dots.stride)
