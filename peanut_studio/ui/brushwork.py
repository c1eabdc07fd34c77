"""What the hand draws: shown at once on a canvas of its own, told as a `MaskEdit` when the button is let go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from peanut_studio.model.chosen import Colour
from peanut_studio.model.stroke import Dab, Lasso, MaskEdit, Stroke
from peanut_studio.ui.modes import Tool
from peanut_studio.ui.view_transform import ViewTransform

SMALLEST, LARGEST = 1.0, 800.0
STEP = 1.15
"""A brush grows by this factor."""

INSIDE_ALPHA = 150
PEN = 6.0
"""Width of a scribble in logical pixels of the screen."""

CLOSENESS = 0.12
"""A dab follows the last one at this part of the brush's diameter, or at one pixel."""

HALF = QPointF(0.5, 0.5)


def spread(stroke: Stroke, most: int) -> tuple[tuple[float, float], ...]:
    """Up to `most` places (x, y) along a stroke, as far from each other as from its ends twice over."""
    gaps = [math.hypot(two.x - one.x, two.y - one.y) for one, two in pairwise(stroke.dabs)]
    far = [0.0, *accumulate(gaps)]
    count = max(1, min(most, len(stroke.dabs)))
    wanted = (far[-1] * (number + 0.5) / count for number in range(count))
    nearest = dict.fromkeys(_nearest(far, place) for place in wanted)
    return tuple((stroke.dabs[at].x, stroke.dabs[at].y) for at in nearest)


def _nearest(places: Sequence[float], wanted: float) -> int:
    return min(range(len(places)), key=lambda number: abs(places[number] - wanted))


class Brushwork:
    """One stroke or lasso at a time. Points are the widget's; what comes out is in pixels of the picture.

    Finished strokes stay on the canvas until `drop`, which is when the mask itself shows them; `holds` says whether
    there are any.
    """

    def __init__(self) -> None:
        self.diameter = 40.0
        self._canvas = QImage()
        self._tool: Tool | None = None
        self._adds = True
        self._view, self._pane = ViewTransform(), QRectF()
        self._ink = QBrush()
        self._dabs: list[Dab] = []
        self._corners: list[QPointF] = []
        self.holds = False

    @property
    def is_drawing(self) -> bool:
        """Whether the button is down."""
        return self._tool is not None

    def resize_brush(self, steps: float) -> None:
        """Wider (or, below 0, narrower) by so many steps."""
        self.diameter = min(LARGEST, max(SMALLEST, self.diameter * STEP**steps))

    # --- drawing

    def begin(
        self, tool: Tool, at: QPointF, pressure: float, place: tuple[ViewTransform, QRectF], ratio: float
    ) -> None:
        """The button went down. `place` is where the picture lies, `ratio` the screen's pixels a logical one."""
        self._tool = tool
        self._view, self._pane = place
        self._dabs, self._corners = [], []
        size = QSize(math.ceil(self._pane.width() * ratio), math.ceil(self._pane.height() * ratio))
        if self._canvas.size() != size or self._canvas.devicePixelRatio() != ratio:
            self._canvas = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
            self._canvas.setDevicePixelRatio(ratio)
            self.holds = False
        if not self.holds:
            self._canvas.fill(Qt.GlobalColor.transparent)
        self.move(at, pressure)

    def take_ink(self, adds: bool, colour: Colour, source: QImage | None, size: QSizeF) -> None:
        """Paint in an object's colour, or, to erase, with the picture of `size` pixels that lies beneath."""
        self._adds = adds
        if adds or source is None:
            self._ink = QBrush(QColor(*colour, INSIDE_ALPHA))
            return
        self._ink = QBrush(source)
        self._ink.setTransform(QTransform.fromScale(size.width() / source.width(), size.height() / source.height()))

    def move(self, at: QPointF, pressure: float = 1.0) -> QRectF:
        """The mouse moved; gives what of the widget has changed."""
        point = self._view.to_picture(at, self._pane) - HALF
        if self._tool is Tool.LASSO:
            self._corners.append(point)
            return self._seen(QPolygonF(self._corners).boundingRect()).adjusted(-3, -3, 3, 3)
        wide = PEN / self._view.scale if self._tool is Tool.SCRIBBLE else self.diameter
        dab = Dab(point.x(), point.y(), max(0.5, wide / 2 * pressure))
        last = self._dabs[-1] if self._dabs else None
        near = max(1.0, CLOSENESS * wide)
        # A pen that is pressed harder where it stands paints a larger dab there.
        if last is not None and math.hypot(dab.x - last.x, dab.y - last.y) < near and dab.radius < last.radius + near:
            return QRectF()
        self._dabs.append(dab)
        return self._draw(last or dab, dab)

    def end(self) -> MaskEdit | None:
        """The button was let go; gives what was drawn, None where it was nothing."""
        tool, self._tool = self._tool, None
        if tool is Tool.LASSO:
            if len(self._corners) < 3:
                return None
            self._fill_lasso()
            self.holds = True
            return Lasso(tuple((point.x(), point.y()) for point in self._corners), self._adds)
        self.holds = True
        return Stroke(tuple(self._dabs), self._adds)

    def cancel(self) -> None:
        """As if the button had not been pressed."""
        self._tool = None
        self.drop()

    def drop(self) -> None:
        """What was finished is seen elsewhere, or is not wanted any more."""
        if self._tool is None:
            self.holds = False
            self._canvas.fill(Qt.GlobalColor.transparent)

    # --- painting

    def paint(self, painter: QPainter) -> None:
        """What has been drawn so far, over the picture."""
        if self._tool is not None or self.holds:
            painter.drawImage(self._pane.topLeft(), self._canvas)
        if self._tool is Tool.LASSO and len(self._corners) > 1:
            line = QPainterPath()
            line.addPolygon(QPolygonF([self._view.to_screen(point + HALF, self._pane) for point in self._corners]))
            line.closeSubpath()
            painter.setBrush(QColor(255, 255, 255, 30))
            painter.setPen(QPen(QColor(0, 0, 0, 160), 3))
            painter.drawPath(line)
            painter.setPen(QPen(QColor("white"), 1.4, Qt.PenStyle.DashLine))
            painter.drawPath(line)

    def ring(self, at: QPointF, view: ViewTransform) -> QRectF:
        """The brush's outline at a place of the widget."""
        across, down = self.diameter * view.scale * view.aspect, self.diameter * view.scale
        return QRectF(at.x() - across / 2, at.y() - down / 2, across, down)

    def _draw(self, one: Dab, two: Dab) -> QRectF:
        painter = self._on_canvas()
        first, last = QPointF(one.x, one.y) + HALF, QPointF(two.x, two.y) + HALF
        painter.setPen(QPen(self._ink, 2 * two.radius, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if first == last:
            painter.drawPoint(first)
        else:
            painter.drawLine(first, last)
        painter.end()
        reach = max(one.radius, two.radius) + 1
        around = QRectF(first, last).normalized().adjusted(-reach, -reach, reach, reach)
        return self._seen(around.translated(-HALF)).adjusted(-2, -2, 2, 2)

    def _fill_lasso(self) -> None:
        painter = self._on_canvas()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ink)
        painter.drawPolygon(QPolygonF([point + HALF for point in self._corners]))
        painter.end()

    def _on_canvas(self) -> QPainter:
        """A painter in the picture's pixels, which replaces what it paints over."""
        painter = QPainter(self._canvas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        origin = self._view.to_screen(QPointF(0, 0), self._pane) - self._pane.topLeft()
        scale = self._view.scale
        painter.setTransform(QTransform(scale * self._view.aspect, 0, 0, scale, origin.x(), origin.y()), True)
        return painter

    def _seen(self, box: QRectF) -> QRectF:
        first = self._view.to_screen(box.topLeft() + HALF, self._pane)
        return QRectF(first, self._view.to_screen(box.bottomRight() + HALF, self._pane))
