"""The formats a form can leave the program in. A format's module is imported when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Final, Protocol, cast

from forms.errors import InputError
from forms.form.document import Document
from forms.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: its files' ``suffix``, its ``title`` in a file dialog, and in ``words`` what it is good for.

    ``module`` holds ``export(document, progress) -> bytes``.
    """

    suffix: str
    title: str
    words: str
    module: str


class ExportModule(Protocol):
    """What the module of a format must offer."""

    def export(self, document: Document, progress: Progress = no_progress) -> bytes:
        """The whole file, the same bytes for the same document. Raises only :class:`forms.errors.AnyueError`."""
        ...


EXPORTERS: Final = (
    Exporter(".pdf", "PDF 文档", "打印、传真用", "exporters.pdf.export"),
    Exporter(".xlsx", "Excel 工作簿", "汇总、再次读入用", "exporters.xlsx.export"),
    Exporter(".docx", "Word 文档", "修改、上报用", "exporters.docx.export"),
)


def exporter_for(path: str | PurePath) -> Exporter:
    """The format of a file by its suffix, in capitals or not. Raises :class:`InputError` for any other."""
    suffix = PurePath(path).suffix.lower()
    for exporter in EXPORTERS:
        if exporter.suffix == suffix:
            return exporter
    raise InputError(_unknown(f"文件“{PurePath(path).name}”", suffix))


def export(document: Document, suffix: str, progress: Progress = no_progress) -> bytes:
    """The document as a file of the format with this ``suffix`` (``.pdf``)."""
    exporter = next((one for one in EXPORTERS if one.suffix == suffix.lower()), None)
    if exporter is None:
        raise InputError(_unknown("要导出的文件", suffix))
    module = cast(ExportModule, import_module(exporter.module))
    return module.export(document, progress)


def _unknown(what: str, suffix: str) -> str:
    known = "、".join(f"{one.suffix}（{one.title}）" for one in EXPORTERS)
    has = f"的扩展名是“{suffix}”，不能导出成这种格式" if suffix else "没有扩展名，无法判断格式"
    return f"{what}{has}。文件名请以下列扩展名之一结尾：{known}。"
