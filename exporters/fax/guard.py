"""The legibility guard: measures a PDF page as it will be on the fax, and says what it would lose and what to change."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import hypot
from typing import TYPE_CHECKING, Any, Final

from exporters.fax.pages import FINE, LEAST_LINE, THRESHOLD, Resolution, place
from exporters.pdfium.reading import OpenPdf

if TYPE_CHECKING:
    from exporters.pdfium.document import Document

#: Objects of a page that are looked at, and how deep one may stand inside another.
_MOST_OBJECTS: Final = 50_000
_DEEPEST: Final = 6
#: A filled area thinner than this, and much longer than thick, is a line: many programs draw table rules so.
_RULE: Final = 3.0
_RULE_LENGTH: Final = 12.0
#: From here on a stroke loses its edges to the threshold; up to here an area counts as black, or as white.
_PALE: Final = 128
_BLACK: Final = 50
_ALMOST_WHITE: Final = 250
#: A picture that covers this part of the page is a scan.
_SCAN: Final = 0.7
_SAMPLE: Final = 8
#: Measures are given with one decimal; less than this below a limit is not worth a word.
_SLACK: Final = 0.05

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Measures:
    """A page's measures; ``None`` where there is nothing of the kind. ``scale`` is how far the page was made smaller.

    ``least_type`` (with ``sample``, its first characters) and ``least_line`` are points on the received page.
    ``pale_type`` is text and ``pale_lines`` lines too light to arrive whole, ``light_area`` and ``dark_area`` grey areas
    that become white or black. ``pictures`` counts photographs and the like, ``scan`` says that one fills the page.
    ``cut_short`` says that there is more on the page than was looked at.
    """

    scale: float
    least_type: float | None = None
    sample: str = ""
    least_line: float | None = None
    pale_type: bool = False
    pale_lines: bool = False
    light_area: bool = False
    dark_area: bool = False
    pictures: int = 0
    scan: bool = False
    cut_short: bool = False


def measure(pdf: OpenPdf, number: int, at: Resolution) -> Measures:
    """The measures of page ``number`` (from 0) sent at resolution ``at``."""
    size = pdf.sizes[number]
    arguments = {
        "size": size,
        "scale": place(size, at).scale,
        "most_objects": _MOST_OBJECTS,
        "deepest": _DEEPEST,
    }
    measures, _ = pdf.ask_page(measure_page, number, arguments)
    return Measures(**measures)


def measure_page(documents: dict[int, Document], arguments: dict[str, Any], data: bytes) -> tuple[Any, bytes]:
    """Measure a page in the child process, where it is open; gives back what makes :class:`Measures`."""
    found = Measures(arguments["scale"])
    with documents[arguments["document"]].page(arguments["page"]) as page:
        bounds = arguments["most_objects"], arguments["deepest"]
        _PageMeasurer(page, arguments["size"], found, bounds).run()
    return asdict(found), b""


class _PageMeasurer:
    def __init__(
        self, page: Any, size: tuple[float, float], found: Measures, bounds: tuple[int, int]
    ) -> None:
        self._page = page
        self._most_objects, self._deepest = bounds
        self._area = size[0] * size[1]
        self._found = found
        self._text = page.get_textpage()

    def run(self) -> None:
        from pypdfium2 import raw

        try:
            for item, matrix in self._objects():
                kind = raw.FPDFPageObj_GetType(item)
                if kind == raw.FPDF_PAGEOBJ_TEXT:
                    self._take_text(item, matrix)
                elif kind == raw.FPDF_PAGEOBJ_PATH:
                    self._take_path(item, matrix)
                elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                    self._take_picture(item, matrix)
                elif kind == raw.FPDF_PAGEOBJ_SHADING:
                    self._found.light_area = True
        finally:
            self._text.close()

    def _objects(self) -> Iterator[tuple[Any, Matrix]]:
        """Every object with the matrix of the form it stands in."""
        from pypdfium2 import raw

        unit: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        count = self._bounded(raw.FPDFPage_CountObjects(self._page))
        waiting = [(raw.FPDFPage_GetObject(self._page, at), unit, 0) for at in range(count)]
        seen = 0
        while waiting and seen < self._most_objects:
            item, matrix, depth = waiting.pop()
            seen += 1
            if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
                yield item, matrix
            elif depth < self._deepest:
                inner = _times(_matrix(item), matrix)
                count = self._bounded(raw.FPDFFormObj_CountObjects(item))
                waiting += [(raw.FPDFFormObj_GetObject(item, at), inner, depth + 1) for at in range(count)]
            else:
                self._found.cut_short = True
        self._found.cut_short = self._found.cut_short or bool(waiting)

    def _bounded(self, count: int) -> int:
        """As many objects as are looked at; notes where that is not all of them."""
        self._found.cut_short = self._found.cut_short or count > self._most_objects
        return min(count, self._most_objects)

    def _take_text(self, item: Any, outer: Matrix) -> None:
        from pypdfium2 import raw

        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        if mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP):
            return
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(item, size)
        across, down = _stretch(_times(_matrix(item), outer))
        points = size.value * min(across, down) * self._found.scale
        is_new_least = self._found.least_type is None or points < self._found.least_type
        grey = _grey(item, stroke=mode == raw.FPDF_TEXTRENDERMODE_STROKE)
        is_pale = _PALE < grey < _ALMOST_WHITE and not self._found.pale_type
        if points <= 0 or grey >= _ALMOST_WHITE or not (is_new_least or is_pale):
            return
        words = self._words(item)
        if not words:
            return
        self._found.pale_type = self._found.pale_type or is_pale
        if is_new_least:
            self._found.least_type, self._found.sample = points, words[:_SAMPLE]

    def _words(self, item: Any) -> str:
        from pypdfium2 import raw

        length = raw.FPDFTextObj_GetText(item, self._text, None, 0)
        buffer = (ctypes.c_ushort * (length // 2 + 1))()
        raw.FPDFTextObj_GetText(item, self._text, buffer, length)
        text = bytes(buffer)[:length].decode("utf-16-le", "replace")
        return "".join(character for character in text if character.isprintable()).strip()

    def _take_path(self, item: Any, outer: Matrix) -> None:
        from pypdfium2 import raw

        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, fill, stroke)
        matrix = _times(_matrix(item), outer)
        if stroke.value:
            width = ctypes.c_float()
            raw.FPDFPageObj_GetStrokeWidth(item, width)
            self._take_line(width.value * min(_stretch(matrix)), _grey(item, stroke=True))
        elif fill.value:
            across, down = self._extent(item, outer)
            thin, long = min(across, down), max(across, down)
            grey = _grey(item, stroke=False)
            if thin < _RULE:
                if long >= _RULE_LENGTH:
                    self._take_line(thin, grey)
            else:
                self._found.light_area |= THRESHOLD <= grey < _ALMOST_WHITE
                self._found.dark_area |= _BLACK < grey < THRESHOLD

    def _take_line(self, points: float, grey: int) -> None:
        if grey >= _ALMOST_WHITE:
            return
        points *= self._found.scale
        if self._found.least_line is None or points < self._found.least_line:
            self._found.least_line = points
        self._found.pale_lines |= grey > _PALE

    def _take_picture(self, item: Any, outer: Matrix) -> None:
        across, down = self._extent(item, outer)
        self._found.pictures += 1
        self._found.scan |= across * down >= _SCAN * self._area

    def _extent(self, item: Any, outer: Matrix) -> tuple[float, float]:
        """The width and height of an object's bounds on the page, in points."""
        from pypdfium2 import raw

        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        across, down = _stretch(outer)
        return (right.value - left.value) * across, (top.value - bottom.value) * down


def _matrix(item: Any) -> Matrix:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First ``one``, then ``other``."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _stretch(matrix: Matrix) -> tuple[float, float]:
    """How much a matrix stretches across and down."""
    return hypot(matrix[0], matrix[1]), hypot(matrix[2], matrix[3])


def _grey(item: Any, stroke: bool) -> int:
    """The brightness of an object's colour, 0 black to 255 white; a transparent one is nearer to white."""
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    if not read(item, red, green, blue, alpha):
        return 0
    brightness = 0.299 * red.value + 0.587 * green.value + 0.114 * blue.value
    return round(255 - (255 - brightness) * alpha.value / 255)


@dataclass(frozen=True, slots=True)
class Advice:
    """A remark about page ``page`` (from 1) of the file ``file``; ``message`` is a whole sentence for the user."""

    file: str
    page: int
    code: str
    message: str


def advice(pdf: OpenPdf, number: int, at: Resolution) -> tuple[Advice, ...]:
    """All remarks about page ``number`` (from 0) sent at resolution ``at``."""
    found = measure(pdf, number, at)
    return tuple(
        Advice(pdf.name, number + 1, code, f"第{number + 1}页{words}") for code, words in _remarks(found, at)
    )


def _remarks(found: Measures, at: Resolution) -> Iterator[tuple[str, str]]:
    shrunk = f"（整页已缩小到{found.scale:.0%}以放进 A4）" if found.scale < 0.995 else ""
    if found.least_type is not None and found.least_type < at.least_type - _SLACK:
        yield "small-type", _small_type(found.least_type, found.sample, at) + shrunk + "。"
    if found.least_line is not None and found.least_line < LEAST_LINE - _SLACK:
        thin = "是发丝线" if found.least_line < 0.05 else f"只有{_points(found.least_line)}磅"
        yield (
            "thin-line",
            f"最细的线{thin}，传真后可能断开，请加粗到{_points(LEAST_LINE)}磅以上{shrunk}。",
        )
    if found.pale_type:
        yield "pale-type", "有颜色浅的字，传真后会断笔或消失，请改成黑色。"
    if found.pale_lines:
        yield "pale-line", "有颜色浅的线，传真后会断开或消失，请改成黑色。"
    if found.light_area:
        yield "light-area", "有浅色底纹或淡色的图形，传真后会消失，请不要靠它表达意思。"
    if found.dark_area:
        yield "dark-area", "有深色底纹，传真后会变成一片黑，压在上面的字看不清，请去掉底纹。"
    if found.cut_short:
        yield "cut-short", "内容太多，没有全部量完，请在预览里看清楚再发。"
    if found.scan:
        yield "scan", "是扫描件或整页图片，量不出字的大小，请在预览里看清楚再发。"
    elif found.pictures:
        yield "picture", "有照片或图片，传真只有黑白两色，多半看不清，请另送电子版。"


def _small_type(points: float, sample: str, at: Resolution) -> str:
    what = f"最小的字（“{sample}”）只有{_points(points)}磅，{at.label}分辨率下"
    if at is FINE:
        return what + f"也可能看不清，请放大到{_points(at.least_type)}磅以上"
    what += "看不清，请"
    if points >= FINE.least_type - _SLACK:
        return what + f"改用精细分辨率，或放大到{_points(at.least_type)}磅以上"
    return what + f"放大到{_points(at.least_type)}磅以上（用精细分辨率时{_points(FINE.least_type)}磅以上）"


def _points(points: float) -> str:
    """With as many decimals as it needs, at most two."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
