"""The program as it starts for its user, that also does what lines on standard input say. Run as a script."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, sys.argv[1])

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from forms.storage.folders import data_folder
from forms.storage.store import Store
from tests.ui.record_helpers import send
from ui.form.page import FormPage
from ui.shell.application import run
from ui.shell.main_window import MainWindow
from ui.workspace import CURRENT_NOTICE


def prepare() -> None:
    """A notice, a unit, and a packet that has gone."""
    store = Store.open(data_folder()).store
    unit = store.first_unit()
    if not unit.setting(CURRENT_NOTICE):
        unit.use_notice("gusu-2020")
        unit.set_setting(CURRENT_NOTICE, "gusu-2020")
        store.first_unit().save_profile({"unit.name": "平江医院"})
        send(store)
    store.close()


def main_window() -> MainWindow:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))


def top() -> QWidget:
    return QApplication.activeModalWidget() or main_window()


def shown(kind: type[QWidget], matches: Any) -> QWidget | None:
    found = (widget for widget in top().findChildren(kind) if widget.isVisible() and matches(widget))
    return next(found, None)


def page(name: str) -> bool:
    main_window().show_page(name)
    return True


def blank(name: str) -> bool:
    form_page = main_window().stack.currentWidget()
    assert isinstance(form_page, FormPage)
    form_page.paper.focus_blank(name)
    return form_page.paper.focused_blank() == name


def focus(name: str) -> bool:
    field = shown(QWidget, lambda widget: widget.accessibleName() == name)
    if field is None or not top().isActiveWindow():
        return False
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    (field.focusProxy() or field).setFocus()
    return QApplication.focusWidget() in (field, field.focusProxy())


def click(name: str) -> bool:
    pressed = shown(QAbstractButton, lambda widget: widget.text().startswith(name) and widget.isEnabled())
    if not isinstance(pressed, QAbstractButton):
        return False
    QTimer.singleShot(0, pressed, pressed.click)
    return True


def hint(_name: str) -> str:
    return main_window().hint.words.text()


def state(_name: str) -> dict[str, Any]:
    field = QApplication.focusWidget()
    told: dict[str, Any] = {"window": QApplication.activeWindow() is not None}
    if field is None:
        return told
    query = Qt.InputMethodQuery
    surrounding = field.inputMethodQuery(query.ImCursorRectangle)
    text = ""
    if isinstance(field, QLineEdit):
        text = field.text()
    elif isinstance(field, QTextEdit | QPlainTextEdit):
        text = field.toPlainText()
    seen = field.seen_text() if hasattr(field, "seen_text") else ""
    return told | {
        "kind": type(field).__name__,
        "text": text,
        "composition": seen.removeprefix(text) if seen != text else "",
        "width": field.width(),
        "height": field.height(),
        "needed": round(field.fontMetrics().horizontalAdvance(seen)),
        "cursor": surrounding.right(),
    }


ACTS = {"page": page, "blank": blank, "focus": focus, "click": click, "hint": hint, "state": state}


def answer() -> None:
    line = sys.stdin.readline()
    if not line:
        QApplication.quit()
        return
    question = json.loads(line)
    print(json.dumps(ACTS[question["do"]](question.get("name", ""))), flush=True)


def execute() -> int:
    # Standard input is read line by line, so that none waits in a buffer while Qt waits for the next.
    sys.stdin.reconfigure(line_buffering=True)
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    print("ready", flush=True)
    return real_execute()


if __name__ == "__main__":
    assert Path(sys.argv[1]).is_dir()
    prepare()
    real_execute = QApplication.exec
    QApplication.exec = staticmethod(execute)
    sys.exit(run(["anyue"]))
