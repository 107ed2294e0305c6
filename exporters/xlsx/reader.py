"""Reads the program's own Excel files back. Whatever stands in the file was perhaps made by someone else: bounded, no entities."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from lzma import LZMAError
from pathlib import Path
from typing import Any, Final

from exporters.read_back import ReadBack
from exporters.xlsx.copy import COPY_SHEET, DATA_SHEET, PROPERTY_PREFIX, MachineCopy, decode, fingerprint
from forms.errors import InputError, environment_failure

#: Bounds of what is read: the file, what it unpacks to, its entries; rows and columns of a sheet.
_MAX_FILE: Final = 20_000_000
_MAX_UNPACKED: Final = 50_000_000
_MAX_ENTRIES: Final = 1000
_MAX_ROWS: Final = 5000
_MAX_COLUMNS: Final = 64

_DECLARED: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"
_NOT_EXCEL: Final = "不是 Excel 工作簿（.xlsx），或文件已损坏。请选择本程序导出的 .xlsx 文件。"
_UNDERSCORE: Final = re.compile(r"_x005F_", re.IGNORECASE)


def read_xlsx(source: Path | bytes) -> ReadBack:
    """Read a file that the program exported, also after Excel, WPS or LibreOffice has saved it again.

    Raises :class:`InputError` where it is no workbook, not ours, damaged or of a newer format.
    """
    name = f"“{source.name}”" if isinstance(source, Path) else "这个文件"
    safe = _only_safe_xml(_bytes_of(source, name), name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lines, sheets = _contents(safe)
    # openpyxl meets a wrong file with whatever exception its parts happen to raise.
    except Exception as error:
        raise InputError(f"{name}{_NOT_EXCEL}") from error
    copy = next((copy for line in lines if (copy := decode(line)) is not None), None)
    if copy is None:
        if lines:
            raise InputError(
                f"{name}中供程序读回的数据已损坏，无法读入。请向填报单位要原文件，或按表上的数字重新填写。"
            )
        raise InputError(f"{name}不是本程序导出的表，读不出填报数据。请选择本程序导出的 .xlsx 文件。")
    return ReadBack(
        notice_id=copy.notice_id,
        form_id=copy.form_id,
        filled=copy.filled,
        changed=_changed_data(copy, sheets.get(DATA_SHEET, [])),
        changed_on_form=_changed_cells(copy, sheets),
        first_code=copy.first_code,
    )


def read_back(data: bytes) -> ReadBack:
    """Like :func:`read_xlsx` for the bytes of a file."""
    return read_xlsx(data)


def _bytes_of(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                data = file.read(_MAX_FILE + 1)
        except OSError as error:
            raise environment_failure(error, f"读取文件{name}") from error
    else:
        data = source
    if len(data) > _MAX_FILE:
        raise InputError(f"{name}太大（超过 20 MB），不会是本程序导出的表。请另选文件。")
    if data.startswith(_OLD_OR_LOCKED):
        raise InputError(f"{name}是加了密码的工作簿，或旧格式的 .xls 文件。请去掉密码，另存为 .xlsx 后再试。")
    return data


def _only_safe_xml(data: bytes, name: str) -> io.BytesIO:
    """The file's XML parts alone, unpacked, none of them declaring a document type or entities."""
    result = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
            entries = source.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED:
                raise InputError(
                    f"{name}解开后过大或部件过多，不会是本程序导出的表，已停止读取。请另选文件。"
                )
            if len({entry.filename for entry in entries}) < len(entries):
                raise InputError(f"{name}{_NOT_EXCEL}")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    part = source.read(entry)
                    _refuse_declarations(part, name)
                    target.writestr(zipfile.ZipInfo(entry.filename), part)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        LZMAError,
    ) as error:
        raise InputError(f"{name}{_NOT_EXCEL}") from error
    result.seek(0)
    return result


def _refuse_declarations(part: bytes, name: str) -> None:
    """Refuse document types, entities, and encodings in which they would not be seen."""
    text = part.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = _ENCODING.match(text[:200])
    other = encoding is not None and encoding.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii")
    if _DECLARED.search(text) or other or (text and not text.startswith(b"<")) or b"\0" in text[:200]:
        raise InputError(f"{name}中含有不安全的内容（XML 声明），已停止读取。请向对方要一份重新保存的文件。")


def _contents(file: io.BytesIO) -> tuple[list[str], dict[str, list[tuple[str, ...]]]]:
    """The machine copies found, the properties' first, and the texts of each other sheet by rows."""
    from openpyxl import load_workbook

    workbook = load_workbook(file, read_only=True)
    try:
        parts = {
            prop.name: str(prop.value)
            for prop in workbook.custom_doc_props.props
            if str(prop.name).startswith(PROPERTY_PREFIX)
        }
        lines = ["".join(parts[key] for key in sorted(parts))] if parts else []
        sheets: dict[str, list[tuple[str, ...]]] = {}
        for sheet in workbook.worksheets:
            rows = list(_rows(sheet))
            if sheet.title == COPY_SHEET:
                lines.append("".join(row[0] for row in rows[1:] if row))
            else:
                sheets[sheet.title] = rows
        return lines, sheets
    finally:
        workbook.close()


def _rows(sheet: Any) -> Iterator[tuple[str, ...]]:
    for row in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True):
        yield tuple(_as_text(value) for value in row)


def _as_text(value: object) -> str:
    """A cell's value as it was when it was written: 12 comes back as 12.0 from some programs."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _UNDERSCORE.sub("_", str(value).replace("\r\n", "\n"))


def _changed_data(copy: MachineCopy, rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The blanks whose value on the sheet 数据 is another, found by their label wherever their row is now."""
    now: dict[str, list[str]] = {}
    for row in rows[1:]:
        if len(row) > 4:
            now.setdefault(_comparable(row[2]), []).append(row[4])
    changed = []
    for blank_id, label, value in copy.data:
        values = now.get(_comparable(label), [])
        if not values or _comparable(values.pop(0)) != _comparable(value):
            changed.append(blank_id)
    return tuple(changed)


def _comparable(text: str) -> str:
    return " ".join(_UNDERSCORE.sub("_", text).split())


def _changed_cells(copy: MachineCopy, sheets: Mapping[str, list[tuple[str, ...]]]) -> tuple[str, ...]:
    """The blanks in cells of the printed sheet whose text is nowhere any more."""
    texts = (
        text for title, rows in sheets.items() if title != DATA_SHEET for row in rows for text in row if text
    )
    known = {fingerprint(text) for text in texts}
    return tuple(blank_id for mark, ids in copy.cells if mark not in known for blank_id in ids)
