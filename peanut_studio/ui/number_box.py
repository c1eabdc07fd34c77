"""A box for a number beside the picture: it takes digits and leaves all other keys to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSpinBox

CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class NumberBox(QSpinBox):
    """While it has the focus, too, Space plays, letters are shortcuts, and undo is that of the project."""

    def event(self, event: QEvent) -> bool:
        """Let go of what can be no part of a number, before the window's shortcuts are looked at."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not self._takes(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._takes(event):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _takes(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            return False
        text = event.text()
        if not text.isprintable() or not text or event.modifiers() & CHORDS:
            return True
        return text.isdigit() or (text == "-" and self.minimum() < 0)
