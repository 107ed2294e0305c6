"""What stands around the text on each page in Word: set up in ``resources/form.docx``, filled in here."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Emu, Twips

from forms.sheet.printed import PrintedSheet

#: Stands in the template's footer where the check code goes.
_CODE: Final = "校验码"


def set_up_page(printed: PrintedSheet, section: Any) -> int:
    """Turn the template's upright page where the sheet lies; returns the width between the margins in twips."""
    if printed.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    width = int(Emu(section.page_width - section.left_margin - section.right_margin).twips)
    _fill_footer(printed, section.footer, width)
    if not printed.draft:
        # The head holds nothing but the watermark.
        section.header.is_linked_to_previous = True
    return width


def _fill_footer(printed: PrintedSheet, footer: Any, width: int) -> None:
    (mark,) = (text for text in footer._element.iter(qn("w:t")) if text.text == _CODE)
    mark.text = f"{_CODE}：{printed.check_code}" if printed.check_code else ""
    footer.paragraphs[0].paragraph_format.tab_stops[0].position = Twips(width)
