"""File names for every system, and files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporters.files.names import file_name, suggest_name
from exporters.files.writing import write_file
from forms.errors import EnvironmentFailure
from tests.exporters.example_documents import blank_document, example_document


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("某单位", "统计表", "2020-06-03"), "某单位_统计表_2020-06-03.pdf"),
        (('a/b\\c:d*e?f"g<h>i|j', ""), "a－b－c－d－e－f－g－h－i－j.pdf"),
        (("con",), "_con.pdf"),
        (("COM1.x",), "_COM1.x.pdf"),
        (("..", " . "), "未命名.pdf"),
        ((), "未命名.pdf"),
        (("结尾. ",), "结尾.pdf"),
        (("甲\u202efdp\n乙",), "甲fdp 乙.pdf"),
    ],
)
def test_name_is_safe(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts, suffix=".pdf") == name


@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_name_can_be_written(parts: list[str]) -> None:
    name = file_name(*parts, suffix=".xlsx")
    assert len(name.encode()) <= 255
    assert len(name) <= 120
    assert name.endswith(".xlsx")
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert not name.startswith((" ", "."))


def test_a_long_unit_leaves_form_and_date() -> None:
    name = file_name("𠮷" * 400, "统计表", "2020-06-03", suffix=".pdf")
    assert name.endswith("𠮷_统计表_2020-06-03.pdf")


def test_suggested_names() -> None:
    filled = example_document("gusu-2020", "statistics")
    assert suggest_name(filled, ".pdf") == "姑苏区平江街道社区卫生服务中心_活动情况统计表_2020-06-03.pdf"
    liaison = example_document("gusu-2020", "liaison")
    assert suggest_name(liaison, ".pdf") == "姑苏区平江街道社区卫生服务中心_联络员推荐表_2020-06-03.pdf"
    assert suggest_name(blank_document("gusu-2020", "liaison"), ".docx") == "联络员推荐表（空白）.docx"


def test_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "表.pdf"
    write_file(path, b"1")
    path.chmod(0o640)
    write_file(path, b"22")
    assert path.read_bytes() == b"22"
    assert list(tmp_path.iterdir()) == [path]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o640


def test_writes_through_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    real.write_bytes(b"1")
    link.symlink_to(real)
    write_file(link, b"2")
    assert link.is_symlink()
    assert real.read_bytes() == b"2"


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        ("fsync", OSError(errno.ENOSPC, "full"), "磁盘已满"),
        ("fsync", OSError(errno.EDQUOT, "quota"), "配额"),
        ("replace", PermissionError(errno.EACCES, "in use"), "正在另一个程序"),
        ("replace", OSError(errno.EIO, "broken"), "磁盘读写出错"),
    ],
)
def test_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, error: OSError, words: str
) -> None:
    path = tmp_path / "表.pdf"
    path.write_bytes(b"old")

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), fail)
    with pytest.raises(EnvironmentFailure, match=words):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_held_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, held = Path.replace, [32, 5, 33]

    def replace(source: Path, target: Path) -> Path:
        if held:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = held.pop()  # type: ignore[attr-defined]
            raise error
        return real(source, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr("forms.moving.WAITS", (0.0,) * 4)
    write_file(tmp_path / "表.pdf", b"new")
    assert not held and (tmp_path / "表.pdf").read_bytes() == b"new"


def test_interruption_leaves_nothing_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    for target in ((os, "fsync"), (Path, "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(*target, interrupt)
            with pytest.raises(KeyboardInterrupt):
                write_file(tmp_path / "表.pdf", b"new")
    assert not list(tmp_path.iterdir())


def test_missing_folder_and_folder_as_target(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="不存在"):
        write_file(tmp_path / "没有" / "表.pdf", b"")
    with pytest.raises(EnvironmentFailure, match="这是一个文件夹"):
        write_file(tmp_path, b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有这样的文件")
def test_a_pipe_is_refused_and_links_in_a_circle_too(tmp_path: Path) -> None:
    pipe, link, circle = tmp_path / "pipe", tmp_path / "表.pdf", tmp_path / "circle.pdf"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    circle.symlink_to(circle)
    for path in (pipe, link):
        with pytest.raises(EnvironmentFailure, match="不是普通的文件"):
            write_file(path, b"1")
    with pytest.raises(EnvironmentFailure, match="绕成了圈"):
        write_file(circle, b"1")
    assert pipe.is_fifo() and len(list(tmp_path.iterdir())) == 3


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="管理员写得了任何文件夹，测不出没有权限"
)
def test_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EnvironmentFailure, match="没有权限"):
        write_file(tmp_path / "表.pdf", b"")
