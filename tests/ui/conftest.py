"""What the tests of a form share: no screen, a store in a folder of its own, sessions and pages that are closed again."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from forms.declared.catalogue import Catalogue
from forms.notice.notice import Notice
from forms.storage.store import Store
from ui.form.page import FormPage
from ui.form.session import FormSession
from ui.widgets.theme import light_theme

MakeSession = Callable[[str], FormSession]
MakePage = Callable[[str], FormPage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen screen says that windows have no size limits there; that is no fault."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(tmp_path / "data")
    yield opened.store
    opened.store.close()


@pytest.fixture(scope="session")
def notice() -> Notice:
    """The built-in notice with both official forms."""
    return Catalogue().notice("gusu-2020")


@pytest.fixture
def make_session(qapp: object, store: Store, notice: Notice) -> Iterator[MakeSession]:
    """Opens sessions of a form by its id; they are closed at the end."""
    sessions: list[FormSession] = []

    def make(form_id: str) -> FormSession:
        sessions.append(FormSession(store.first_unit(), notice, notice.forms[form_id]))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def make_page(qtbot: QtBot, make_session: MakeSession) -> MakePage:
    """Opens shown pages of a form by its id."""

    def make(form_id: str) -> FormPage:
        page = FormPage(make_session(form_id), light_theme)
        qtbot.addWidget(page)
        page.resize(1280, 720)
        show_active(page, qtbot)
        return page

    return make


def show_active(widget: QWidget, qtbot: QtBot) -> None:
    """Show a window and wait until it has the keyboard."""
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(lambda: widget.isActiveWindow() and QApplication.focusWidget() is not None)
