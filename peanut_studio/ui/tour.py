"""A few hints at the first start, which point at what comes next and get in nobody's way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

KEY = "tour/done"
WIDTH, GAP = 290, 10


@dataclass(frozen=True)
class Hint:
    """What is said about a widget, until `is_done`."""

    at: Callable[[], QWidget | None]
    text: str
    is_done: Callable[[], bool] = lambda: False


class Tour(QObject):
    """Shows one hint after another, each when its widget can be seen and it is not done yet.

    Once all are seen, done or dismissed, never again.
    """

    def __init__(self, window: QWidget, settings: QSettings, hints: tuple[Hint, ...]) -> None:
        super().__init__(window)
        self._window, self._settings, self._hints = window, settings, hints
        self._number, self._is_seen, self._tells_all = 0, False, False
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
        """Start, unless it was seen; `again` in any case, and with what was done already."""
        if not again and str(self._settings.value(KEY, "")) == "true":
            return
        self._number, self._is_seen, self._tells_all = 0, False, again
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
        self._number, self._is_seen = self._number + 1, False
        self.frame.hide()
        if self._number >= len(self._hints):
            self.end()
        else:
            self._place()

    def _place(self) -> None:
        hint = self._hints[self._number]
        widget = hint.at()
        can_be_seen = widget is not None and widget.isVisible()
        if hint.is_done() and not (self._tells_all and can_be_seen):
            self._on_next()
            return
        if widget is None or not can_be_seen:
            self.frame.hide()
            if self._is_seen and self._number + 1 < len(self._hints):
                # What it told of was done, or is not there any more.
                self._number, self._is_seen = self._number + 1, False
            return
        self._is_seen = True
        last = self._number == len(self._hints) - 1
        self.text.setText(hint.text)
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self.stop.setVisible(not last)
        self.frame.adjustSize()
        self.frame.move(self._corner(widget))
        self.frame.show()
        self.frame.raise_()
        self.frame.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def _corner(self, widget: QWidget) -> QPoint:
        """Where the hint covers least of what can be pressed: under its widget, beside it, or above it."""
        at = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        size, room = self.frame.size(), self._window.rect().adjusted(8, 8, -8, -8)
        if at.height() > self._window.height() // 3:
            return QPoint(max(room.left(), at.center().x() - size.width() // 2), at.top() + 24)
        middle = at.center().y() - size.height() // 2
        places = (
            QPoint(at.left(), at.bottom() + GAP), QPoint(at.left() - GAP - size.width(), middle),
            QPoint(at.right() + GAP, middle), QPoint(at.left(), at.top() - GAP - size.height()),
        )  # fmt: skip
        taken = [
            QRect(one.mapTo(self._window, QPoint(0, 0)), one.size())
            for one in self._window.findChildren(QAbstractButton)
            if one.isVisible() and not self.frame.isAncestorOf(one)
        ]

        def covered(place: QRect) -> int:
            parts = [place.intersected(one) for one in (at, *taken)]
            return sum(part.width() * part.height() for part in parts if not part.isEmpty())

        return min((_within(QRect(place, size), room) for place in places), key=covered).topLeft()


def _within(place: QRect, room: QRect) -> QRect:
    """The same, moved no farther than is needed to lie in the room, where it fits."""
    x = max(room.left(), min(place.left(), room.right() - place.width() + 1))
    y = max(room.top(), min(place.top(), room.bottom() - place.height() + 1))
    return QRect(QPoint(x, y), place.size())
