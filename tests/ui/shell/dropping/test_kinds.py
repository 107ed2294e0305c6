"""What a dropped file is: by its content and its suffix, with a sentence for each that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exporters.fax.pages import resolution
from exporters.fax.tiff import code_page, tiff_file
from forms.declared.catalogue import Catalogue
from tests.ui.shell.dropping.dropped_samples import (
    backup,
    fax,
    notice_file,
    other_workbook,
    workbook,
    written,
)
from ui.shell.dropping.kinds import Deed, look_at, look_at_all

CATALOGUE = Catalogue()


def test_a_workbook_of_ours_goes_into_its_form(tmp_path: Path) -> None:
    found = look_at(workbook(tmp_path), CATALOGUE)
    assert (found.deed, found.notice_id, found.form_id) == (Deed.IMPORT, "gusu-2020", "liaison")
    assert "联络员推荐表" in found.words


def test_any_other_workbook_is_handed_in(tmp_path: Path) -> None:
    assert look_at(other_workbook(tmp_path), CATALOGUE).deed is Deed.ADD_TO_PACKET


@pytest.mark.parametrize("name", ["all.anyue", "all.anyue.ZIP", "ALL.Anyue"])
def test_a_backup_is_restored_also_under_another_suffix(tmp_path: Path, name: str) -> None:
    found = look_at(backup(tmp_path, name), CATALOGUE)
    assert found.deed is Deed.RESTORE
    assert "2020年6月3日 10:32" in found.words


@pytest.mark.parametrize("name", ["own.toml", "下载的 (1).toml", "own.toml.txt", "own.txt"])
def test_a_notice_is_added_whatever_it_was_named(tmp_path: Path, name: str) -> None:
    found = look_at(notice_file(tmp_path, name), CATALOGUE)
    assert (found.deed, found.notice_id) == (Deed.ADD_NOTICE, "own")
    assert "本单位 2027" in found.words


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("总结.pdf", b"%PDF-1.7"),
        ("照片.JPG", b"\xff\xd8\xff\xe0"),
        ("录像.mp4", b"\0\0\0\x18ftypmp42"),
        ("总结.docx", b"PK\x03\x04"),
        ("材料.zip", b"PK\x03\x04"),
        ("说明.txt", "说明".encode()),
        ("扫描.tif", b"II*\0rest"),
        ("没有结尾", b"x"),
    ],
)
def test_all_else_is_handed_in(tmp_path: Path, name: str, start: bytes) -> None:
    found = look_at(written(tmp_path / name, start), CATALOGUE)
    assert (found.deed, found.words, found.size) == (Deed.ADD_TO_PACKET, "", len(start))


def test_a_content_that_belies_its_suffix_is_said(tmp_path: Path) -> None:
    found = look_at(written(tmp_path / "总结.pdf", b"PK\x03\x04"), CATALOGUE)
    assert found.deed is Deed.ADD_TO_PACKET
    assert "内容却不是 PDF" in found.words


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.pdf", b"", "是空的"),
        ("坏的.anyue", b"PK\x03\x04", "坏的.anyue"),
        ("坏的.toml", b"format = 9", "坏的.toml"),
        ("总结.pdf.lnk", b"L\0", "快捷方式"),
        ("总结.pdf.crdownload", b"%PDF-", "还没有下载完"),
        ("第1封.eml", b"Subject: =?utf-8?b?5oC757uT?=\r\n\r\n", "一封邮件“总结”"),
        ("坏的.eml", b"Subject: =?no-such?b?5oC757uT?=\r\n\r\n", "一封邮件"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    found = look_at(written(tmp_path / name, data), CATALOGUE)
    assert found.deed is Deed.NOTHING
    assert words in found.words and found.words.endswith("。")


def test_a_fax_of_ours_says_how_many_pages(tmp_path: Path) -> None:
    found = look_at(fax(tmp_path), CATALOGUE)
    assert found.deed is Deed.NOTHING
    assert "共 1 页" in found.words


def test_a_notice_whose_id_is_taken_is_refused(tmp_path: Path) -> None:
    path = notice_file(tmp_path, text=Path("resources/notices/jizhou-2020.toml").read_text("utf-8"))
    found = look_at(path, CATALOGUE)
    assert found.deed is Deed.NOTHING
    assert "已经有编号为“jizhou-2020”的通知" in found.words


def test_a_folder_and_a_file_that_is_gone_are_said(tmp_path: Path) -> None:
    assert "是文件夹" in look_at(tmp_path, CATALOGUE).words
    assert look_at(tmp_path / "没有.pdf", CATALOGUE).deed is Deed.NOTHING


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    assert "不是普通文件" in look_at(tmp_path / "a.pdf", CATALOGUE).words


def test_several_files_can_only_be_handed_in_together(tmp_path: Path) -> None:
    report = written(tmp_path / "总结.pdf", b"%PDF-1.7")
    found = look_at_all([report, workbook(tmp_path)], CATALOGUE)
    assert [file.deed for file in found] == [Deed.ADD_TO_PACKET, Deed.NOTHING]
    assert "单独放进来" in found[1].words


@pytest.mark.parametrize("suffix", [".xlsx", ".anyue", ".toml", ".txt", ".eml", ".tif", ".zip", ".pdf", ""])
@given(data=st.binary(max_size=200), begin=st.sampled_from([b"", b"PK\x03\x04", b"II*\0", b"[notice]\n"]))
def test_whatever_is_in_a_file_it_is_told_in_words(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes, begin: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp() / f"a{suffix}", begin + data)
    found = look_at(path, CATALOGUE)
    assert found.deed in (Deed.ADD_TO_PACKET, Deed.NOTHING)
    assert found.words.endswith("。") or not found.words


def test_a_scan_with_a_thousand_pages_is_no_fax_of_ours(tmp_path: Path) -> None:
    at = resolution("fine")
    page = code_page(Image.new("1", (1728, at.lines), 1))
    found = look_at(written(tmp_path / "扫描.tif", tiff_file([page] * 1000, at)), CATALOGUE)
    assert found.deed is Deed.ADD_TO_PACKET
