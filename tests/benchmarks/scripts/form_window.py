"""The program itself, started as its user starts it on a form, ended as soon as that form can be typed in.

The data folder (``ANYUE_HOME``) was prepared so that the window opens on the page that was left: the statistics table.
"""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

# What the program does before it is watched, in its own order: its entry, no garbage collection, the domain, the window.
# isort: off
import main

gc.disable()
import forms.declared.catalogue  # noqa: E402
import forms.storage.store  # noqa: E402, F401
import ui.shell.application  # noqa: E402

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget  # noqa: E402

# isort: on
assert ui.shell.application


class Watch(QObject):
    """Waits for the first paint of an editor that has the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.done = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.done and isinstance(watched, QWidget):
            focused = QApplication.focusWidget()
            mine = focused is watched or (isinstance(focused, QTextEdit) and watched is focused.viewport())
            if mine and isinstance(focused, QLineEdit | QTextEdit) and focused.isEnabled():
                self.done = True
                QTimer.singleShot(0, self.tell)
        return False

    def tell(self) -> None:
        status = Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]
        print(f"ready {status}", flush=True)
        QApplication.closeAllWindows()
        QApplication.exit(0)


watches: list[Watch] = []
run = QApplication.exec


def run_watched() -> int:
    """``QApplication.exec`` with a watch on it; everything before and after is the program's own."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    watches.append(Watch(application))
    for widget in QApplication.topLevelWidgets():
        widget.update()
    return run()


QApplication.exec = staticmethod(run_watched)  # type: ignore[method-assign]
sys.exit(main.main([]))
