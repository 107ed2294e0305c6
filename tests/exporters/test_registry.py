"""The registry of formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exporters import registry
from exporters.registry import (
    EXPORTERS,
    Exporter,
    export,
    exporter_for,
    is_readable_back,
    paged_exporter,
)
from forms.errors import Cancelled, InputError
from tests.exporters.example_documents import example_document


def test_formats_by_suffix() -> None:
    assert [exporter.suffix for exporter in EXPORTERS] == [".pdf", ".xlsx", ".docx"]
    assert exporter_for(Path("甲.PDF")).module == "exporters.pdf.export"
    assert exporter_for("a.b.docx").label == "Word 文档"


def test_what_dialogs_need_is_declared() -> None:
    assert [exporter.title for exporter in EXPORTERS] == [
        "PDF 文档（打印、传真用）",
        "Excel 工作簿（汇总、再次导入用）",
        "Word 文档（修改、上报用）",
    ]
    keys = [exporter.key for exporter in EXPORTERS]
    assert len(set(keys)) == len(keys) and all(key.isupper() for key in keys)
    assert paged_exporter() is exporter_for("a.pdf") and paged_exporter().default
    assert is_readable_back("甲.XLSX") and not is_readable_back("甲.docx") and not is_readable_back("甲")


def test_an_exporter_is_one_file_and_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made_up_format.py").write_text(
        "def export(document, progress=None):\n    return document.printed.title.encode()\n", "utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    made_up = Exporter(".ofd", "OFD", "OFD 文档", "归档用", "O", "made_up_format", paged=True)
    monkeypatch.setattr(registry, "EXPORTERS", (*EXPORTERS, made_up))
    document = example_document("gusu-2020", "liaison")
    assert exporter_for("甲.ofd") is made_up
    assert export(document, ".OFD").decode() == document.form.sheet.title
    with pytest.raises(InputError, match=r"\.ofd（OFD 文档）"):
        exporter_for("甲.odt")


@pytest.mark.parametrize("name", ["表", "表.doc", "表.pdf.exe", ""])
def test_unknown_format_names_the_known_ones(name: str) -> None:
    with pytest.raises(InputError, match=r"\.pdf（PDF 文档）、\.xlsx（Excel 工作簿）、\.docx（Word 文档）"):
        exporter_for(name)


def test_unknown_suffix_is_refused() -> None:
    with pytest.raises(InputError, match="不能导出"):
        export(example_document("gusu-2020", "liaison"), ".odt")


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_progress_counts_up_and_can_stop(suffix: str) -> None:
    document = example_document("gusu-2020", "statistics")
    steps: list[tuple[int, int]] = []
    export(document, suffix, lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]

    def stop(done: int, total: int) -> None:
        raise Cancelled("已取消导出。")

    with pytest.raises(Cancelled):
        export(document, suffix, stop)


def test_registry_imports_no_document_library() -> None:
    code = (
        "import sys, exporters.registry, exporters.files.writing, exporters.xlsx.export, exporters.docx.export, exporters.xlsx.reader\n"
        "print([name for name in ('openpyxl', 'python_calamine', 'docx', 'reportlab', 'lxml') if name in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
