"""A few hints at the first start, which point at what comes next and get in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

KEY = "tour/done"
WIDTH = 290


@dataclass(frozen=True)
class Hint:
    """What is said about a widget."""

    at: Callable[[], QWidget | None]
    text: str


class Tour(QObject):
    """Shows one hint after another, each when its widget can be seen. Once seen or dismissed, never again."""

    def __init__(self, window: QWidget, settings: QSettings, hints: tuple[Hint, ...]) -> None:
        super().__init__(window)
        self._window, self._settings, self._hints = window, settings, hints
        self._number = 0
        self.frame = QFrame(window)
        self.frame.setObjectName("hint")
        self.frame.setFixedWidth(WIDTH)
        self.text = QLabel(wordWrap=True)
        self.next = QPushButton(self.tr("Next"))
        self.stop = QPushButton(self.tr("No More Hints"))
        row = QHBoxLayout()
        row.addWidget(self.stop)
        row.addStretch(1)
        row.addWidget(self.next)
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(self.text)
        column.addLayout(row)
        self.frame.hide()
        self.next.clicked.connect(self._on_next)
        self.stop.clicked.connect(self.end)
        self._timer = QTimer(self, interval=250)
        self._timer.timeout.connect(self._place)

    def begin(self, again: bool = False) -> None:
        """Start, unless it was seen; `again` from the beginning in any case."""
        if not again and str(self._settings.value(KEY, "")) == "true":
            return
        self._number = 0
        self._window.installEventFilter(self)
        self._timer.start()
        self._place()

    def end(self) -> None:
        """No hint ever again by itself."""
        self._settings.setValue(KEY, "true")
        self._timer.stop()
        self._window.removeEventFilter(self)
        self.frame.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The hint goes along when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _on_next(self) -> None:
        self._number += 1
        self.frame.hide()
        if self._number >= len(self._hints):
            self.end()
        else:
            self._place()

    def _place(self) -> None:
        hint = self._hints[self._number]
        widget = hint.at()
        if widget is None or not widget.isVisible():
            self.frame.hide()
            return
        last = self._number == len(self._hints) - 1
        self.text.setText(hint.text)
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self.stop.setVisible(not last)
        self.frame.adjustSize()
        corner = widget.mapTo(self._window, QPoint(0, widget.height() + 8))
        large = widget.height() > self._window.height() // 3
        if large:
            corner = widget.mapTo(self._window, QPoint(widget.width() // 2 - WIDTH // 2, 24))
        x = max(8, min(corner.x(), self._window.width() - WIDTH - 8))
        y = corner.y()
        if y + self.frame.height() > self._window.height():
            y = widget.mapTo(self._window, QPoint(0, 0)).y() - self.frame.height() - 8
        self.frame.move(x, y)
        self.frame.show()
        self.frame.raise_()
        self.frame.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
