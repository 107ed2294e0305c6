"""WordprocessingML in short: elements, runs of text and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exporters.docx.look import Look
from exporters.office.text import clean
from forms.sheet.printed import PrintedParagraph

#: Twentieths of a point, Word's unit of length.
TWIPS: Final = 20


def element(tag: str, attributes: Mapping[str, object] | None = None, children: Iterable[Any] = ()) -> Any:
    """An element; attribute names without a prefix are Word's own."""
    result = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        result.set(qn(name if ":" in name else f"w:{name}"), str(value))
    for child in children:
        result.append(child)
    return result


def run(text: str, look: Look, underlined: bool = False) -> Any:
    """A run of text; a line feed becomes a line break, a tab a tab."""
    result = element("w:r", children=[_run_look(look, underlined)])
    for number, line in enumerate(text.split("\n")):
        if number:
            result.append(element("w:br"))
        for index, part in enumerate(line.split("\t")):
            if index:
                result.append(element("w:tab"))
            if part:
                words = element("w:t", {"xml:space": "preserve"})
                words.text = part
                result.append(words)
    return result


def _run_look(look: Look, underlined: bool) -> Any:
    fonts = {
        "ascii": look.font,
        "hAnsi": look.font,
        "eastAsia": look.font,
        "cs": look.font,
        "hint": "eastAsia",
    }
    parts = [element("w:rFonts", fonts)]
    if look.bold:
        parts.append(element("w:b"))
    half_points = {"val": round(look.size * 2)}
    parts += [element("w:sz", half_points), element("w:szCs", half_points)]
    if underlined:
        parts.append(element("w:u", {"val": "single"}))
    return element("w:rPr", children=parts)


def paragraph(content: Iterable[Any], look: Look) -> Any:
    """A paragraph of runs."""
    spacing = {"before": round(look.before * TWIPS), "after": round(look.after * TWIPS)}
    parts = [element("w:keepNext")] if look.keep_with_next else []
    parts += [element("w:spacing", spacing), element("w:jc", {"val": look.align})]
    return element("w:p", children=[element("w:pPr", children=parts), *content])


def words(printed: PrintedParagraph, look: Look) -> Any:
    """A paragraph of printed words and values."""
    return paragraph([run(clean(part.text), look, part.underlined) for part in printed if part.text], look)
