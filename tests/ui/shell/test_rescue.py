"""The data folder goes away under the window, or holds what no window can be made of: it is said, with a way out."""

from __future__ import annotations

import datetime
import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from forms.storage.archive.archive import restore_archive, write_archive
from forms.storage.store import Store
from forms.values import Filled
from tests.ui.window_helpers import OpenWindow, answer, press
from ui.shell import application
from ui.shell.application import FAILED, Shell
from ui.shell.data.rescue import Rescue
from ui.shell.main_window import MainWindow
from ui.widgets.jobs import SynchronousJobs

NOW = datetime.datetime.now().astimezone()
posix = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody move what is open")


def text_in(folder: Path) -> str:
    store = Store.open(folder).store
    try:
        return store.first_unit().filing("n", "f").text("a")
    finally:
        store.close()


def answers(*buttons: str) -> list[str]:
    """Press a button in each of the next boxes; the list gets their words."""
    texts: list[str] = []

    def act(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        if len(texts) < len(buttons):
            answer(act)
        press(buttons[len(texts) - 1])(box)

    answer(act)
    return texts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "data").store
    store.first_unit().write("n", "f", {"a": Filled("填好的")})
    return store


@posix
def test_a_folder_that_goes_away_is_told_once_and_all_is_saved_elsewhere(
    qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    rescue = Rescue(store, lambda: None, owner)
    rescue.look()
    shutil.rmtree(tmp_path / "data")
    saved = tmp_path / "saved.anyue"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(saved.with_suffix("")), ""))
    texts = answers("另存全部数据", "知道了")
    rescue.look()
    rescue.look()
    assert "被移走、删除或替换了" in texts[0] and str(saved) in texts[1]
    assert len(texts) == 2
    rescue.stop()
    store.abandon()
    restore_archive(tmp_path / "new", saved, now=NOW)
    assert text_in(tmp_path / "new") == "填好的"


@posix
def test_the_end_waits_until_all_is_saved_or_given_up(
    qtbot: QtBot, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    rescue = Rescue(store, lambda: None, owner)
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "data").write_text("in the way", "utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    texts = answers("退出", "不退出", "另存全部数据", "仍然退出")
    assert not rescue.close_store()
    assert "会丢失" in texts[1] and texts[2] == texts[0]


def damaged_for_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failures: int) -> Path:
    """Data with a backup, whose first windows cannot be made."""
    folder = tmp_path / "data"
    store = Store.open(folder).store
    store.first_unit().write("n", "f", {"a": Filled("昨天的")})
    store.close()
    left = [failures]
    real = MainWindow.__init__

    def make(self: MainWindow, *arguments: object) -> None:
        real(self, *arguments)  # type: ignore[arg-type]
        if left[0]:
            left[0] -= 1
            raise KeyError("evil")

    monkeypatch.setattr(application.MainWindow, "__init__", make)
    return folder


def test_data_that_no_window_can_be_made_of_give_way_to_the_last_good_backup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = damaged_for_windows(tmp_path, monkeypatch, 1)
    texts = answers("从最近的完好备份恢复", "知道了")
    shell = Shell(qapp, folder, SynchronousJobs())
    assert shell.start() is None
    assert "数据打不开" in texts[0] and "已从备份“anyue-" in texts[1] and "before-restore-" in texts[1]
    assert shell.window is not None
    shell.window.close()
    shell.end()
    assert text_in(folder) == "昨天的"
    assert "KeyError" in (folder / "log" / "anyue.log").read_text("utf-8")


def test_the_last_good_backup_is_not_taken_unasked(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = damaged_for_windows(tmp_path, monkeypatch, 1)
    before = (folder / "anyue.sqlite").read_bytes()
    answers("退出")
    shell = Shell(qapp, folder, SynchronousJobs())
    assert shell.start() == FAILED
    shell.end()
    assert (folder / "anyue.sqlite").read_bytes() == before


def test_the_first_start_restores_a_backup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Store.open(tmp_path / "source").store
    write_archive(source, tmp_path / "all.anyue", now=NOW)
    source.close()
    opened = OpenWindow(qtbot, qapp, Store.open(tmp_path / "data").store)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "all.anyue"), ""))
    answers("恢复")
    first = opened.window.stack.currentWidget()
    with qtbot.waitSignal(opened.window.restore_confirmed) as caught:
        first.restore_button.click()  # type: ignore[attr-defined]
    assert caught.args == [tmp_path / "all.anyue"]
    opened.window.close()
    opened.store.close()
