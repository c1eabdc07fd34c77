"""From what somebody prefers to what the window does, at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from peanut_studio.ui import preferences
from peanut_studio.ui.appearance import dress
from peanut_studio.ui.preferences import Preferences
from peanut_studio.ui.shortcuts import set_keys

if TYPE_CHECKING:
    from peanut_studio.ui.dialogs.preferences import PreferencesDialog


class Preferring(QObject):
    """Holds the preferences of now. `engines_changed` tells that the next work is to be done with others.

    `anew_wanted` asks for another window, in the language that is preferred now.
    """

    engines_changed = Signal()
    anew_wanted = Signal()

    def __init__(self, settings: QSettings, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._window = settings, window
        self._actions: Mapping[str, QAction] = {}
        self.now = preferences.load(settings)
        self._spoken = self.now.language

    def begin(self, actions: Mapping[str, QAction]) -> None:
        """Apply what was kept."""
        self._actions = actions
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system)
        self._apply_look()
        if _room(self.now) != _room(Preferences()):
            # Later, for it imports what the window does not need to appear.
            QTimer.singleShot(0, self, lambda: self._apply_room(self.now))
        set_keys(actions, self.now.shortcuts)

    def ask(self) -> PreferencesDialog:
        """Open the dialog."""
        from peanut_studio.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.now, self._window, self._spoken)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.changed.connect(self.change)
        # Later, for the dialog is the window's own.
        dialog.anew_pressed.connect(lambda: QTimer.singleShot(0, self.anew_wanted.emit))
        dialog.open()
        return dialog

    def change(self, wished: Preferences) -> None:
        """Keep them and apply them."""
        before, self.now = self.now, wished
        preferences.save(self._settings, wished)
        self._apply_look()
        if _room(wished) != _room(before):
            self._apply_room(wished)
        if wished.shortcuts != before.shortcuts:
            set_keys(self._actions, wished.shortcuts)
        if _engines(wished) != _engines(before):
            self.engines_changed.emit()

    def _on_system(self) -> None:
        if self.now.theme == "system":
            self._apply_look()

    def _apply_look(self) -> None:
        application = QCoreApplication.instance()
        if isinstance(application, QApplication):
            dress(application, self.now.theme)

    @staticmethod
    def _apply_room(wished: Preferences) -> None:
        from peanut_studio.pipeline.housekeeping import Room, take

        cache = Path(wished.cache_folder) if wished.cache_folder else None
        take(Room(cache, wished.cache_gb << 30, wished.memory_gb << 30, wished.proxy_side))


def _engines(wished: Preferences) -> tuple[str, ...]:
    return wished.device, wished.segment, wished.ground, wished.flow, wished.inpaint, wished.upscale


def _room(wished: Preferences) -> tuple[object, ...]:
    return wished.cache_folder, wished.cache_gb, wished.memory_gb, wished.proxy_side
