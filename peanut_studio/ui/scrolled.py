"""A panel that can be scrolled up and down where it is given less height than it needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

LEAST = 72
"""Pixels of height that are left to it at least."""


class Scrolled(QScrollArea):
    """Never narrower than what is in it; no higher than that by itself."""

    def __init__(self, panel: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("panel")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self._panel = panel
        self.setWidget(panel)

    def sizeHint(self) -> QSize:
        """All of the panel."""
        # Asked anew each time: what a panel needs changes when the theme's sheet reaches its buttons.
        return self._panel.sizeHint().grownBy(self.contentsMargins())

    def minimumSizeHint(self) -> QSize:
        """The panel's width and the bar's, and a part of its height."""
        least = self._panel.minimumSizeHint()
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(least.width() + bar, min(least.height(), LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
