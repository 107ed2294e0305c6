"""Commands against what goes wrong around them: their own inputs as targets, pipes, circles, odd systems, our own mistakes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from ui.command_line import notices as notices_command

ROOT = Path(__file__).resolve().parents[3]
WEEKLY = ("mail", "gusu-2020", "weekly-material")

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有管道文件和这样的链接")


def run(*arguments: str | Path) -> int:
    try:
        return main.main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        return int(stopped.code or 0)


def noise(path: Path, size: int) -> bytes:
    """A file that cannot be made smaller."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(os.urandom(size))
    return path.read_bytes()


def test_a_photo_in_the_folder_beside_the_draft_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "d_附件" / "a.jpg"
    before = noise(photo, 1000)
    assert run(*WEEKLY, photo, "-o", tmp_path / "d.eml") == 2
    assert "就在要写的文件夹“d_附件”里" in capsys.readouterr().err
    assert photo.read_bytes() == before and not (tmp_path / "d.eml").exists()


def test_another_file_of_the_same_name_in_that_folder_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, other = tmp_path / "d_附件" / "a.jpg", tmp_path / "手机" / "a.jpg"
    before = noise(mine, 1000)
    noise(other, 2000)
    assert run(*WEEKLY, other, "-o", tmp_path / "d.eml") == 2
    assert "可能是您自己的文件" in capsys.readouterr().err
    assert mine.read_bytes() == before and not (tmp_path / "d.eml").exists()


def test_what_an_earlier_run_wrote_is_written_again(tmp_path: Path) -> None:
    photo = tmp_path / "手机" / "a.jpg"
    for size in (1000, 2000):
        content = noise(photo, size)
        assert run(*WEEKLY, photo, "-o", tmp_path / "d.eml") == 0
        assert (tmp_path / "d_附件" / "a.jpg").read_bytes() == content
    (tmp_path / "d_附件" / "a.jpg").write_bytes(b"edited by hand")
    noise(photo, 3000)
    assert run(*WEEKLY, photo, "-o", tmp_path / "d.eml") == 2


def test_an_input_called_like_a_part_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    part, more = tmp_path / "q-第1封.eml", tmp_path / "b.mp4"
    before = noise(part, 300_000)
    noise(more, 300_000)
    assert run(*WEEKLY, part, more, "-o", tmp_path / "q.eml", "--limit", "0.5", "--no-folder") == 2
    assert "既是要读的文件又是要写的文件" in capsys.readouterr().err
    assert part.read_bytes() == before


@posix
def test_the_values_a_form_is_made_of_are_not_written_over(tmp_path: Path) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"values": {}}', "utf-8")
    (tmp_path / "表.pdf").symlink_to(values)
    assert run("export", "gusu-2020", "liaison", values, "-o", tmp_path / "表.pdf", "--draft") == 2
    assert values.read_text("utf-8") == '{"values": {}}'


@posix
def test_a_notice_is_not_written_over_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "notices" / "own-2020.toml"
    own.parent.mkdir()
    text = (ROOT / "resources" / "notices" / "gusu-2020.toml").read_text("utf-8")
    own.write_text(text.replace('"gusu-2020"', '"own-2020"', 1), "utf-8")
    monkeypatch.setenv("ANYUE_HOME", str(tmp_path))
    (tmp_path / "a.ics").symlink_to(own)
    before = own.read_bytes()
    assert run("calendar", "own-2020", "-o", tmp_path / "a.ics") == 2
    assert own.read_bytes() == before


@posix
@pytest.mark.parametrize(
    "command",
    [
        ("check", "gusu-2020", "liaison", "{0}"),
        ("export", "gusu-2020", "liaison", "{0}", "-o", "{1}/a.pdf"),
        ("fax", "{0}", "-o", "{1}/a.tiff"),
        ("fax", "{1}/x.pdf", "--cover", "{0}", "-o", "{1}/a.tiff"),
        (*WEEKLY, "{0}", "-o", "{1}/a.eml"),
        (*WEEKLY, "{1}/x.pdf", "--unit", "{0}", "-o", "{1}/a.eml"),
        (*WEEKLY, "{1}/x.pdf", "--text", "{0}", "-o", "{1}/a.eml"),
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "circle"])
def test_pipes_and_circles_end_in_a_sentence(
    command: tuple[str, ...], kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 nothing")
    odd = tmp_path / "odd"
    if kind == "pipe":
        os.mkfifo(odd)
    else:
        odd.symlink_to(odd)
    assert run(*(word.format(odd, tmp_path) for word in command)) in (2, 3)
    said = capsys.readouterr().err
    assert ("不是普通文件" if kind == "pipe" else "链接绕成了圈") in said and said.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"x.pdf", "odd"}


@posix
def test_chinese_names_under_a_system_that_speaks_ascii(tmp_path: Path) -> None:
    (tmp_path / "中文名.pdf").write_bytes(b"%PDF")
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *WEEKLY, "中文名.pdf", "-o", "信.eml"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and "没有收件的电子邮箱" in done.stderr.decode()
    assert (tmp_path / "信_附件" / "中文名.pdf").exists()


def test_our_own_mistake_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(notices_command, "run", broken)
    monkeypatch.delenv("ANYUE_DEBUG", raising=False)
    assert run("notices") == 3
    said = capsys.readouterr().err
    assert "程序内部出错（ZeroDivisionError）" in said and "secret" not in said and said.count("\n") == 1
    monkeypatch.setenv("ANYUE_DEBUG", "1")
    assert run("notices") == 3
    assert "Traceback" in capsys.readouterr().err


def test_what_a_notice_says_steers_no_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "resources" / "notices" / "gusu-2020.toml").read_text("utf-8")
    text = text.replace('"gusu-2020"', '"own-2020"', 1).replace('title = "', 'title = "\\u202e甲\\n乙', 1)
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "own-2020.toml").write_text(text, "utf-8")
    monkeypatch.setenv("ANYUE_HOME", str(tmp_path))
    for command in (("notices",), ("due", "own-2020"), ("describe", "own-2020", "liaison")):
        assert run(*command) == 0
        said = capsys.readouterr()
        assert "\u202e" not in said.out and "\n乙" not in said.out and said.err == ""
