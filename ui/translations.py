"""Loads translations: Qt's own for the standard dialogs, and ours where there is one for the locale."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

TRANSLATIONS_FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "translations"

#: The language the program is written in. Qt's dialogs speak it wherever there is no translation of ours.
WRITTEN_IN: Final = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


def install_translators(
    app: QCoreApplication, locale: QLocale, folder: Path = TRANSLATIONS_FOLDER
) -> QLocale:
    """Install what there is for ``locale``; return the locale the window then speaks."""
    own = QTranslator(app)
    translated = locale.language() != WRITTEN_IN.language() and own.load(locale, "anyue", "_", str(folder))
    spoken = locale if translated else WRITTEN_IN
    if translated:
        app.installTranslator(own)
    standard = QTranslator(app)
    if standard.load(spoken, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(standard)
    QLocale.setDefault(spoken)
    return spoken
