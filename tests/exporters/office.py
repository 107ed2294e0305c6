"""LibreOffice as the other program that opens what we export. Plain functions for the tests marked ``outside``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice")

needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="没有 LibreOffice（soffice），没有用别的软件打开过导出的文件"
)


def resave(data: bytes, suffix: str, wanted: str, folder: Path) -> bytes:
    """``data`` opened by LibreOffice and saved as ``wanted`` (a suffix, with a filter after a colon), with a profile of its own."""
    assert SOFFICE is not None
    source, result = folder / f"source.{suffix}", folder / "out" / f"source.{wanted.partition(':')[0]}"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    arguments = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", wanted]
    done = subprocess.run(
        [*arguments, "--outdir", str(result.parent), str(source)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert result.exists(), done.stdout + done.stderr
    return result.read_bytes()
