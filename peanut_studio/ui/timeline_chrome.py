"""What lies over and beside the lanes: ruler, range, markers, playhead, names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.project import Marker
from peanut_studio.ui import theme
from peanut_studio.ui.lanes import AnyLane
from peanut_studio.ui.ruler import ticks
from peanut_studio.ui.timeline_scale import TimelineScale

HEADER, RULER = 132, 34
"""Pixels that names take at the left and times at the top."""


def paint_ruler(painter: QPainter, clip: Clip, scale: TimelineScale) -> None:
    """Times, and the frame numbers that belong to them."""
    painter.save()
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 0.82)
    painter.setFont(font)
    for tick in ticks(clip, scale):
        x = scale.x_of(tick.frame)
        painter.setPen(QPen(theme.FAINT if tick.text else theme.LINE, 1))
        painter.drawLine(QPointF(x, RULER - (10 if tick.text else 5)), QPointF(x, RULER))
        if tick.text and x < scale.width - 20:
            painter.setPen(theme.MUTED)
            painter.drawText(QPointF(x + 4, 13), tick.text)
            painter.drawText(QPointF(x + 4, 26), str(tick.frame))
    painter.restore()


def paint_range(painter: QPainter, span: Span, scale: TimelineScale, bottom: float) -> None:
    """What lies outside the range is darker; its ends are handles."""
    first, last = scale.x_of(span.start), scale.x_of(span.stop)
    dark = QColor(theme.BACK)
    # Times and numbers can still be read.
    for top, end, alpha in ((0.0, float(RULER), 70), (float(RULER), bottom, 170)):
        dark.setAlpha(alpha)
        painter.fillRect(QRectF(0, top, max(0.0, first), end - top), dark)
        painter.fillRect(QRectF(last, top, max(0.0, scale.width - last), end - top), dark)
    painter.fillRect(QRectF(first, RULER - 3, last - first, 3), theme.ACCENT)
    for x, inwards in ((first, 1), (last, -1)):
        painter.fillRect(QRectF(x if inwards > 0 else x - 3, RULER - 14, 3, 14), theme.ACCENT)
        painter.fillRect(QRectF(min(x, x + 6 * inwards), RULER - 14, 6, 3), theme.ACCENT)


def paint_markers(painter: QPainter, markers: Sequence[Marker], scale: TimelineScale, bottom: float) -> None:
    """Flags in the ruler with their names, where there is room for them."""
    painter.save()
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 0.82)
    painter.setFont(font)
    free = -1e9
    for marker in markers:
        x = scale.x_of(marker.frame)
        if not -80 <= x <= scale.width:
            continue
        line = QColor(theme.MARKER)
        line.setAlpha(110)
        painter.setPen(QPen(line, 1))
        painter.drawLine(QPointF(x, RULER), QPointF(x, bottom))
        wide = painter.fontMetrics().horizontalAdvance(marker.name) + 10.0
        box = QRectF(x, RULER - 16, wide if x >= free else 8, 14)
        free = max(free, box.right() + 2) if x >= free else free
        painter.fillRect(box, theme.MARKER)
        if box.width() > 8:
            painter.setPen(theme.ON_ACCENT)
            painter.drawText(box.adjusted(5, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, marker.name)
    painter.restore()


def marker_at(markers: Sequence[Marker], scale: TimelineScale, x: float) -> Marker | None:
    """The marker whose flag begins near a place of the ruler."""
    near = [marker for marker in markers if -3 <= x - scale.x_of(marker.frame) <= 9]
    return min(near, key=lambda marker: abs(x - scale.x_of(marker.frame)), default=None)


def paint_playhead(painter: QPainter, frame: int, scale: TimelineScale, bottom: float) -> None:
    """Where we are; a whole column where frames are wide."""
    x = scale.x_of(frame + 0.5)
    if scale.per_frame > 4:
        column = QColor(theme.PLAYHEAD)
        column.setAlpha(26)
        painter.fillRect(QRectF(scale.x_of(frame), RULER, scale.per_frame, bottom - RULER), column)
    painter.setPen(QPen(theme.PLAYHEAD, 1.4))
    painter.drawLine(QPointF(x, 6), QPointF(x, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.PLAYHEAD)
    head = [QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x + 5, 5), QPointF(x, 11), QPointF(x - 5, 5)]
    painter.drawPolygon(QPolygonF(head))


def paint_name(painter: QPainter, lane: AnyLane, top: float, width: float) -> None:
    """A lane's name at its left end, and its lower edge."""
    if lane.selected:
        painter.fillRect(QRectF(0, top, width, lane.height), theme.RAISED)
    painter.fillRect(QRectF(0, top + 5, 3, lane.height - 10), lane.colour)
    painter.setPen(theme.TEXT if lane.selected else theme.MUTED)
    text = painter.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, HEADER - 24)
    painter.drawText(QRectF(12, top, HEADER - 20, lane.height), Qt.AlignmentFlag.AlignVCenter, text)
    painter.setPen(QPen(theme.LINE, 1))
    painter.drawLine(QPointF(0, top + lane.height), QPointF(width, top + lane.height))
