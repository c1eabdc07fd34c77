"""A ring that turns where somebody pointed, for as long as what was asked for there is being worked out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from peanut_studio.ui import theme
from peanut_studio.ui.view_transform import ViewTransform

RADIUS = 15.0
"""Logical pixels: a point's own disc lies inside."""

PATIENCE, TURN = 150, 60
"""Milliseconds until the ring is shown, for an answer that comes at once needs none; and from one turn to the next."""

STEP = 24
"""Degrees a turn."""


class BusySign(QObject):
    """Places are pixels of the picture. `turned` says that what lies round them is to be painted again."""

    turned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: dict[str, tuple[QPointF, ...]] = {}
        self._angle, self._shown = 0, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_timeout)

    @property
    def places(self) -> tuple[QPointF, ...]:
        """Where something is being worked out."""
        return tuple(place for places in self._of.values() for place in places)

    @property
    def is_shown(self) -> bool:
        """Whether the ring is seen."""
        return self._shown

    def show_at(self, places: Sequence[QPointF], of: str = "marks") -> None:
        """These from now on for one kind of question; none: nothing of that kind is being worked out any more."""
        self.turned.emit()
        self._of[of] = tuple(places)
        if not self.places:
            self._timer.stop()
            self._shown = False
        elif not self._timer.isActive():
            self._timer.start(PATIENCE)

    def on_timeout(self) -> None:
        """Turn on."""
        self._timer.setInterval(TURN)
        self._shown, self._angle = True, (self._angle + STEP) % 360
        self.turned.emit()

    def boxes(self, view: ViewTransform, pane: QRectF) -> list[QRectF]:
        """What of the widget the rings take."""
        middles = (view.to_screen(place + QPointF(0.5, 0.5), pane) for place in self.places)
        return [QRectF(at.x() - RADIUS, at.y() - RADIUS, 2 * RADIUS, 2 * RADIUS) for at in middles]

    def paint(self, painter: QPainter, view: ViewTransform, pane: QRectF) -> None:
        """The rings, dark beneath so that they are seen on any picture."""
        if not self._shown:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self.boxes(view, pane):
            painter.setPen(QPen(QColor(0, 0, 0, 150), 5))
            painter.drawEllipse(box)
            painter.setPen(QPen(theme.ACCENT, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(box, -self._angle * 16, 110 * 16)
