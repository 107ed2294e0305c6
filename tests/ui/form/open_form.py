"""A form open in a window, with the actions on it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from forms.storage.store import Store
from forms.values import Filled
from tests.ui.window_helpers import OpenWindow
from ui.form.actions import FormActions
from ui.form.page import FormPage


class OpenForm:
    """An open form with the actions on it."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, store: Store, form_id: str) -> None:
        self.opened = OpenWindow(qtbot, qapp, store, "gusu-2020")
        self.opened.window.show_page(f"form:{form_id}")
        page = self.opened.window.page(f"form:{form_id}")
        assert isinstance(page, FormPage)
        self.page = page
        self.actions = FormActions(
            self.opened.window,
            self.opened.workspace,
            self.opened.desktop,
            lambda: self.opened.appearance.theme,
        )

    def fill_example(self) -> None:
        form = self.page.session.form
        self.page.session.fill({one: Filled(text) for one, text in form.example.items()}, "import")
