"""Lets Qt's own dialogs, buttons and dates speak Chinese, as the program does, whatever the system's language is."""

from __future__ import annotations

import tomllib
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from forms.declared.resources import RESOURCES

CHINESE: Final = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
WORDS_FILE: Final = RESOURCES / "qt_words.toml"


class MissingWords(QTranslator):
    """What Qt's Chinese catalogue lacks. The file is read when Qt first asks for something that is not in the catalogue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, dict[str, str]] | None = None

    def isEmpty(self) -> bool:
        """Qt does not install a translator that says it has nothing."""
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        """Our words for Qt's, empty where there are none."""
        if self._words is None:
            self._words = tomllib.loads(WORDS_FILE.read_text("utf-8"))
        return self._words.get(context, {}).get(text, "")


def speak_chinese(app: QCoreApplication) -> bool:
    """Install Qt's Chinese catalogue; false where this installation of Qt has none, and its dialogs stay English."""
    QLocale.setDefault(CHINESE)
    # The translator installed last is asked first.
    app.installTranslator(MissingWords(app))
    catalogue = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return catalogue.load(CHINESE, "qtbase", "_", folder) and app.installTranslator(catalogue)
