"""What every test needs: the project on the path, no real user data, and Qt's system libraries or a plain word."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_sessionstart(session: pytest.Session) -> None:
    from ui.shell.requirements import missing_libraries

    if missing := missing_libraries("offscreen"):
        pytest.exit(missing, returncode=3)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever sees or touches the data of the person who runs it."""
    folder = tmp_path_factory.mktemp("anyue-home")
    monkeypatch.setenv("ANYUE_HOME", str(folder))
    return folder
