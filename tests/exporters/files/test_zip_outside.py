"""Chinese names of a packet's zip as other programs unpack them; skipped, and said so, where a program is missing."""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from exporters.files.attachment import Attachment
from exporters.files.zip_file import pack

PROGRAMS = {
    "unzip": ("unzip", "-q", "-o", "{zip}", "-d", "{folder}"),
    "7z": ("7z", "x", "-y", "-o{folder}", "{zip}"),
    "7zz": ("7zz", "x", "-y", "-o{folder}", "{zip}"),
    "bsdtar": ("bsdtar", "-x", "-f", "{zip}", "-C", "{folder}"),
    "python": (sys.executable, "-m", "zipfile", "-e", "{zip}", "{folder}"),
}
FILES = (
    Attachment("姑苏区附件1 安全生产月统计表（6月11日）.pdf", b"%PDF"),
    Attachment("䶮家村・照片①.jpg", b"jpg"),
    Attachment("𠮷野家😀.txt", "中文".encode() * 100),
    Attachment("plain name.docx", b"PK"),
)


@pytest.mark.outside
@pytest.mark.parametrize("program", PROGRAMS)
def test_chinese_names_come_out_as_they_went_in(program: str, tmp_path: Path) -> None:
    if shutil.which(PROGRAMS[program][0]) is None:
        pytest.skip(f"NOT TESTED HERE: {program} is not installed")
    archive, folder = tmp_path / "报送.zip", tmp_path / "out"
    archive.write_bytes(pack(FILES, datetime.date(2020, 6, 11)))
    folder.mkdir()
    words = [word.format(zip=archive, folder=folder) for word in PROGRAMS[program]]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        file.name: file.data for file in FILES
    }
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600
