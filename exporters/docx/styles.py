"""The Word file's own settings: Chinese throughout, and which fonts stand in where an office has not ours."""

from __future__ import annotations

from typing import Any, Final

from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn

from exporters.docx.look import HEI, SONG, TITLE
from exporters.docx.xml import element

#: For each font another that comes with Windows or Office, and its Latin name.
_STAND_INS: Final = {TITLE: "华文中宋", SONG: "SimSun", HEI: "SimHei"}

#: Parts of python-docx's template that only weigh: a picture of an empty English page, styles for Word 2007.
_BALLAST: Final = ("/thumbnail", "/stylesWithEffects")


def set_styles(word: Any) -> None:
    """Make python-docx's English template a Chinese one."""
    normal = word.styles["Normal"].element
    properties = normal.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(element("w:rFonts", dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), SONG)))
    properties.append(element("w:sz", {"val": 21}))
    for language in word.styles.element.iter(qn("w:lang")):
        # Latin text stays English: as Chinese it would be broken inside words and numbers.
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    spacing = normal.get_or_add_pPr()
    spacing.append(element("w:autoSpaceDE", {"val": 0}))
    spacing.append(element("w:autoSpaceDN", {"val": 0}))
    _name_fonts(word)
    _drop_ballast(word)


def _name_fonts(word: Any) -> None:
    """Say in the font table what to take where a font is missing."""
    part = next(
        (part for part in word.part.package.iter_parts() if str(part.partname).endswith("fontTable.xml")),
        None,
    )
    if part is None:
        return
    table = element("w:fonts")
    for name, other in _STAND_INS.items():
        children = [element("w:altName", {"val": other}), element("w:charset", {"val": "86"})]
        table.append(element("w:font", {"name": name}, children))
    part._blob = serialize_part_xml(table)


def _drop_ballast(word: Any) -> None:
    for relations in (word.part.package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_BALLAST)]:
            del relations[key]
    # The marks of who edited the template when.
    word.element.body.sectPr.attrib.clear()
    settings = word.settings.element
    for old in settings.findall(qn("w:rsids")):
        settings.remove(old)
