"""Qt's own words are Chinese whatever language the system speaks: buttons, dates and numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: Starts the program and, where it would wait for its user, tells what Qt's own buttons and dates read.
SCRIPT = """
import json, sys
from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox
from ui.shell.application import run

def look():
    chosen = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(chosen.Cancel | chosen.Close)
    answers = QMessageBox.StandardButton
    box = QMessageBox(QMessageBox.Icon.Question, "", "", answers.Yes | answers.No)
    told = {
        "dialog": [buttons.button(name).text() for name in (chosen.Cancel, chosen.Close)],
        "question": [box.button(name).text() for name in (answers.Yes, answers.No)],
        "locale": QLocale().name(),
        "weekday": QLocale().toString(QDate(2020, 6, 4), "dddd"),
    }
    sys.stdout.buffer.write(json.dumps(told).encode())
    QApplication.closeAllWindows()
    return 0

QApplication.exec = staticmethod(look)
sys.exit(run(["anyue"]))
"""


@pytest.mark.parametrize("language", ["C", "de_DE.UTF-8", "zh_CN.UTF-8"])
def test_qt_speaks_chinese_in_every_language_of_the_system(language: str) -> None:
    own = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANGUAGE"))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**own, "LANG": language, "LC_ALL": language, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "dialog": ["取消", "关闭"],
        "question": ["是(&Y)", "否(&N)"],
        "locale": "zh_CN",
        "weekday": "星期四",
    }
