"""Files that people drop on the window, each made by the program's own writers or by hand."""

from __future__ import annotations

import datetime
from pathlib import Path

from PIL import Image

from exporters.fax.pages import resolution
from exporters.fax.tiff import code_page, tiff_file
from exporters.registry import export
from forms.declared.catalogue import Catalogue
from forms.storage.archive.archive import write_archive
from forms.storage.store import Store
from forms.values import Filled
from tests.exporters.example_documents import document_of
from tests.forms.notice_files import VALID


def workbook(folder: Path, notice_id: str = "gusu-2020", form_id: str = "liaison") -> Path:
    """A form with a name in it, exported as a workbook."""
    path = folder / "导出的表.xlsx"
    blanks = {blank.id for blank in Catalogue().form(notice_id, form_id).blanks}
    filled = {"name": Filled("陈安")} if "name" in blanks else {}
    path.write_bytes(export(document_of(notice_id, form_id, filled), ".xlsx"))
    return path


def other_workbook(folder: Path) -> Path:
    """A workbook that is none of ours."""
    from openpyxl import Workbook

    path = folder / "名单.xlsx"
    Workbook().save(path)
    return path


def backup(folder: Path, name: str = "all.anyue") -> Path:
    """A backup of an empty store."""
    opened = Store.open(folder / "other")
    write_archive(opened.store, folder / name, now=datetime.datetime(2020, 6, 3, 10, 32).astimezone())
    opened.store.close()
    return folder / name


def notice_file(folder: Path, name: str = "own.toml", text: str = VALID) -> Path:
    """A notice of one's own."""
    return written(folder / name, text.encode())


def fax(folder: Path) -> Path:
    """A fax of one blank page."""
    at = resolution("fine")
    page = code_page(Image.new("1", (1728, at.lines), 1))
    return written(folder / "传真.tiff", tiff_file([page], at))


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes."""
    path.write_bytes(data)
    return path
