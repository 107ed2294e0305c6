"""Put subsets of any OpenType font into a reportlab document, which by itself takes only TrueType."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics

from exporters.fonts.character_maps import to_glyphs, to_unicode
from exporters.fonts.font import Font
from exporters.fonts.subset import Subset, subset

# reportlab keeps fonts in one registry for the whole process. A number keeps documents made at one time
# apart; it never reaches the file.
_numbers = count(1)

_SYMBOLIC = 4
_USUAL_STEM = 80
_USUAL_WIDTH = 1000.0


class FontUse:
    """Which characters a document prints in which font. Filled while the pages are laid out."""

    def __init__(self) -> None:
        self._characters: dict[Font, set[str]] = {}

    def add(self, font: Font, text: str) -> None:
        self._characters.setdefault(font, set()).update(text)

    def fonts(self) -> dict[Font, set[str]]:
        """Every font that prints something, in the order of first use."""
        return {font: characters for font, characters in self._characters.items() if characters}


@contextmanager
def embedded(use: FontUse) -> Iterator[dict[Font, str]]:
    """Name each used font for ``canvas.setFont``. The names hold until the block ends: save inside it."""
    names = {}
    try:
        for font, characters in use.fonts().items():
            ready = EmbeddedFont(f"anyue-{next(_numbers)}", font, subset(font, characters))
            pdfmetrics.registerFont(ready)
            names[font] = ready.fontName
        yield names
    finally:
        for name in names.values():
            # There is no public way to take a font out again.
            pdfmetrics._fonts.pop(name, None)


class _Face:
    """What reportlab asks of a font's face."""

    builtIn = 0

    def __init__(self, font: Font) -> None:
        self.name = font.name
        self.ascent = font.ascent
        self.descent = font.descent


class EmbeddedFont:
    """A font as reportlab's canvas wants one, with the attributes it looks for under the names it uses."""

    _multiByte = 1
    _dynamicFont = 0
    shapable = False
    isVertical = False

    def __init__(self, name: str, font: Font, part: Subset) -> None:
        self.fontName = self.name = name
        self.face = _Face(font)
        self.encName = "Identity-H"
        self.substitutionFonts: list[Any] = []
        self._font = font
        self._subset = part
        self._escaped = {
            character: f"\\{code >> 8:03o}\\{code & 255:03o}" for character, code in part.codes.items()
        }

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """The width of ``text`` in points."""
        return self._font.width(text, size)

    def formatForPdf(self, text: str) -> str:
        """The inside of a PDF string: two escaped bytes a character. All must have been in the FontUse."""
        return "".join(map(self._escaped.__getitem__, text))

    def addObjects(self, document: Any) -> None:
        """Write the font into ``document``; reportlab calls this when the font is first set."""
        internal_name = f"F{len(document.fontMapping) + 1}"
        whole = _dictionary(
            Type="Font",
            Subtype="Type0",
            BaseFont=self._subset.name,
            Encoding=self._encoding(document),
            DescendantFonts=pdfdoc.PDFArray([document.Reference(self._descendant(document))]),
            ToUnicode=_stream(document, to_unicode(self._subset.letters)),
        )
        document.idToObject["BasicFonts"].dict[internal_name] = document.Reference(whole, internal_name)
        document.fontMapping[self.fontName] = f"/{internal_name}"

    def _encoding(self, document: Any) -> Any:
        if not self._subset.has_shared_glyphs:
            return "Identity-H"
        name = f"{self._subset.name.partition('+')[0]}-H"
        return _stream(
            document,
            to_glyphs(name, self._subset.identifiers),
            Type="CMap",
            CMapName=name,
            CIDSystemInfo=_identity(),
        )

    def _descendant(self, document: Any) -> Any:
        kind = (
            {"Subtype": "CIDFontType0"}
            if self._font.is_cff
            else {"Subtype": "CIDFontType2", "CIDToGIDMap": "Identity"}
        )
        return _dictionary(
            Type="Font",
            **kind,
            BaseFont=self._subset.name,
            CIDSystemInfo=_identity(),
            FontDescriptor=document.Reference(self._descriptor(document)),
            DW=int(_USUAL_WIDTH),
            W=_width_array(self._subset.widths),
        )

    def _descriptor(self, document: Any) -> Any:
        if self._font.is_cff:
            program = {"FontFile3": _stream(document, self._subset.program, Subtype="CIDFontType0C")}
        else:
            program = {
                "FontFile2": _stream(document, self._subset.program, Length1=len(self._subset.program))
            }
        return _dictionary(
            Type="FontDescriptor",
            FontName=self._subset.name,
            Flags=_SYMBOLIC,
            FontBBox=pdfdoc.PDFArray(self._font.bounding_box),
            ItalicAngle=0,
            Ascent=round(self._font.ascent),
            Descent=round(self._font.descent),
            CapHeight=round(self._font.cap_height),
            StemV=_USUAL_STEM,
            **program,
        )


def _dictionary(**entries: Any) -> Any:
    """A PDF dictionary; a plain string becomes a name."""
    return pdfdoc.PDFDictionary(
        {key: pdfdoc.PDFName(value) if isinstance(value, str) else value for key, value in entries.items()}
    )


def _identity() -> Any:
    return pdfdoc.PDFDictionary(
        {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    )


def _stream(document: Any, content: bytes, **entries: Any) -> Any:
    stream = pdfdoc.PDFStream(_dictionary(**entries), content, [pdfdoc.PDFZCompress])
    return document.Reference(stream)


def _width_array(widths: dict[int, float]) -> Any:
    """The W array: for each row of neighbouring CIDs without the usual width, the first and their widths."""
    array: list[Any] = []
    row: list[Any] = []
    last = None
    for identifier, width in sorted(widths.items()):
        if abs(width - _USUAL_WIDTH) < 0.005:
            continue
        if last is None or identifier != last + 1:
            row = []
            array += [identifier, row]
        row.append(round(width, 2))
        last = identifier
    return pdfdoc.PDFArray([pdfdoc.PDFArray(item) if isinstance(item, list) else item for item in array])
