"""Starting the program: one window at a time, errors in words, signals, bugs that do not end it."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from forms.errors import InputError
from forms.storage.instance import InstanceGuard
from forms.storage.store import Store
from tests.ui.window_helpers import answer, press
from ui.shell.application import DONE, FAILED, Shell
from ui.shell.single_instance import FrontRequests
from ui.widgets.errors import unexpected_error_hook, write_log
from ui.widgets.jobs import SynchronousJobs
from ui.widgets.theme import dark_theme, light_theme, theme_for

ROOT = Path(__file__).resolve().parents[3]


def close_after(texts: list[str]) -> None:
    def note(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        box.reject()

    answer(note)


def test_a_second_start_calls_the_first_to_the_front(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    first = InstanceGuard(tmp_path)
    assert first.acquire()
    requests = FrontRequests(first)
    texts: list[str] = []
    close_after(texts)
    second = Shell(qapp, tmp_path, SynchronousJobs())
    with qtbot.waitSignal(requests.requested):
        assert second.start() == DONE
    assert "已经打开" in texts[0]
    second.end()
    first.release()


def test_a_folder_that_cannot_be_made_is_said(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    texts: list[str] = []
    close_after(texts)
    shell = Shell(qapp, tmp_path / "file" / "data", SynchronousJobs())
    assert shell.start() == FAILED
    assert "失败：" in texts[0]
    shell.end()


def test_a_restored_archive_is_shown_in_a_new_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    from forms.storage.archive.archive import write_archive

    other = Store.open(tmp_path / "other").store
    other.first_unit().set_setting("notice", "diqing-2020")
    other.first_unit().save_profile({"unit.name": "从前的单位"})
    write_archive(other, tmp_path / "all.anyue", now=datetime.datetime.now().astimezone())
    other.close()
    shell = Shell(qapp, tmp_path / "data", SynchronousJobs())
    assert shell.start() is None
    first = shell.window
    texts: list[str] = []
    close_after(texts)
    shell.restore(tmp_path / "all.anyue")
    assert shell.window is not None and shell.window is not first
    assert shell.window.navigation.keys == ("workbench", "record", "notices", "settings")
    assert "已从备份文件恢复" in texts[0]
    shell.window.close()
    shell.end()


def test_a_wrong_archive_leaves_the_data(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "wrong.anyue").write_bytes(b"nothing")
    shell = Shell(qapp, tmp_path / "data", SynchronousJobs())
    assert shell.start() is None
    texts: list[str] = []
    close_after(texts)
    shell.restore(tmp_path / "wrong.anyue")
    assert texts
    assert shell.window is not None and shell.window.isVisible()
    shell.window.close()
    shell.end()


def test_a_bug_is_shown_with_details_and_noted_without_values(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    log = tmp_path / "log" / "anyue.log"
    hook = unexpected_error_hook(log, lambda: None)
    details: list[str] = []

    def note(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        details.append(box.detailedText())
        press("复制详情")(box)
        box.reject()

    answer(note)
    try:
        raise ValueError("沈若兰 13800051234")
    except ValueError as error:
        hook(ValueError, error, error.__traceback__)
    assert "沈若兰" in details[0]
    written = log.read_text("utf-8")
    assert "ValueError" in written and "test_application_start.py" in written
    assert "沈若兰" not in written
    assert log.stat().st_mode & 0o777 == 0o600


def test_an_expected_error_that_nobody_caught_is_told_in_its_words(qtbot: QtBot, tmp_path: Path) -> None:
    texts: list[str] = []
    close_after(texts)
    unexpected_error_hook(tmp_path / "a.log", lambda: None)(InputError, InputError("不行。"), None)
    assert texts == ["不行。"]


def test_a_log_that_cannot_be_written_is_no_further_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    write_log(tmp_path / "file" / "a.log", ValueError, None, datetime.datetime(2020, 6, 1))
    assert "could not write the log" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("setting", "dark", "expected"),
    [
        ("light", True, light_theme),
        ("dark", False, dark_theme),
        ("system", True, dark_theme),
        ("", False, light_theme),
    ],
)
def test_theme_follows_the_choice_then_the_system(setting: str, dark: bool, expected: object) -> None:
    assert theme_for(setting, dark) is expected


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to send")
def test_sigterm_closes_in_good_order(tmp_path: Path) -> None:
    script = (
        "import sys, threading\n"
        "from ui.shell import termination\n"
        "from ui.shell.application import run\n"
        "old = termination.Termination.__init__\n"
        "def told(self, parent=None):\n"
        "    old(self, parent)\n"
        "    print('ready', flush=True)\n"
        "termination.Termination.__init__ = told\n"
        "sys.exit(run(['anyue']))\n"
    )
    environment = dict(os.environ, ANYUE_HOME=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    reopened = Store.open(tmp_path).store
    assert reopened.setting("window.geometry")
    reopened.close()
