"""The command ``mail``: whose check codes it tells, the words it was given, and what it refuses for its size."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import main
from exporters.mail.settings import mail_settings

MAIL = ("mail", "heilongjiang-2020", "summary-and-statistics")


def run(*arguments: str | Path) -> int:
    return main.main([str(argument) for argument in arguments])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "统计表.xlsx"
    assert run("export", "heilongjiang-2020", "statistics", "--example", "-o", path) == 0
    return path


def message_of(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(path: Path) -> str:
    body = message_of(path).get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def written(tmp_path: Path, *files: Path, options: tuple[str | Path, ...] = ()) -> Path:
    output = tmp_path / "草稿.eml"
    assert run(*MAIL, *files, "-o", output, "--no-folder", *options) == 0
    return output


def edit(path: Path, change: Callable[[Any], None]) -> None:
    book = load_workbook(path, rich_text=True)
    change(book)
    book.save(path)


def change_number(book: Any) -> None:
    rows = book["数据"].iter_rows(min_row=2, min_col=5, max_col=5)
    next(row[0] for row in rows if row[0].value == 94).value = 95


def change_form(book: Any) -> None:
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    cell = next(cell for cell in cells if "94" in str(cell.value))
    cell.value = str(cell.value).replace("94", "95")


def test_the_check_code_of_a_table_is_told_once(table: Path, tmp_path: Path) -> None:
    twice = tmp_path / "统计表-副本.xlsx"
    twice.write_bytes(table.read_bytes())
    text = text_of(written(tmp_path, table, twice))
    assert text.count("校验码（与表下方所印的一致") == 1
    assert text.count("活动进展情况统计表：") == 1


@pytest.mark.parametrize("change", [change_number, change_form])
def test_a_table_changed_by_hand_has_no_code_any_more(
    change: Callable[[Any], None], table: Path, tmp_path: Path
) -> None:
    edit(table, lambda book: None)
    assert "校验码" in text_of(written(tmp_path, table))
    edit(table, change)
    assert "校验码" not in text_of(written(tmp_path, table))


def test_the_words_that_were_given_stand_in_the_mail(table: Path, tmp_path: Path) -> None:
    text = tmp_path / "正文.txt"
    # Old editors of Windows put a mark in front and end lines with two characters.
    text.write_bytes(b"\xef\xbb\xbf" + "王处长：\r\n　　请查收。".encode())
    options = ("--to", "own@example.cn", "--recipient", "综合处", "--subject", "统计表")
    output = written(tmp_path, table, options=(*options, "--text", text))
    assert text_of(output).startswith("王处长：\n　　请查收。\n\n附件（共1个")
    message = message_of(output)
    assert message["Subject"] == "统计表"
    (address,) = message["To"].addresses
    assert (address.addr_spec, address.display_name) == ("own@example.cn", "综合处")
    assert text_of(written(tmp_path, table, options=options)).startswith("综合处：\n")


def test_files_that_are_too_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = mail_settings()
    small = replace(settings, limits=replace(settings.limits, largest_file=1000))
    monkeypatch.setattr("exporters.mail.settings.mail_settings", lambda: small)
    files = [tmp_path / f"照片{number}.bin" for number in range(3)]
    for path in files:
        path.write_bytes(bytes(700))
    output = tmp_path / "草稿.eml"
    assert run(*MAIL, *files, "-o", output) == 2
    assert "文件太多太大" in capsys.readouterr().err and not output.exists()
    files[0].write_bytes(bytes(1001))
    assert run(*MAIL, files[0], "-o", output) == 2
    assert "没有邮箱收得下" in capsys.readouterr().err and not output.exists()
    assert run(*MAIL, *files[1:], "-o", output) == 0
