"""The two resolutions of a fax, and how a page of any size is placed on the A4 page that the other machine prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from exporters.pdf.style import A4, FAX_STYLE_FINE, FAX_STYLE_STANDARD, PageStyle
from forms.errors import InputError

#: Pixels in a line: 215 mm, a little more than A4. The page itself takes CONTENT_WIDTH of them.
WIDTH: Final = 1728
CONTENT_WIDTH: Final = 1688
DOTS_ACROSS: Final = 204


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
