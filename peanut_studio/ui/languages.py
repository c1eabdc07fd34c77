"""The language the window speaks: the program's own texts and Qt's, from translation files beside this one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

FOLDER = Path(__file__).with_name("translations")
ENGLISH = "en"


def chosen(wished: str) -> str:
    """The language for a wish of the preferences: 'system' is the first of the system's that there is."""
    if wished != "system":
        return wished
    for name in QLocale.system().uiLanguages():
        language, *rest = name.replace("_", "-").split("-")
        if language == "zh":
            return "zh_TW" if {"Hant", "TW", "HK", "MO"} & set(rest) else "zh_CN"
        if language == ENGLISH:
            return ENGLISH
    return ENGLISH


def speak(application: QCoreApplication, wished: str) -> str:
    """Speak that language in all that is made from now on, and give its name. English has a file for its plurals."""
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    language = chosen(wished)
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for folder, name in ((qt, f"qtbase_{language}"), (str(FOLDER), f"peanut_studio_{language}")):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
    return language
