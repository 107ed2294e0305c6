"""Types into every blank of the statistics table; prints how long each key took until its paint, in milliseconds."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from forms.declared.catalogue import Catalogue
from forms.storage.store import Store
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.theme import light_theme


class Paints(QObject):
    """Remembers when a widget was last painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted = True
        return False


def main() -> None:
    app = QApplication(sys.argv)
    notice = Catalogue().notice("gusu-2020")
    form = notice.forms["statistics"]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder)).store
        page = FormPage(FormSession(store.first_unit(), notice, form), light_theme)
        page.resize(1280, 860)
        page.show()
        QTest.qWaitForWindowExposed(page)
        page.focus_first_empty()
        app.processEvents()
        for _ in form.blanks:
            for key in "1234":
                focused = QApplication.focusWidget()
                assert isinstance(focused, QWidget)
                print(f"{1000 * paint_time(app, focused, key):.3f}")
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            app.processEvents()
        page.close()
        store.close()


def paint_time(app: QApplication, focused: QWidget, key: str) -> float:
    """Seconds from a key to the end of the event round in which its editor was painted."""
    paints = Paints()
    seen = getattr(focused, "viewport", lambda: focused)()
    seen.installEventFilter(paints)
    start = time.perf_counter()
    QTest.keyClick(focused, key)
    while not paints.painted:
        app.processEvents()
    taken = time.perf_counter() - start
    seen.removeEventFilter(paints)
    return taken


main()
