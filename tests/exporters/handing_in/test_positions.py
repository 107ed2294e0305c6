"""A photo's position leaves by no way, what is kept is what went, and the user can say otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import main
from exporters.handing_in.order import KEEP_POSITION, YES, Written
from exporters.handing_in.way import Way
from exporters.handing_in.ways import WAYS
from exporters.mail.reading import attachments_of_draft
from forms.file_role import FileRole
from forms.progress import no_progress
from tests.exporters.media_samples import SECRET, telling_jpeg, telling_movie
from tests.exporters.packet_examples import order_of, task_of

CARRYING = [way for way in WAYS if not way.only_paged]


def carried(way: Way, folder: Path, **choices: str) -> Written:
    for name, data in (("现场.jpg", telling_jpeg()), ("现场.mp4", telling_movie())):
        (folder / name).write_bytes(data)
    target = folder / "报送"
    target.mkdir()
    order = order_of(task_of(), target, folder / "现场.jpg", folder / "现场.mp4", formats=())
    return way.carry_out(replace(order, choices=choices), no_progress)


@pytest.mark.parametrize("way", CARRYING, ids=lambda way: way.id)
def test_no_position_leaves_and_what_is_kept_went(way: Way, tmp_path: Path) -> None:
    written = carried(way, tmp_path)
    kept = {file.name: file.content for file in written.files if file.role is FileRole.FURTHER}
    assert set(kept) == {"现场.jpg", "现场.mp4"}
    went = [path.read_bytes() for path in (tmp_path / "报送").rglob("*") if path.is_file()]
    for content in [*kept.values(), *went]:
        assert isinstance(content, bytes) and SECRET.encode() not in content
    for draft in (tmp_path / "报送").rglob("*.eml"):
        assert attachments_of_draft(draft) == kept
    assert any("“现场.jpg”“现场.mp4”" in words and "拍摄位置" in words for words in written.remarks)
    assert (tmp_path / "现场.jpg").read_bytes() == telling_jpeg()


@pytest.mark.parametrize("way", CARRYING, ids=lambda way: way.id)
def test_the_user_can_have_it_kept(way: Way, tmp_path: Path) -> None:
    written = carried(way, tmp_path, **{KEEP_POSITION: YES})
    kept = {file.name: file.content for file in written.files if file.role is FileRole.FURTHER}
    assert kept == {"现场.jpg": telling_jpeg(), "现场.mp4": telling_movie()}
    assert not any("拍摄位置" in words for words in written.remarks)


def test_the_command_takes_it_out_says_so_and_keeps_it_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(telling_jpeg())
    command = ["mail", "heilongjiang-2020", "summary-and-statistics", str(photo), "--no-folder", "-o"]
    assert main.main([*command, str(tmp_path / "a.eml")]) == 0
    assert "拍摄位置" in capsys.readouterr().err
    assert SECRET.encode() not in (attachments_of_draft(tmp_path / "a.eml") or {})["现场.jpg"]
    assert main.main([*command, str(tmp_path / "b.eml"), "--keep-position"]) == 0
    assert "拍摄位置" not in capsys.readouterr().err
    assert attachments_of_draft(tmp_path / "b.eml") == {"现场.jpg": telling_jpeg()}
