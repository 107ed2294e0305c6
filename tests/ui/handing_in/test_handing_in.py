"""The whole way in one window: fill in, hand in, change, see it in the record, correct, take both out again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from forms.values import Filled
from tests.ui.handing_in.test_packet_dialog import Case
from tests.ui.window_helpers import answer, press
from ui.handing_in.dialog import PacketDialog
from ui.record.page import RecordPage


def take_out(case: Case, page: RecordPage, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The chosen packet's files as they were written."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_any: str(folder))
    before = set(folder.iterdir())
    answer(press("知道了"))
    case.click(page.details.take_all_button)
    (new,) = set(folder.iterdir()) - before
    return {path.name: path.read_bytes() for path in new.iterdir()}


def test_from_filling_in_to_proof(
    qtbot: QtBot, qapp: QApplication, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    case = Case(qtbot, qapp, store, folder, filled=True)
    case.hand_in(lambda dialog: case.send(dialog, "zip"))
    (sent,) = folder.glob("*.zip")
    first = case.kept()
    sent.unlink()
    store.first_unit().write("gusu-2020", "liaison", {"qq": Filled("987654321")})
    case.opened.window.show_page("record")
    page = case.opened.window.page("record")
    assert isinstance(page, RecordPage)
    assert page.model.index(0, 5).data() == "报送后又改过"

    def correct(dialog: QDialog) -> None:
        assert isinstance(dialog, PacketDialog)
        case.send(dialog, "folder")

    answer(correct)
    qtbot.mouseClick(page.details.correct_button, Qt.MouseButton.LeftButton)
    states = {page.model.sent[row].packet.id: page.model.index(row, 5).data() for row in range(2)}
    assert states == {1: "有更正", 2: "更正第1号"}
    second = {file.name: store.read_content(file.sha256) for file in store.first_unit().packet(2).files}
    page.select(1)
    assert take_out(case, page, tmp_path, monkeypatch) == first
    page.select(2)
    assert take_out(case, page, tmp_path, monkeypatch) == second
    assert first != second
