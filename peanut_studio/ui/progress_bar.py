"""A bar that tells how far something is without holding the window up."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar


class ProgressBar(QProgressBar):
    """Without text. It is painted with everything else: Qt's own paints at once, and the window with it."""

    def __init__(self) -> None:
        super().__init__(textVisible=False)

    def show_value(self, value: int, most: int) -> None:
        """So much out of `most`; with `most` 0 it runs to and fro, for nobody knows."""
        if (value, most) == (self.value(), self.maximum()):
            return
        self.setUpdatesEnabled(False)
        self.setRange(0, most)
        self.setValue(value)
        self.setUpdatesEnabled(True)
