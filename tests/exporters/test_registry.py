"""The registry of formats."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exporters.registry import EXPORTERS, export, exporter_for
from forms.errors import Cancelled, InputError
from tests.exporters.example_documents import example_document


def test_formats_by_suffix() -> None:
    assert [one.suffix for one in EXPORTERS] == [".pdf", ".xlsx", ".docx"]
    assert exporter_for(Path("甲.PDF")).module == "exporters.pdf.export"
    assert exporter_for("a.b.docx").title == "Word 文档"


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
        "print([one for one in ('openpyxl', 'docx', 'reportlab', 'lxml') if one in sys.modules])"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
