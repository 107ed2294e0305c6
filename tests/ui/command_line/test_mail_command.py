"""The command ``mail``: what it writes, what it says, and how it refuses."""

from __future__ import annotations

import email
import email.policy
import json
import os
import random
from pathlib import Path

import pytest

import main

MAIL = ("mail", "heilongjiang-2020", "summary-and-statistics")


def run(*arguments: str | Path) -> int:
    try:
        return main.main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        return int(stopped.code or 0)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "统计表.xlsx"
    assert run("export", "heilongjiang-2020", "statistics", "--example", "-o", path) == 0
    return path


def test_a_draft_and_its_folder(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit = tmp_path / "unit.json"
    unit.write_text(json.dumps({"unit.name": "某单位", "liaison.email": "a@example.cn"}), "utf-8")
    assert run(*MAIL, table, "-o", tmp_path / "报送.eml", "--unit", unit) == 0
    assert capsys.readouterr() == ("", "")
    message = email.message_from_bytes((tmp_path / "报送.eml").read_bytes(), policy=email.policy.default)
    assert message["Subject"] == "【安全生产月报送】某单位：活动综合情况"
    assert message["To"].addresses[0].addr_spec == "hljyjxp@163.com"
    assert message["From"].addresses[0].addr_spec == "a@example.cn"
    text = message.get_body().get_content()  # type: ignore[union-attr]
    assert "活动进展情况统计表：" in text and "单位：某单位" in text
    (part,) = message.iter_attachments()
    assert part.get_filename() == "统计表.xlsx" and part.get_content() == table.read_bytes()
    folder = tmp_path / "报送_附件"
    assert sorted(path.name for path in folder.iterdir()) == ["主题和正文.txt", "统计表.xlsx"]
    first = (tmp_path / "报送.eml").read_bytes()
    assert run(*MAIL, table, "-o", tmp_path / "报送.eml", "--unit", unit) == 0
    assert (tmp_path / "报送.eml").read_bytes() == first


def test_it_splits_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / f"视频{number}.mp4" for number in range(2)]
    for path in files:
        path.write_bytes(random.Random(1).randbytes(600_000))
    assert run(*MAIL, *files, "-o", tmp_path / "a.eml", "--limit", "1", "--no-folder") == 0
    said = capsys.readouterr()
    assert said.out == "" and "已分成2封" in said.err and "a-第1封.eml、a-第2封.eml" in said.err
    assert all("\x1b" not in line and line for line in said.err.splitlines())
    assert sorted(path.name for path in tmp_path.glob("a*")) == ["a-第1封.eml", "a-第2封.eml"]
    assert all(path.stat().st_size <= 1_000_000 for path in tmp_path.glob("*.eml"))


def test_a_notice_without_an_address_or_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "总结.docx").write_bytes(b"x")
    (tmp_path / "u.json").write_text('{"values": {"unit": "某单位", "name": "张三"}}', "utf-8")
    files = (tmp_path / "总结.docx", "-o", tmp_path / "a.eml", "--unit", tmp_path / "u.json")
    assert run("mail", "diqing-2020", "summary-and-material", *files) == 0
    assert "没有收件的电子邮箱" in capsys.readouterr().err
    assert "联系人：张三" in (tmp_path / "a_附件" / "主题和正文.txt").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/a.txt"), ".eml", 2),
        ((*MAIL, "{0}/none.pdf", "-o", "{0}/a.eml"), "不存在", 2),
        ((*MAIL, "{0}", "-o", "{0}/a.eml"), "文件夹", 2),
        ((*MAIL, "{0}/empty.pdf", "-o", "{0}/a.eml"), "空的", 2),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/a.eml", "--limit", "0"), "--limit", 2),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/a.eml", "--limit", "nan"), "--limit", 2),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/a.eml", "--limit", "十"), "要写一个数", 2),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/none/a.eml"), "不存在", 3),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/a.eml", "--unit", "{0}/a.pdf"), "JSON", 2),
        ((*MAIL, "{0}/b.eml", "-o", "{0}/b.eml"), "既是要读的文件", 2),
        ((*MAIL, "{0}/a.pdf", "-o", "{0}/old.eml"), "容易误发", 2),
        (("mail", "gusu-2020", "x", "{0}/a.pdf", "-o", "{0}/a.eml"), "liaison-and-plan", 2),
        (("mail", "x", "x", "{0}/a.pdf", "-o", "{0}/a.eml"), "没有编号为“x”的通知", 2),
        ((*MAIL, "-o", "{0}/a.eml"), "还缺少", 2),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(
    arguments: tuple[str, ...], words: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, content in (("a.pdf", b"%PDF"), ("b.eml", b"x"), ("empty.pdf", b""), ("old_附件/旧.pdf", b"x")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    assert run(*(argument.format(tmp_path) for argument in arguments)) == code
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1 and "Traceback" not in said
    assert sorted(tmp_path.rglob("*")) == before


def test_a_line_break_in_a_file_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "甲\nBcc: x@y.cn.pdf"
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("这个系统的文件名里不能有换行")
    assert run(*MAIL, path, "-o", tmp_path / "a.eml") == 2
    said = capsys.readouterr().err
    assert "换行" in said and said.count("\n") == 1
    assert not (tmp_path / "a.eml").exists()


def test_a_pipe_is_no_attachment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("这个系统没有管道文件")
    os.mkfifo(tmp_path / "pipe")
    assert run(*MAIL, tmp_path / "pipe", "-o", tmp_path / "a.eml") == 2
    assert "不是普通文件" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["没有.json", ""])
def test_unit_named_wrong_is_wrong_input(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    wrong = tmp_path / name if name else ""
    assert run(*MAIL, table, "-o", tmp_path / "a.eml", "--unit", wrong) == 2
    assert capsys.readouterr().err.startswith("读取文件")
    assert not (tmp_path / "a.eml").exists()


def test_drafts_left_over_from_an_earlier_run_are_not_left_beside_new_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"视频{number}.mp4" for number in range(3)]
    for path in files:
        path.write_bytes(random.Random(1).randbytes(600_000))
    more = ("-o", tmp_path / "a.eml", "--limit", "1", "--no-folder")
    assert run(*MAIL, *files, *more) == 0
    (tmp_path / "a-第1封 副本.eml").write_bytes(b"x")
    capsys.readouterr()
    assert run(*MAIL, *files[:2], *more) == 2
    assert "a-第3封.eml" in capsys.readouterr().err
    assert run(*MAIL, files[0], *more) == 2
    assert not (tmp_path / "a.eml").exists()
    for path in tmp_path.glob("a-第?封.eml"):
        path.unlink()
    assert run(*MAIL, files[0], *more) == 0
    capsys.readouterr()
    assert run(*MAIL, *files[:2], *more) == 2
    assert "（a.eml）" in capsys.readouterr().err


def test_files_below_the_limit_that_do_not_fit_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"视频{number}.mp4" for number in range(2)]
    for path in files:
        path.write_bytes(random.Random(1).randbytes(400_000))
    assert run(*MAIL, *files, "-o", tmp_path / "a.eml", "--limit", "1") == 0
    assert "材料共800 KB，在邮件里约占1.1 MB，一封邮件（上限1.0 MB）装不下" in capsys.readouterr().err
