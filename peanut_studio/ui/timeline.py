"""Ruler, range, playhead and lanes. Only what is seen is drawn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from peanut_studio.model.clip import Clip, Span, format_time
from peanut_studio.ui import theme
from peanut_studio.ui.lanes import Lane, paint_lane
from peanut_studio.ui.timeline_scale import TimelineScale

HEADER, RULER, ROW = 132, 34, 26
END = 14
"""Pixels free at the right end."""


class Timeline(QWidget):
    """Shows where things are in the clip; `scrubbed` tells which frame the mouse asks for."""

    scrubbed = Signal(int)
    lane_pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Timeline")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scale = TimelineScale()
        self._clip: Clip | None = None
        self._frame = 0
        self._span = Span(0, 1)
        self._lanes: tuple[Lane, ...] = ()
        self._scrubbing = False

    def sizeHint(self) -> QSize:
        """As high as its lanes, at least three rows."""
        return QSize(600, RULER + ROW * max(3, len(self._lanes)) + 8)

    def load(self, clip: Clip) -> None:
        """Another clip, all of it."""
        self._clip, self._frame = clip, 0
        self._span = Span(0, clip.frame_count)
        self.fit()

    def set_frame(self, frame: int) -> None:
        """Move the playhead; the view follows when it leaves it."""
        self._frame = frame
        x = self.scale.x_of(frame)
        if not self._scrubbing and not 0 <= x <= self.scale.width - self.scale.per_frame:
            self.scale = replace(self.scale, first=frame - 0.1 * self.scale.width / self.scale.per_frame).kept_inside()
        self.update()

    def set_content(self, span: Span, lanes: tuple[Lane, ...]) -> None:
        """The range and the rows."""
        rows = len(self._lanes)
        self._span, self._lanes = span, lanes
        if rows != len(lanes):
            self.updateGeometry()
        self.update()

    def fit(self) -> None:
        """All of the clip."""
        self.scale = TimelineScale.fitted(self._clip.frame_count if self._clip else 1, self._room())
        self.update()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Closer or farther, round a place or the playhead."""
        self.scale = self.scale.zoomed(factor, self.scale.x_of(self._frame + 0.5) if x is None else x)
        self.update()

    def _room(self) -> float:
        return max(50.0, self.width() - HEADER - END)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.PANEL)
        if self._clip is None:
            return
        bottom = float(self.height())
        self._paint_headers(painter)
        painter.save()
        painter.setClipRect(QRectF(HEADER - 7, 0, self.scale.width + 14, bottom))
        painter.translate(HEADER, 0)
        self._paint_ruler(painter, self._clip)
        for row, lane in enumerate(self._lanes):
            paint_lane(painter, lane, self.scale, RULER + row * ROW, ROW)
        self._paint_range(painter, bottom)
        self._paint_playhead(painter, bottom)
        painter.restore()

    def _paint_headers(self, painter: QPainter) -> None:
        painter.setPen(theme.MUTED)
        assert self._clip is not None
        where = QRectF(12, 0, HEADER - 20, RULER)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, f"{self._clip.frame_count} frames")
        for row, lane in enumerate(self._lanes):
            top = RULER + row * ROW
            if lane.selected:
                painter.fillRect(QRectF(0, top, self.width(), ROW), theme.RAISED)
            painter.fillRect(QRectF(0, top + 5, 3, ROW - 10), lane.colour)
            painter.setPen(theme.TEXT if lane.selected else theme.MUTED)
            text = painter.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, HEADER - 24)
            painter.drawText(QRectF(12, top, HEADER - 20, ROW), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QPen(theme.LINE, 1))
        for row in range(len(self._lanes) + 1):
            y = RULER + row * ROW
            painter.drawLine(0, y, self.width(), y)

    def _paint_ruler(self, painter: QPainter, clip: Clip) -> None:
        step = self.scale.tick_step()
        small = max(1, step // 5)
        seen = self.scale.seen
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.save()
        painter.setFont(font)
        for frame in range(seen.start - seen.start % small, seen.stop, small):
            x = self.scale.x_of(frame)
            large = frame % step == 0
            painter.setPen(QPen(theme.FAINT if large else theme.LINE, 1))
            painter.drawLine(QPointF(x, RULER - (10 if large else 5)), QPointF(x, RULER))
            if large and x < self.scale.width - 20:
                painter.setPen(theme.MUTED)
                painter.drawText(QPointF(x + 4, 13), str(frame))
                painter.setPen(theme.FAINT)
                painter.drawText(QPointF(x + 4, 26), format_time(clip, frame)[3:-1])
        painter.restore()

    def _paint_range(self, painter: QPainter, bottom: float) -> None:
        first, last = self.scale.x_of(self._span.start), self.scale.x_of(self._span.stop)
        dark = QColor(0, 0, 0, 120)
        painter.fillRect(QRectF(0, 0, max(0.0, first), bottom), dark)
        painter.fillRect(QRectF(last, 0, max(0.0, self.scale.width - last), bottom), dark)
        painter.fillRect(QRectF(first, RULER - 3, last - first, 3), theme.ACCENT)
        for x, inwards in ((first, 1), (last, -1)):
            painter.fillRect(QRectF(x if inwards > 0 else x - 2, RULER - 12, 2, 12), theme.ACCENT)

    def _paint_playhead(self, painter: QPainter, bottom: float) -> None:
        x = self.scale.x_of(self._frame + 0.5)
        if self.scale.per_frame > 4:
            box = QRectF(self.scale.x_of(self._frame), RULER, self.scale.per_frame, bottom - RULER)
            painter.fillRect(box, QColor(255, 255, 255, 26))
        painter.setPen(QPen(QColor("white"), 1.4))
        painter.drawLine(QPointF(x, 6), QPointF(x, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor("white"))
        painter.drawPolygon(
            QPolygonF([QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x + 5, 5), QPointF(x, 11), QPointF(x - 5, 5)])
        )

    # --- the mouse

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if self.scale.is_fitted:
            self.fit()
        else:
            self.scale = replace(self.scale, width=self._room()).zoomed(1.0, 0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._clip is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        row = int((at.y() - RULER) // ROW)
        if 0 <= row < len(self._lanes):
            self.lane_pressed.emit(row)
        if at.x() >= HEADER - 7:
            self._scrubbing = True
            self.scrubbed.emit(self.scale.frame_at(at.x() - HEADER))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._scrubbing:
            self.scrubbed.emit(self.scale.frame_at(event.position().x() - HEADER))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._scrubbing = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.scale = self.scale.moved(-(turn.x() + turn.y()) / 120 * 60 / self.scale.per_frame)
            self.update()
        elif turn.y():
            self.zoom(1.25 ** (turn.y() / 120), event.position().x() - HEADER)
        event.accept()
