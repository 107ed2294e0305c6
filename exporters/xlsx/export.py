"""Excel: the form as it stands on paper, its numbers as numbers, and a copy the program reads back exactly."""

from __future__ import annotations

import datetime
import re
from typing import Any, Final

from exporters.files.zip_file import same_bytes
from exporters.office.text import clean
from exporters.typesetting.bounds import refuse_endless
from exporters.xlsx.copy import (
    CELL_LENGTH,
    COPY_SHEET,
    DATA_SHEET,
    PROPERTY_LENGTH,
    PROPERTY_PREFIX,
    encode,
    fingerprint,
    machine_copy,
    pieces,
)
from forms.form.document import Document
from forms.progress import Progress, no_progress
from forms.sheet.printed import PrintedSheet

_PROGRAM: Final = "安月填报"
_CORE: Final = "docProps/core.xml"

#: Longer names, and these characters, Excel does not take for a sheet.
_SHEET_NAME_LENGTH: Final = 31
_NOT_IN_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\s]+")

#: Steps beside those of the table's rows: the data, the copy, the file itself.
_MORE_STEPS: Final = 3


def export(document: Document, progress: Progress = no_progress) -> bytes:
    """The document as an Excel workbook, the same bytes for the same document. Raises ``InputError`` for a text too long to print."""
    from openpyxl import Workbook

    from exporters.xlsx.data import draw_data
    from exporters.xlsx.sheet import draw_sheet

    refuse_endless(document.printed)
    rows = document.printed.row_count
    total = rows + _MORE_STEPS
    workbook = Workbook()
    set_own_font(workbook)
    printed = workbook.active
    printed.title = _sheet_name(document)
    drawn = draw_sheet(document.printed, printed, progress, total)
    data = draw_data(document, workbook.create_sheet(DATA_SHEET))
    progress(rows + 1, total)
    cells = [(fingerprint(cell.text), cell.blank_ids) for cell in drawn if cell.blank_ids]
    _add_copy(workbook, encode(machine_copy(document, data, cells)))
    progress(rows + 2, total)
    result = save(workbook, document.printed)
    progress(total, total)
    return result


def set_own_font(workbook: Any) -> None:
    """The font that Excel's column widths are counted in."""
    from openpyxl.styles import Font
    from openpyxl.utils.indexed_list import IndexedList

    font = Font(name="宋体", size=11, charset=134)
    # The first font of a workbook is its own; openpyxl has put Calibri there.
    workbook._fonts = IndexedList([font])
    workbook._named_styles["Normal"].font = font


def _sheet_name(document: Document) -> str:
    name = _NOT_IN_SHEET_NAME.sub(" ", clean(document.form.name)).strip(" '")
    while len(name.encode("utf-16-le")) // 2 > _SHEET_NAME_LENGTH:
        name = name[:-1]
    return name if name and name not in (DATA_SHEET, COPY_SHEET, "History") else "填报表"


def _add_copy(workbook: Any, line: str) -> None:
    """The copy twice: as custom properties, and on a hidden sheet for programs that drop those."""
    from openpyxl.packaging.custom import StringProperty

    for number, piece in enumerate(pieces(line, PROPERTY_LENGTH), 1):
        workbook.custom_doc_props.append(StringProperty(f"{PROPERTY_PREFIX}{number:04}", piece))
    sheet = workbook.create_sheet(COPY_SHEET)
    sheet["A1"] = "本表由程序读回数据用，请勿修改或删除。"
    for row, piece in enumerate(pieces(line, CELL_LENGTH), 2):
        sheet.cell(row, 1, piece).data_type = "s"
    sheet.sheet_state = "hidden"


def save(workbook: Any, printed: PrintedSheet) -> bytes:
    """The workbook's bytes, the same for the same sheet."""
    from openpyxl.xml.functions import tostring

    from exporters.xlsx.memory import saved_in_memory

    moment = datetime.datetime.combine(printed.made_on, datetime.time())
    properties = workbook.properties
    properties.title = clean(printed.title)
    properties.creator = clean(printed.author) or _PROGRAM
    properties.lastModifiedBy = _PROGRAM
    properties.language = "zh-CN"
    data = saved_in_memory(workbook)
    # Saving has set the moment it was saved.
    properties.created = properties.modified = moment
    return same_bytes(data, printed.made_on, {_CORE: tostring(properties.to_tree())})
