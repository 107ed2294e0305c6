"""The formats a form can leave the program in. A format's module is imported when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Final, Protocol, cast

from exporters.read_back import FindForm, ReadBack
from forms.errors import InputError
from forms.form.document import Document
from forms.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format, and what the rest of the program may know of it.

    ``suffix`` is that of its files, ``name`` its short name, ``label`` the one in a file dialog, ``purpose`` what it is
    good for, ``key`` the letter that chooses it in a dialog. ``module`` holds ``export(document, progress) -> bytes``.

    A ``paged`` format has fixed pages, so that it can be faxed, printed and shown as it is. ``default`` ones are chosen
    until the user chooses others, ``editable`` ones are sent along where the recipient may want to change something.
    ``reader`` is the module that reads the program's own files of this format again; empty where none does.
    """

    suffix: str
    name: str
    label: str
    purpose: str
    key: str
    module: str
    paged: bool = False
    default: bool = False
    editable: bool = False
    reader: str = ""

    @property
    def readable_back(self) -> bool:
        """Whether the program reads its own files of this format again."""
        return bool(self.reader)

    @property
    def title(self) -> str:
        """The label together with the purpose, as a choice of formats shows it."""
        return f"{self.label}（{self.purpose}）"


class ExportModule(Protocol):
    """What the module of a format must offer."""

    def export(self, document: Document, progress: Progress = no_progress) -> bytes:
        """The whole file, the same bytes for the same document. Raises only :class:`forms.errors.AnyueError`."""
        ...


class ReaderModule(Protocol):
    """What the module of a format's reader must offer."""

    def read_back(self, data: bytes, find_form: FindForm) -> ReadBack:
        """What a file of ours holds. Raises :class:`forms.errors.InputError` for any other."""
        ...


EXPORTERS: Final = (
    Exporter(
        ".pdf", "PDF", "PDF 文档", "打印、传真用", "P", "exporters.pdf.export", paged=True, default=True
    ),
    Exporter(
        ".xlsx",
        "Excel",
        "Excel 工作簿",
        "汇总、再次导入用",
        "X",
        "exporters.xlsx.export",
        reader="exporters.xlsx.reader",
    ),
    Exporter(".docx", "Word", "Word 文档", "修改、上报用", "W", "exporters.docx.export", editable=True),
)


def exporter_for(path: str | PurePath) -> Exporter:
    """The format of a file by its suffix, in capitals or not. Raises :class:`InputError` for any other."""
    suffix = PurePath(path).suffix
    return _exporter(suffix, f"文件“{PurePath(path).name}”")


def export(document: Document, suffix: str, progress: Progress = no_progress) -> bytes:
    """The document as a file of the format with this ``suffix``. Raises :class:`forms.errors.AnyueError`."""
    exporter = _exporter(suffix, "要导出的文件")
    module = cast(ExportModule, import_module(exporter.module))
    return module.export(document, progress)


def read_back(name: str, data: bytes, find_form: FindForm) -> ReadBack | None:
    """What a file holds that the program wrote, ``None`` where its format is none that is read back.

    Raises :class:`InputError` where it is no file of ours.
    """
    suffix = PurePath(name).suffix.lower()
    for exporter in EXPORTERS:
        if exporter.suffix == suffix and exporter.reader:
            return cast(ReaderModule, import_module(exporter.reader)).read_back(data, find_form)
    return None


def paged_exporter() -> Exporter:
    """The format whose files are pages, as they are previewed, printed and faxed."""
    return next(exporter for exporter in EXPORTERS if exporter.paged)


def is_readable_back(path: str | PurePath) -> bool:
    """Whether a file is, by its suffix, of a format whose files the program can read again."""
    suffix = PurePath(path).suffix.lower()
    return any(exporter.readable_back and exporter.suffix == suffix for exporter in EXPORTERS)


def _exporter(suffix: str, what: str) -> Exporter:
    for exporter in EXPORTERS:
        if exporter.suffix == suffix.lower():
            return exporter
    known = "、".join(f"{exporter.suffix}（{exporter.label}）" for exporter in EXPORTERS)
    has = f"的扩展名是“{suffix}”，不能导出成这种格式" if suffix else "没有扩展名，无法判断格式"
    raise InputError(f"{what}{has}。文件名请以下列扩展名之一结尾：{known}。")
