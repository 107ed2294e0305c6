"""Saves a workbook without a temporary file: openpyxl writes each sheet to one, and fails when that folder is full."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class _MemoryWriter(ExcelWriter):  # type: ignore[misc]
    """Writes sheets that hold neither charts nor pictures."""

    def write_worksheet(self, sheet: Any) -> None:
        """Write one sheet into the zip."""
        stream = io.BytesIO()
        writer = WorksheetWriter(sheet, stream)
        writer.write()
        sheet._rels = writer._rels
        self._archive.writestr(sheet.path[1:], stream.getvalue())
        self.manifest.append(sheet)


def saved_in_memory(workbook: Any) -> bytes:
    """The file of a workbook. No file is made anywhere."""
    target = io.BytesIO()
    _MemoryWriter(workbook, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)).save()
    return target.getvalue()
