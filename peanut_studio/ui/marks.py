"""What is drawn over pictures: points, boxes, the wipe's line, tags. All in logical pixels, on any zoom the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from peanut_studio.model.project import Colour
from peanut_studio.ui import theme


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


def paint_wipe(painter: QPainter, pane: QRectF, line: float) -> None:
    """The line between before and after, with a handle."""
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
    paint_tag(painter, QRectF(0, 0, max(0.0, line), pane.height()), "Before")
    paint_tag(painter, QRectF(line, 0, max(0.0, pane.width() - line), pane.height()), "After")


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
