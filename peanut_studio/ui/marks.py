"""What is drawn over pictures: points, boxes, the wipe's line, tags. All in logical pixels, on any zoom the same."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPen

from peanut_studio.model.chosen import ChosenObject, Colour
from peanut_studio.model.prompt import Click
from peanut_studio.ui import theme
from peanut_studio.ui.view_transform import ViewTransform


def paint_objects(
    painter: QPainter,
    view: ViewTransform,
    pane: QRectF,
    objects: Sequence[tuple[ChosenObject, bool]],
    frame: int,
) -> None:
    """The marks of a frame; each object comes with whether it is the selected one."""
    half = QPointF(0.5, 0.5)
    for chosen, selected in objects:
        for mark in chosen.marks_on(frame) if chosen.visible else ():
            if isinstance(mark, Click):
                at = view.to_screen(QPointF(mark.x, mark.y) + half, pane)
                paint_click(painter, at, mark.positive, chosen.colour, selected)
            else:
                first = view.to_screen(QPointF(mark.x0, mark.y0) + half, pane)
                last = view.to_screen(QPointF(mark.x1, mark.y1) + half, pane)
                paint_box(painter, QRectF(first, last), chosen.colour)


def paint_ring(painter: QPainter, ring: QRectF, erases: bool) -> None:
    """The outline of the brush, seen on dark and on light; that of the eraser is dashed."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 3))
    painter.drawEllipse(ring)
    painter.setPen(QPen(QColor("white"), 1.3, Qt.PenStyle.DashLine if erases else Qt.PenStyle.SolidLine))
    painter.drawEllipse(ring)


def paint_click(painter: QPainter, at: QPointF, positive: bool, colour: Colour, selected: bool) -> None:
    """A disc with plus or minus; that of the selected object is larger."""
    radius = 7.5 if selected else 5.5
    painter.setPen(QPen(QColor(0, 0, 0, 150), 4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(QColor("white"), 1.8))
    painter.setBrush(QColor(*colour) if positive else QColor(40, 42, 46))
    painter.drawEllipse(at, radius, radius)
    arm = radius * 0.5
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    if positive:
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))


def paint_box(painter: QPainter, box: QRectF, colour: Colour) -> None:
    """A frame, dark beneath so that it is seen on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 160), 3.5))
    painter.drawRect(box)
    painter.setPen(QPen(QColor(*colour), 1.6))
    painter.drawRect(box)


def paint_wipe(painter: QPainter, pane: QRectF, line: float, name: str) -> None:
    """The line between before and what is called `name`, with a handle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(0, 0, 0, 120), 4))
    painter.drawLine(QPointF(line, 0), QPointF(line, pane.height()))
    painter.setPen(QPen(QColor("white"), 1.5))
    painter.drawLine(QPointF(line, 0), QPointF(line, pane.height()))
    middle = QPointF(line, pane.center().y())
    painter.setBrush(theme.ACCENT)
    painter.drawEllipse(middle, 11, 11)
    painter.setPen(QPen(theme.ON_ACCENT, 2))
    for side in (-1, 1):
        painter.drawLine(middle + QPointF(side * 6, 0), middle + QPointF(side * 3, -3))
        painter.drawLine(middle + QPointF(side * 6, 0), middle + QPointF(side * 3, 3))
    paint_tag(painter, QRectF(0, 0, max(0.0, line), pane.height()), QCoreApplication.translate("Projection", "Before"))
    after = QRectF(line, 0, max(0.0, pane.width() - line), pane.height())
    paint_tag(painter, after, name)


def paint_wheel(painter: QPainter, pane: QRectF, wheel: QImage, rim: str) -> None:
    """The legend of a motion picture in the pane's lower right corner, with what its rim stands for."""
    side, room = 96.0, 14.0
    if pane.width() < 3 * side or pane.height() < 2 * side:
        return
    disc = QRectF(pane.right() - side - room, pane.bottom() - side - room - 26, side, side)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(disc.adjusted(-8, -8, 8, 30), 8, 8)
    inside = QPainterPath()
    inside.addEllipse(disc)
    painter.setClipPath(inside)
    painter.drawImage(disc, wheel, QRectF(wheel.rect()))
    painter.setClipping(False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 120), 1.2))
    painter.drawEllipse(disc)
    painter.setPen(QColor("white"))
    painter.drawText(QRectF(disc.left() - 8, disc.bottom() + 3, side + 16, 22), Qt.AlignmentFlag.AlignCenter, rim)
    painter.restore()


def paint_grid(painter: QPainter, pane: QRectF, view: ViewTransform, size: QSizeF) -> None:
    """Thin lines between the pixels that are seen."""
    first, last = view.to_picture(pane.topLeft(), pane), view.to_picture(pane.bottomRight(), pane)
    left, right = max(0, floor(first.x())), min(round(size.width()), ceil(last.x()))
    top, bottom = max(0, floor(first.y())), min(round(size.height()), ceil(last.y()))
    if left >= right or top >= bottom:
        return
    start, end = view.to_screen(QPointF(left, top), pane), view.to_screen(QPointF(right, bottom), pane)
    across = [view.to_screen(QPointF(column, 0), pane).x() for column in range(left, right + 1)]
    down = [view.to_screen(QPointF(0, row), pane).y() for row in range(top, bottom + 1)]
    lines = [QLineF(x, start.y(), x, end.y()) for x in across] + [QLineF(start.x(), y, end.x(), y) for y in down]
    painter.save()
    painter.setClipRect(pane, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(128, 128, 128, 110), 0))
    painter.drawLines(lines)
    painter.restore()


def paint_tag(painter: QPainter, pane: QRectF, text: str) -> None:
    """A label in the pane's corner, where there is room."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = painter.fontMetrics().horizontalAdvance(text) + 20
    if pane.width() >= width + 24:
        label = QRectF(pane.left() + 12, pane.top() + 12, width, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 150))
        painter.drawRoundedRect(label, 6, 6)
        painter.setPen(QColor("white"))
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_notice(painter: QPainter, pane: QRectF, title: str, line: str) -> None:
    """Words in the middle of a pane without a picture."""
    painter.save()
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 1.25)
    painter.setFont(font)
    painter.setPen(theme.TEXT)
    middle = pane.center().y()
    above = QRectF(pane.left(), middle - 30, pane.width(), 26)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, title)
    font.setPointSizeF(font.pointSizeF() / 1.25)
    painter.setFont(font)
    painter.setPen(theme.MUTED)
    painter.drawText(above.translated(0, 28), Qt.AlignmentFlag.AlignCenter, line)
    painter.restore()
