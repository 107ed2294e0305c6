"""The reminder at log-in: there only while it is wished for, read without touching the data, no dialog."""

from __future__ import annotations

import configparser
import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.errors import EnvironmentFailure
from forms.storage.office.reminder import words_at_login
from forms.storage.store import Store
from tests.ui.window_helpers import OpenWindow
from ui.settings.page import SettingsPage
from ui.shell.login.autostart import REMIND, DesktopFile, RunEntry, _quoted, autostart
from ui.shell.login.reminding import ReminderWindow

ROOT = Path(__file__).resolve().parents[3]
JUNE = datetime.date(2020, 6, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Data with something due in June 2020."""
    store = Store.open(tmp_path / "data").store
    store.first_unit().save_profile({"unit.name": "甲单位"})
    store.first_unit().use_notice("gusu-2020")
    store.close()
    return tmp_path / "data"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_due_is_read_without_changing_a_byte(folder: Path) -> None:
    before = contents(folder)
    assert words_at_login(folder, JUNE).startswith("本周到期 2 项：6月4日 ")
    assert words_at_login(folder, datetime.date(2019, 6, 2)) == ""
    assert contents(folder) == before


def test_what_a_window_has_just_written_is_read_too(folder: Path) -> None:
    store = Store.open(folder).store
    store.first_unit().rest_notice("gusu-2020")
    assert words_at_login(folder, JUNE) == ""
    store.first_unit().use_notice("gusu-2020")
    assert words_at_login(folder, JUNE)
    store.close()


@pytest.mark.parametrize("content", [b"", b"damaged", None])
def test_data_that_cannot_be_read_are_left_to_the_window(folder: Path, content: bytes | None) -> None:
    database = folder / "anyue.sqlite"
    database.unlink()
    if content is not None:
        database.write_bytes(content)
    assert words_at_login(folder, JUNE) == ""
    assert database.exists() == (content is not None)


@pytest.fixture
def settings(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsPage]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
    opened.window.show_page("settings")
    page = opened.window.page("settings")
    assert isinstance(page, SettingsPage)
    yield page


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a desktop file is Linux's way")
def test_the_desktop_file_is_there_only_while_ticked(
    settings: SettingsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "config" / "autostart" / "anyue-reminder.desktop"
    assert not settings.login_box.isChecked() and not file.exists()
    settings.login_box.setFocus()
    qtbot.keyClick(settings.login_box, Qt.Key.Key_Space)
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(file, "utf-8")
    assert entry["Desktop Entry"]["Exec"].endswith(f'"{REMIND}"')
    assert str(ROOT / "main.py") in entry["Desktop Entry"]["Exec"]
    qtbot.keyClick(settings.login_box, Qt.Key.Key_Space)
    assert not file.exists()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(EnvironmentFailure, match="登录时的提醒"):
        DesktopFile(tmp_path / "file" / "autostart").set_on(True)


def test_arguments_are_quoted_as_the_specification_says() -> None:
    assert _quoted("/a b/python") == '"/a b/python"'
    assert _quoted('/a"$`%/x') == '"/a\\\\"\\\\$\\\\`%%/x"'


def test_data_elsewhere_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANYUE_HOME", "/数据 甲")
    entry = DesktopFile(tmp_path)
    entry.set_on(True)
    if sys.platform != "win32":
        assert '"env" "ANYUE_HOME=/数据 甲"' in entry.path.read_text("utf-8")


class FakeRegistry(SimpleNamespace):
    """As much of ``winreg`` as is used."""

    HKEY_CURRENT_USER, REG_SZ = "HKCU", 1

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def __enter__(self) -> FakeRegistry:
        return self

    def __exit__(self, *_any: object) -> None: ...

    def OpenKey(self, _root: Any, path: str) -> FakeRegistry:
        assert path.endswith(r"CurrentVersion\Run")
        return self

    CreateKey = OpenKey

    def QueryValueEx(self, _key: Any, name: str) -> tuple[str, int]:
        if name not in self.values:
            raise FileNotFoundError(name)
        return self.values[name], 1

    def SetValueEx(self, _key: Any, name: str, _reserved: int, _kind: int, value: str) -> None:
        self.values[name] = value

    def DeleteValue(self, _key: Any, name: str) -> None:
        del self.values[name]


def test_the_entry_of_windows_is_there_only_while_ticked() -> None:
    registry = FakeRegistry()
    entry = RunEntry(registry)
    assert not entry.is_on()
    entry.set_on(False)
    entry.set_on(True)
    assert entry.is_on()
    (command,) = registry.values.values()
    assert command.endswith(REMIND) and "main.py" in command
    entry.set_on(False)
    assert registry.values == {}


def test_this_system_has_a_way_or_the_box_is_hidden(
    settings: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.login_box.isVisibleTo(settings) == (autostart() is not None)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert autostart() is None


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_small_window_takes_no_keyboard_and_asks_nothing(qtbot: QtBot) -> None:
    window = ReminderWindow("本周到期 2 项：6月4日 联络员推荐表。")
    qtbot.addWidget(window)
    window.show_at_corner()
    qtbot.waitExposed(window)
    assert not window.isModal()
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus
    assert window.screen().availableGeometry().contains(window.geometry())
    with qtbot.waitSignal(window.dismissed):
        qtbot.mouseClick(window.close_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.opened):
        qtbot.mouseClick(window.open_button, Qt.MouseButton.LeftButton)


def test_where_nothing_is_due_the_program_ends_at_once(folder: Path) -> None:
    environment = dict(
        os.environ, ANYUE_HOME=str(folder), ANYUE_TODAY="2019-06-02", QT_QPA_PLATFORM="offscreen"
    )
    done = subprocess.run(
        [sys.executable, "main.py", REMIND],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
