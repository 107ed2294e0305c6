"""What stands around the text on each page in Word: page numbers, the check code, 草稿 across a draft."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import parse_xml

from exporters.docx.look import HEI, SONG, Look
from exporters.docx.xml import element, field, paragraph, run
from forms.sheet.printed import DRAFT, PrintedSheet

_SMALL: Final = Look(SONG, 9)

#: Word's own way of writing a watermark, which LibreOffice and WPS know as well.
_WATERMARK: Final = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
     xmlns:w10="urn:schemas-microsoft-com:office:word">
 <w:rPr><w:noProof/></w:rPr>
 <w:pict>
  <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
   <v:formulas>
    <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
    <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
    <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
    <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
   </v:formulas>
   <v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
           o:connectangles="270,180,90,0"/>
   <v:textpath on="t" fitshape="t"/>
   <v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
   <o:lock v:ext="edit" text="t" shapetype="t"/>
  </v:shapetype>
  <v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{text}" stroked="f"
           fillcolor="silver" o:allowincell="f" style="position:absolute;margin-left:0;margin-top:0;width:360pt;\
height:180pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin">
   <v:fill opacity=".5"/>
   <v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>
   <w10:wrap anchorx="margin" anchory="margin"/>
  </v:shape>
 </w:pict>
</w:r>
"""


def set_up_page(printed: PrintedSheet, section: Any) -> int:
    """A4 with its margins, head and foot; returns the width between the margins in twips."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Emu, Mm

    landscape = printed.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(17)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.header_distance, section.footer_distance = Mm(8), Mm(9)
    width = int(Emu(section.page_width - section.left_margin - section.right_margin).twips)
    _fill_footer(printed, section.footer, width)
    if printed.draft:
        _fill_header(section.header)
    return width


def _fill_footer(printed: PrintedSheet, footer: Any, width: int) -> None:
    numbering = [
        run("第", _SMALL),
        *field("PAGE", _SMALL),
        run("页\u3000共", _SMALL),
        *field("NUMPAGES", _SMALL),
    ]
    code = f"校验码：{printed.check_code}" if printed.check_code else ""
    line = paragraph([run(f"{code}\t", _SMALL), *numbering, run("页", _SMALL)], _SMALL)
    tabs = element("w:tabs", children=[element("w:tab", {"val": "right", "pos": width})])
    line[0].insert(0, tabs)
    _replace(footer, line)


def _fill_header(header: Any) -> None:
    mark = parse_xml(_WATERMARK.replace("{text}", DRAFT))
    look = Look(HEI, 10.5, "center", bold=True)
    _replace(header, paragraph([mark, run(DRAFT, look)], look))


def _replace(part: Any, line: Any) -> None:
    """Put ``line`` in place of the empty paragraph that a new head or foot has."""
    part.is_linked_to_previous = False
    content = part._element
    for old in list(content):
        content.remove(old)
    content.append(line)
