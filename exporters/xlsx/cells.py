"""The cells of a workbook's sheets as texts, read by calamine, which gets no more than the sheets asked for.

calamine lays a sheet out as a full rectangle, so where its cells stand is looked at first: one cell far away would cost
gigabytes, and a failure in the library's own memory ends the whole program.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from exporters.xlsx.package import Damaged, Package, SheetPart, walk
from forms.errors import InputError

Rows = tuple[tuple[str, ...], ...]

#: How far down and to the right cells are read.
_MAX_ROWS: Final = 2000
_MAX_COLUMNS: Final = 64

_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHARED: Final = {"sharedStrings": "sharedstrings", "styles": "styles"}


def read_cells(
    package: Package, sheets: Sequence[SheetPart], parts: Mapping[str, Mapping[str, str]]
) -> list[Rows]:
    """The texts of ``sheets`` by rows, from A1 on; ``parts`` are the workbook's other parts.

    Raises :class:`Damaged`, and ``InputError`` where a sheet is too large.
    """
    from python_calamine import CalamineWorkbook

    file = _small_workbook(package, sheets, parts)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        return [
            _rows(workbook.get_sheet_by_index(index).to_python(skip_empty_area=False))
            for index in range(len(sheets))
        ]
    except (KeyboardInterrupt, SystemExit):
        raise
    # Beside its own errors the library raises whatever its parts raise, and panics, which are no Exception.
    except BaseException as error:
        raise Damaged from error


def _rows(rows: Sequence[Sequence[object]]) -> Rows:
    return tuple(tuple(as_text(value) for value in row) for row in rows)


def as_text(value: object) -> str:
    """A cell's value as one would type it: 12, not 12.0; a day without the time of midnight."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value).replace("\r\n", "\n")


def _small_workbook(
    package: Package, sheets: Sequence[SheetPart], parts: Mapping[str, Mapping[str, str]]
) -> io.BytesIO:
    """A workbook of these sheets and what their cells refer to, and nothing else."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        listed, relations = [], []
        for number, sheet in enumerate(sheets, 1):
            part = package.part(sheet.path)
            if not part:
                raise Damaged
            _refuse_far_cells(part)
            target.writestr(f"xl/worksheets/sheet{number}.xml", part)
            listed.append(f'<sheet name={quoteattr(f"s{number}")} sheetId="{number}" r:id="r{number}"/>')
            relations.append(_relation(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        for name, kind in _SHARED.items():
            for path in parts.get(kind, {}).values():
                part = package.part(path)
                if part and f"xl/{name}.xml" not in target.namelist():
                    walk(part, lambda _name, _attributes: None)
                    target.writestr(f"xl/{name}.xml", part)
                    relations.append(_relation(name, name, f"{name}.xml"))
        date = ' date1904="1"' if package.date_1904 else ""
        target.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><workbookPr{date}/>'
            f"<sheets>{''.join(listed)}</sheets></workbook>",
        )
        target.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}">{_relation("r1", "officeDocument", "xl/workbook.xml")}</Relationships>',
        )
        target.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_RELATIONS}">{"".join(relations)}</Relationships>',
        )
    result.seek(0)
    return result


def _relation(key: str, kind: str, path: str) -> str:
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{path}"/>'


def _refuse_far_cells(part: bytes) -> None:
    """Refuse a sheet with a cell beyond what is read; places not written are counted as the library counts them."""
    row = column = cells = 0

    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, column, cells
        if name == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif name == "c":
            cells += 1
            column += 1
            if "r" in attributes:
                row, column = _place(attributes["r"])
            if row > _MAX_ROWS or column > _MAX_COLUMNS or cells > _MAX_ROWS * _MAX_COLUMNS:
                raise InputError(
                    f"的工作表太大（超过 {_MAX_ROWS} 行或 {_MAX_COLUMNS} 列），不会是本程序导出的表，已停止读取。"
                    "请删去表格以外的内容，另存后再试。"
                )

    try:
        walk(part, started)
    except ValueError as error:
        raise Damaged from error


def _place(reference: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise Damaged
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)), column
