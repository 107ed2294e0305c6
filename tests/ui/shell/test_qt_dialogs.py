"""Every word of Qt's own file dialog is Chinese where the desktop has no dialog of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

#: Shows the dialog in each way it is used, and tells the words of all its widgets, actions, menus and lists.
SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QFileDialog
from ui.shell.chinese import speak_chinese

app = QApplication(["anyue", "-style", "fusion"])
speak_chinese(app)
told = []
asked = ("text", "toolTip", "windowTitle", "accessibleName", "accessibleDescription", "placeholderText", "statusTip")
modes, roles = QFileDialog.FileMode, QFileDialog.AcceptMode
for mode, role in (
    (modes.ExistingFiles, roles.AcceptOpen), (modes.Directory, roles.AcceptOpen), (modes.AnyFile, roles.AcceptSave)
):
    dialog = QFileDialog(None, "选择文件", sys.argv[1], "日历文件 (*.ics)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(role)
    dialog.show()
    app.processEvents()
    while dialog.findChild(QAbstractItemView, "treeView").model().rowCount(
        dialog.findChild(QAbstractItemView, "treeView").rootIndex()
    ) < 1:
        app.processEvents()
    for part in [dialog, *dialog.findChildren(QObject)]:
        told += [str(getattr(part, name)()) for name in asked if callable(getattr(part, name, None))]
        if isinstance(part, QComboBox):
            told += [part.itemText(number) for number in range(part.count())]
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            model, root = part.model(), part.rootIndex()
            for column in range(model.columnCount(root)):
                told.append(str(model.headerData(column, Qt.Orientation.Horizontal)))
                told += [str(model.index(row, column, root).data()) for row in range(model.rowCount(root))]
sys.stdout.buffer.write(json.dumps(told).encode())
"""


def test_every_word_of_the_file_dialog_is_chinese(tmp_path: Path) -> None:
    shown = tmp_path / "甲"
    (shown / "乙").mkdir(parents=True)
    (shown / "丙.ics").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(shown)],
        env=os.environ | {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "HOME": str(shown)},
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {"位置(&L)：", "文件类型(&T)：", "文件夹", "保存(&S)"} <= set(told)
    # Left out: keys in brackets, names of files, paths, sizes, which the system writes, and what a list without data says of itself.
    plain = [re.sub(r"\(&?[A-Z]\)|\(\*.*?\)|丙\.ics|\d+ bytes", "", text) for text in told if "/" not in text]
    english = {text for text in plain if re.search("[A-Za-z]{2,}", text) and text != "None"}
    assert english == set()
