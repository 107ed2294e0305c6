"""On a screen of 1280×720 at 150 %: every dialog fits, and a form is seen in its whole width."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

SCREEN = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": False,
    "screens": [
        {
            "name": "small", "x": 0, "y": 0, "width": 1280, "height": 720,
            "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
        }
    ],
}  # fmt: skip

#: Opens the window and each of its dialogs, and tells their sizes and that of the screen.
SCRIPT = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from forms.storage.folders import data_folder
from forms.storage.store import Store
from tests.ui.record_helpers import send
from ui.shell.application import run
from ui.shell.main_window import MainWindow
from ui.workspace import CURRENT_NOTICE

store = Store.open(data_folder()).store
store.first_unit().use_notice("gusu-2020")
store.first_unit().set_setting(CURRENT_NOTICE, "gusu-2020")
send(store)
store.close()
told = {}

def note():
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        QTimer.singleShot(10, note)
        return
    QTest.qWait(20)
    told[type(dialog).__name__] = (dialog.width(), dialog.height())
    dialog.reject()

def open_dialog(act):
    QTimer.singleShot(0, note)
    act()

def click(window, page, text):
    window.show_page(page)
    buttons = window.page(page).findChildren(QPushButton)
    open_dialog(next(b for b in buttons if b.text().startswith(text) and b.isVisible()).click)

def look():
    window = next(top for top in QApplication.topLevelWidgets() if isinstance(top, MainWindow))
    QTest.qWait(50)
    room = window.screen().availableGeometry()
    told["screen"] = (room.width(), room.height())
    told["MainWindow"] = (window.width(), window.height())
    told["folded"] = window.column.is_folded
    window.show_page("form:statistics")
    page = window.page("form:statistics")
    QTest.qWait(50)
    told["sideways"] = [page.view.horizontalScrollBar().maximum()]
    page.check_all()
    QTest.qWait(50)
    told["sideways"].append(page.view.horizontalScrollBar().maximum())
    window.show_page("form:liaison")
    liaison = window.page("form:liaison")
    for action in (liaison.export, liaison.history):
        open_dialog(action.trigger)
    click(window, "workbench", "报送…")
    click(window, "record", "添加回执")
    sys.stdout.buffer.write(json.dumps(told).encode())
    QApplication.closeAllWindows()
    return 0

QApplication.exec = staticmethod(look)
sys.exit(run(["anyue"]))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("small")
    config = folder / "screen.json"
    config.write_text(json.dumps(SCREEN), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT)],
        env=os.environ
        | {
            "ANYUE_HOME": str(folder / "data"),
            "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
            "QT_SCALE_FACTOR": "1.5",
        },
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_every_window_fits_the_screen(told: dict[str, object]) -> None:
    screen = told.pop("screen")
    assert isinstance(screen, list) and screen[0] <= 854 and screen[1] <= 480
    windows = {name: size for name, size in told.items() if isinstance(size, list) and name != "sideways"}
    assert {"MainWindow", "ExportDialog", "RevisionDialog", "PacketDialog", "NoteDialog"} <= windows.keys()
    too_large = {name: size for name, size in windows.items() if size[0] > screen[0] or size[1] > screen[1]}
    assert too_large == {}


def test_a_form_is_seen_in_its_whole_width(told: dict[str, object]) -> None:
    assert told["folded"] is True
    assert told["sideways"] == [0, 0]
