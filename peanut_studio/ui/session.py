"""From the first window to the last: one at a time, made anew where the language changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from peanut_studio.ui import preferences
from peanut_studio.ui.languages import speak
from peanut_studio.ui.main_window import MainWindow
from peanut_studio.ui.tools import MakeTools


class Session(QObject):
    """Holds the `window`. Texts are read when a window is made, so another language means another window."""

    def __init__(self, application: QApplication, settings: QSettings, make_tools: MakeTools | None = None) -> None:
        super().__init__(application)
        self._application, self._settings, self._make_tools = application, settings, make_tools
        self.window = self._make()

    def begin(self, files: Sequence[Path] = ()) -> None:
        """Show the window, with clips or a project in it."""
        self.window.show()
        if files:
            self.window.projects.open_all([file.absolute() for file in files])
        else:
            self.window.tour.begin()

    def on_anew_wanted(self) -> None:
        """Close the window as the user would, which may be refused, and open the same project in another one."""
        before, quits = self.window, self._application.quitOnLastWindowClosed()
        self._application.setQuitOnLastWindowClosed(False)
        try:
            if before.close():
                # Only now is all on the disk.
                places = [path for path in before.projects.places if path.exists()]
                before.deleteLater()
                self.window = self._make()
                self.begin(places[:1])
        finally:
            self._application.setQuitOnLastWindowClosed(quits)

    def _make(self) -> MainWindow:
        speak(self._application, preferences.load(self._settings).language)
        window = MainWindow(self._make_tools, self._settings)
        window.preferring.anew_wanted.connect(self.on_anew_wanted)
        return window
