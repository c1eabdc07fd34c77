"""Keys that count for as long as they are held: K, and the backslash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class HeldKeys(QObject):
    """Watches a window; `show_original` is told while the backslash is held and when it no longer is."""

    def __init__(self, window: QWidget, show_original: Callable[[bool], None]) -> None:
        super().__init__(window)
        self._show_original = show_original
        self.steps = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is pressed and let it pass."""
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            pressed = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
            if event.key() == Qt.Key.Key_K:
                self.steps = pressed
            elif event.key() == Qt.Key.Key_Backslash:
                self._show_original(pressed)
        elif event.type() == QEvent.Type.WindowDeactivate:
            self.steps = False
            self._show_original(False)
        return super().eventFilter(watched, event)
