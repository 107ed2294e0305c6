"""Light, dark, or as the desktop is: keeps the program dressed in the right theme."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from ui.widgets.theme import Theme, apply_theme, theme_for


class Appearance(QObject):
    """Applies the theme at once and again whenever the choice or the desktop changes."""

    changed = Signal(object)

    def __init__(self, app: QApplication, setting: str) -> None:
        super().__init__()
        self._app = app
        self._setting = setting
        self.theme: Theme = theme_for(setting, self._system_is_dark())
        apply_theme(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow())

    @property
    def setting(self) -> str:
        return self._setting

    def choose(self, setting: str) -> None:
        """One of :data:`ui.widgets.theme.SETTINGS`."""
        self._setting = setting
        self._follow()

    def _follow(self) -> None:
        theme = theme_for(self._setting, self._system_is_dark())
        if theme != self.theme:
            self.theme = theme
            apply_theme(self._app, theme)
            self.changed.emit(theme)

    def _system_is_dark(self) -> bool:
        return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
