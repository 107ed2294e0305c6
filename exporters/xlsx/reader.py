"""Reads the program's own Excel files back, and what was typed into them since; whoever may have made the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from exporters.read_back import FindForm, ReadBack
from exporters.xlsx.by_hand import read_data, read_form_sheet
from exporters.xlsx.cells import Rows, read_cells
from exporters.xlsx.copy import COPY_SHEET, DATA_SHEET, PROPERTY_PREFIX, MachineCopy, decode
from exporters.xlsx.package import Damaged, Package
from forms.errors import InputError, reading_failure
from forms.form.form import Form

_MAX_FILE: Final = 10_000_000
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_NOT_EXCEL: Final = "不是 Excel 工作簿（.xlsx），或文件已损坏。请选择本程序导出的 .xlsx 文件。"


def read_xlsx(source: Path | bytes, find_form: FindForm) -> ReadBack:
    """Read a file that the program exported, also after Excel, WPS or LibreOffice has saved it again.

    Raises :class:`InputError` where it is no workbook, not ours, damaged or of a newer format. A form that ``find_form``
    does not know is read without what was changed on its printed sheet.
    """
    name = f"“{source.name}”" if isinstance(source, Path) else "这个文件"
    data = _bytes_of(source, name)
    try:
        return _read(Package(data), find_form)
    except Damaged as error:
        raise InputError(f"{name}{_NOT_EXCEL}") from error
    except InputError as error:
        # A sentence that begins with what is wrong with the file.
        raise InputError(f"{name}{error.message}") from error


def read_back(data: bytes, find_form: FindForm) -> ReadBack:
    """Like :func:`read_xlsx` for the bytes of a file."""
    return read_xlsx(data, find_form)


def _bytes_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                data = file.read(_MAX_FILE + 1)
        except OSError as error:
            raise reading_failure(error, source.name) from error
    else:
        data = source
    if len(data) > _MAX_FILE:
        raise InputError(f"{name}太大（超过 10 MB），不会是本程序导出的表。请另选文件。")
    if data.startswith(_OLD_OR_LOCKED):
        raise InputError(f"{name}是加了密码的工作簿，或旧格式的 .xls 文件。请去掉密码，另存为 .xlsx 后再试。")
    return data


def _read(package: Package, find_form: FindForm) -> ReadBack:
    """What is in the file. Of a workbook that is not ours no sheet is read."""
    parts = package.read_workbook()
    pieces = package.properties(PROPERTY_PREFIX)
    lines = ["".join(pieces[key] for key in sorted(pieces))] if pieces else []
    if not lines and not any(sheet.title == COPY_SHEET for sheet in package.sheets):
        raise InputError("不是本程序导出的表，读不出填报数据。请选择本程序导出的 .xlsx 文件。")
    by_title: dict[str, list[Rows]] = {}
    for sheet, rows in zip(package.sheets, read_cells(package, package.sheets, parts), strict=True):
        by_title.setdefault(sheet.title, []).append(rows)
    lines += ["".join(row[0] for row in rows[1:] if row) for rows in by_title.pop(COPY_SHEET, [])]
    copy = next((copy for line in lines if (copy := decode(line)) is not None), None)
    if copy is None:
        raise InputError("中供程序读回的数据已损坏，无法导入。请向填报单位要原文件，或按表上的数字重新填写。")
    data = next(iter(by_title.pop(DATA_SHEET, [])), ())
    printed = [rows for sheets in by_title.values() for rows in sheets]
    return _with_changes(copy, data, printed, find_form)


def _with_changes(copy: MachineCopy, data: Rows, sheets: Sequence[Rows], find_form: FindForm) -> ReadBack:
    in_data, gone = read_data(copy.data, data)
    form = _form_of(copy, find_form)
    if form is None:
        return ReadBack(
            copy.notice_id, copy.form_id, copy.filled, in_data, unreadable=gone, first_code=copy.first_code
        )
    on_form = read_form_sheet(copy, form, sheets)
    unreadable = tuple(dict.fromkeys((*gone, *on_form.unreadable)))
    return ReadBack(
        copy.notice_id, copy.form_id, copy.filled, in_data, on_form.texts, unreadable, copy.first_code
    )


def _form_of(copy: MachineCopy, find_form: FindForm) -> Form | None:
    try:
        return find_form(copy.notice_id, copy.form_id)
    except InputError:
        return None
