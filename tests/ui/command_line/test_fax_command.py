"""``main.py fax``: exit codes, what is said where, nothing written after a refusal, no Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import main
from exporters.fax.tiff import received_pages
from exporters.pdf.export import export
from tests.exporters.fax_samples import drawn, frame, statistics

ROOT = Path(__file__).resolve().parents[3]
COVER = {"values": {"to": "应急保障处", "from": "平江街道", "date": "2020-06-28", "subject": "报送统计表"}}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "统计表.pdf"
    path.write_bytes(drawn(frame, frame).data)
    return path


@pytest.mark.parametrize(("resolution", "lines"), [(None, 2287), ("fine", 2287), ("standard", 1143)])
def test_it_writes_pages_and_says_how_long_they_take(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], resolution: str | None, lines: int
) -> None:
    target = tmp_path / "传真.tiff"
    more = ["--resolution", resolution] if resolution else []
    assert main.main(["fax", str(form), str(form), "-o", str(target), *more]) == 0
    said = capsys.readouterr()
    pages = received_pages(target.read_bytes())
    assert [page.height for page in pages] == [lines] * 4
    assert said.err == ""
    assert said.out.startswith(f"4页，{'标准' if lines == 1143 else '精细'}，{target.stat().st_size}字节；")
    assert "传真速度 9600 约" in said.out and "传真速度 14400 约" in said.out


def test_a_cover_goes_in_front(form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cover, target = tmp_path / "封面.json", tmp_path / "a.tif"
    cover.write_text(json.dumps(COVER, ensure_ascii=False), "utf-8")
    assert main.main(["fax", str(form), "-o", str(target), "--cover", str(cover)]) == 0
    assert len(received_pages(target.read_bytes())) == 3
    assert capsys.readouterr().out.startswith("3页")


def test_the_guard_speaks_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed, target = tmp_path / "a.pdf", tmp_path / "a.tiff"
    printed.write_bytes(export(statistics()))
    assert main.main(["fax", str(printed), "-o", str(target), "--resolution", "standard"]) == 0
    said = capsys.readouterr()
    assert "第2页最小的字" in said.err and "9磅" in said.err and "第1页" not in said.out
    assert target.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["{form}", "-o", "{folder}/a.pdf"], 2, ".tiff"),
        (["{form}", "-o", "{folder}/a.tiff", "--resolution", "superfine"], 2, "superfine"),
        (["{form}", "{folder}/none.pdf", "-o", "{folder}/a.tiff"], 2, "none.pdf"),
        (["{form}", "{folder}/bad.pdf", "-o", "{folder}/a.tiff"], 2, "“bad.pdf”不是 PDF"),
        (["{form}", "-o", "{folder}/a.tiff", "--cover", "{folder}/bad.pdf"], 2, "bad.pdf"),
        (["{form}", "-o", "{folder}/none/a.tiff"], 3, "a.tiff"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(
    form: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"\0\1\2")
    before = sorted(tmp_path.iterdir())
    assert main.main(["fax", *(word.format(form=form, folder=tmp_path) for word in arguments)]) == code
    said = capsys.readouterr()
    assert said.out == "" and words in said.err and said.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_it_needs_neither_qt_nor_a_network(form: Path, tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, _: opened.append(event) if event.startswith('socket.') else None)\n"
        "import main\n"
        "code = main.main(sys.argv[1:])\n"
        "assert not any(name.startswith('PySide6') for name in sys.modules), 'Qt was imported'\n"
        "assert not opened, opened\n"
        "sys.exit(code)\n"
    )
    command = [sys.executable, "-c", script, "fax", str(form), "-o", str(tmp_path / "a.tiff")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["没有.pdf", "", "form.pdf/inside.pdf"])
@pytest.mark.parametrize("as_cover", [False, True])
def test_a_file_named_wrong_is_wrong_input(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, as_cover: bool
) -> None:
    (tmp_path / "form.pdf").write_bytes(form.read_bytes())
    wrong = str(tmp_path / name) if name else ""
    arguments = [str(form), "--cover", wrong] if as_cover else [wrong]
    assert main.main(["fax", *arguments, "-o", str(tmp_path / "a.tiff")]) == 2
    assert capsys.readouterr().err.startswith("读取文件")
    assert not (tmp_path / "a.tiff").exists()


@pytest.mark.parametrize("which", ["pdf", "cover"])
def test_what_is_read_is_never_written_over(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], which: str
) -> None:
    target = tmp_path / "a.tiff"
    target.write_bytes(form.read_bytes() if which == "pdf" else json.dumps(COVER).encode())
    before = target.read_bytes()
    more = [str(target)] if which == "pdf" else [str(form), "--cover", str(target)]
    assert main.main(["fax", *more, "-o", str(tmp_path / "." / "a.tiff")]) == 2
    assert "既是要读的文件" in capsys.readouterr().err
    assert target.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的文件名里没有换行")
def test_a_remark_is_one_line_whatever_the_file_is_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = tmp_path / "甲\n\x1b[31m乙.pdf"
    printed.write_bytes(export(statistics()))
    arguments = [str(printed), str(printed), "-o", str(tmp_path / "a.tiff"), "--resolution", "standard"]
    assert main.main(["fax", *arguments]) == 0
    said = capsys.readouterr().err
    assert "\x1b" not in said and said
    assert all(line.startswith("“甲 [31m乙.pdf”第") for line in said.splitlines())
