"""What is read is never written over, however its path is spelt."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from exporters.files.guarding import refuse_inputs_as_targets, same_file
from forms.errors import InputError

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows 上建链接要特别的权限")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "材料" / "照片.jpg"
    path.parent.mkdir()
    path.write_bytes(b"x")
    return path


def test_another_file_may_be_written(photo: Path, tmp_path: Path) -> None:
    refuse_inputs_as_targets([tmp_path / "a.eml", tmp_path / "a_附件", photo.with_name("照片2.jpg")], [photo])
    refuse_inputs_as_targets([tmp_path / "a.eml"], [tmp_path / "没有.jpg"])


def test_an_input_is_no_target_however_it_is_spelt(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for spelt in (photo, tmp_path / "材料" / ".." / "材料" / "照片.jpg", Path("材料/照片.jpg")):
        with pytest.raises(InputError, match=r"“照片\.jpg”既是要读的文件又是要写的文件"):
            refuse_inputs_as_targets([spelt], [photo])
        with pytest.raises(InputError, match="既是要读的文件又是要写的文件"):
            refuse_inputs_as_targets([photo], [spelt])


@needs_links
def test_links_are_seen_through(photo: Path, tmp_path: Path) -> None:
    soft, hard, folder = tmp_path / "软.jpg", tmp_path / "硬.jpg", tmp_path / "夹"
    soft.symlink_to(photo)
    os.link(photo, hard)
    folder.symlink_to(photo.parent)
    for path in (soft, hard, folder / "照片.jpg"):
        with pytest.raises(InputError):
            refuse_inputs_as_targets([path], [photo])
        with pytest.raises(InputError):
            refuse_inputs_as_targets([photo], [path])
    with pytest.raises(InputError, match="就在要写的文件夹"):
        refuse_inputs_as_targets([folder], [photo])


def test_no_input_lies_in_a_folder_that_is_written(photo: Path, tmp_path: Path) -> None:
    for folder in (photo.parent, tmp_path):
        with pytest.raises(InputError, match=f"就在要写的文件夹“{folder.name}”里"):
            refuse_inputs_as_targets([folder], [photo])


@needs_links
def test_a_link_from_a_folder_that_is_written_is_found_by_its_name(photo: Path, tmp_path: Path) -> None:
    target = tmp_path / "d_附件"
    target.mkdir()
    (target / "照片.jpg").symlink_to(photo)
    with pytest.raises(InputError, match="就在要写的文件夹"):
        refuse_inputs_as_targets([target], [target / "照片.jpg"])


@needs_links
def test_links_in_a_circle_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "l").symlink_to(tmp_path / "l")
    assert not same_file(tmp_path / "l", tmp_path / "l")
    refuse_inputs_as_targets([tmp_path / "l"], [tmp_path / "l"])
