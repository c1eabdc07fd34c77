"""The window as a program."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from peanut_studio import __version__
from peanut_studio.ui import icons, preferences, theme
from peanut_studio.ui.appearance import dress
from peanut_studio.ui.faults import sentence_of
from peanut_studio.ui.languages import speak
from peanut_studio.ui.main_window import MainWindow

LISTEN_EVERY = 200
"""Milliseconds between two looks for Ctrl-C in the terminal, which Python sees only while it runs."""


def run(files: Sequence[Path] = ()) -> int:
    """Open the window, with clips or a project in it, and give the exit code when it is closed."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Peanut Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("peanut-studio")
    dress(application, "dark")
    application.setWindowIcon(icons.icon("remove", theme.ACCENT))
    settings = QSettings("Peanut Studio", "Peanut Studio")
    speak(application, preferences.load(settings).language)
    window = MainWindow(settings=settings)
    _show_bugs_in(window)
    signal.signal(signal.SIGINT, lambda _number, _frame: _end(window))
    listening = QTimer(application)
    listening.timeout.connect(lambda: None)
    listening.start(LISTEN_EVERY)
    window.show()
    if files:
        window.projects.open_all([file.absolute() for file in files])
    else:
        window.tour.begin()
    # What is there now stays: the collector need not look through it again and again.
    gc.freeze()
    return application.exec()


def _end(window: MainWindow) -> None:
    # Who ends it from a terminal may have no screen to answer on.
    window.unfinished.asks = False
    window.close()


def _show_bugs_in(window: MainWindow) -> None:
    def on_bug(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        window.messages.complain(sentence_of(error))

    sys.excepthook = on_bug
