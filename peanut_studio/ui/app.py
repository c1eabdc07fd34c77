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
from peanut_studio.ui import icons, theme
from peanut_studio.ui.appearance import dress
from peanut_studio.ui.faults import sentence_of
from peanut_studio.ui.late import forgo_features, take_turns_quickly
from peanut_studio.ui.session import Session

LISTEN_EVERY = 200
"""Milliseconds between two looks for Ctrl-C in the terminal, which Python sees only while it runs."""


def run(files: Sequence[Path] = ()) -> int:
    """Open the window, with clips or a project in it, and give the exit code when it is closed."""
    forgo_features()
    take_turns_quickly()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Peanut Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("peanut-studio")
    dress(application, "dark")
    application.setWindowIcon(icons.icon("remove", theme.ACCENT))
    session = Session(application, QSettings("Peanut Studio", "Peanut Studio"))
    _show_bugs_in(session)
    signal.signal(signal.SIGINT, lambda _number, _frame: _end(session))
    listening = QTimer(application)
    listening.timeout.connect(lambda: None)
    listening.start(LISTEN_EVERY)
    session.begin(files)
    # What is there now stays: the collector need not look through it again and again.
    gc.freeze()
    return application.exec()


def _end(session: Session) -> None:
    # Who ends it from a terminal may have no screen to answer on.
    session.window.unfinished.asks = False
    session.window.close()


def _show_bugs_in(session: Session) -> None:
    def on_bug(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        session.window.messages.complain(sentence_of(error))

    sys.excepthook = on_bug
