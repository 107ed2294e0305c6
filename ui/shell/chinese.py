"""Lets Qt's own dialogs, buttons and dates speak Chinese, as the program does, whatever the system's language is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

CHINESE: Final = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


def speak_chinese(app: QCoreApplication) -> bool:
    """Install Qt's Chinese catalogue; false where this installation of Qt has none, and its dialogs stay English."""
    QLocale.setDefault(CHINESE)
    catalogue = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return catalogue.load(CHINESE, "qtbase", "_", folder) and app.installTranslator(catalogue)
