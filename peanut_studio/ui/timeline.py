"""Ruler, range, markers, playhead and lanes, and what the mouse does with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.project import Marker
from peanut_studio.ui import theme
from peanut_studio.ui.lane_sheet import LaneSheet, Row
from peanut_studio.ui.lanes import AnyLane, FilmLane, Lane
from peanut_studio.ui.timeline_chrome import (
    HEADER,
    RULER,
    marker_at,
    paint_markers,
    paint_playhead,
    paint_range,
)
from peanut_studio.ui.timeline_scale import TimelineScale

END = 14
"""Pixels free at the right end, where lanes can be scrolled."""

LEAST, MOST = 116, 250
"""Heights of the lanes together that are asked for."""

GRIP = 7


class Timeline(QWidget):
    """Shows where things are in the clip; `scrubbed` tells which frame the mouse asks for."""

    scrubbed = Signal(int)
    object_pressed = Signal(int)
    range_dragged = Signal(int, int)
    marker_pressed = Signal(int)
    menu_wanted = Signal(QPoint, int)
    thumbs_wanted = Signal(object)
    lanes_grew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(RULER + LEAST)
        self.setMouseTracking(True)
        self.scale = TimelineScale()
        self._clip: Clip | None = None
        self._frame = 0
        self._span = Span(0, 1)
        self._lanes: tuple[AnyLane, ...] = ()
        self._markers: tuple[Marker, ...] = ()
        self._scrubbing = False
        self._gripped: str | None = None
        self._sheet = LaneSheet()
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName(self.tr("Lanes"))
        self._bar.valueChanged.connect(lambda: self.update())

    def sizeHint(self) -> QSize:
        """As high as its lanes, within bounds."""
        return QSize(600, RULER + max(LEAST, min(MOST, self._lanes_height() + 4)))

    def load(self, clip: Clip) -> None:
        """Another clip, all of it."""
        self._clip, self._frame = clip, 0
        self._span, self._lanes, self._markers = Span(0, clip.frame_count), (), ()
        self.fit()

    def set_frame(self, frame: int) -> None:
        """Move the playhead; the view follows when it leaves it."""
        self._frame = frame
        x = self.scale.x_of(frame)
        if not self._scrubbing and not 0 <= x <= self.scale.width - self.scale.per_frame:
            self.scale = replace(self.scale, first=frame - 0.1 * self.scale.width / self.scale.per_frame).kept_inside()
        self.update()

    def set_content(self, span: Span, lanes: Sequence[AnyLane], markers: tuple[Marker, ...] = ()) -> None:
        """The range, the rows, the markers."""
        height = self._lanes_height()
        self._lanes, self._markers = tuple(lanes), markers
        if self._gripped is None:
            self._span = span
        if height != self._lanes_height():
            self.updateGeometry()
            self._place_bar()
        if height < self._lanes_height():
            self.lanes_grew.emit()
        self.update()

    def fit(self) -> None:
        """All of the clip."""
        self.scale = TimelineScale.fitted(self._clip.frame_count if self._clip else 1, self._room())
        self.update()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Closer or farther, round a place or the playhead."""
        self.scale = self.scale.zoomed(factor, self.scale.x_of(self._frame + 0.5) if x is None else x)
        self.update()

    @property
    def lanes(self) -> tuple[AnyLane, ...]:
        """The rows."""
        return self._lanes

    def top_of(self, row: int) -> int:
        """Where a row begins, in pixels from the widget's upper edge."""
        return RULER + sum(lane.height for lane in self._lanes[:row]) - self._bar.value()

    def _room(self) -> float:
        return max(50.0, self.width() - HEADER - END)

    def _lanes_height(self) -> int:
        return sum(lane.height for lane in self._lanes)

    def _place_bar(self) -> None:
        seen = max(1, self.height() - RULER)
        self._bar.setRange(0, max(0, self._lanes_height() - seen))
        self._bar.setPageStep(seen)
        self._bar.setSingleStep(15)
        self._bar.setGeometry(QRect(self.width() - 11, RULER, 11, seen))
        self._bar.setVisible(self._bar.maximum() > 0)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._clip is None:
            painter.fillRect(self.rect(), theme.PANEL)
            return
        bottom = float(self.height())
        title = self.tr("%n frames", "", self._clip.frame_count)
        painter.drawPixmap(0, 0, self._sheet.picture(self, title, self._clip, self.scale, self._rows))
        self._want_thumbs()
        painter.setClipRect(QRectF(HEADER - 7, 0, self.scale.width + 14, bottom))
        painter.translate(HEADER, 0)
        paint_range(painter, self._span, self.scale, bottom)
        paint_markers(painter, self._markers, self.scale, bottom)
        paint_playhead(painter, self._frame, self.scale, bottom)

    @property
    def _rows(self) -> list[Row]:
        return [Row(lane, self.top_of(row)) for row, lane in enumerate(self._lanes)]

    def _want_thumbs(self) -> None:
        for row in self._sheet.painted:
            if isinstance(row.lane, FilmLane):
                missing = [frame for frame in row.lane.slots(self.scale) if row.lane.thumb(frame) is None]
                self.thumbs_wanted.emit(missing)

    # --- the mouse

    def event(self, event: QEvent) -> bool:
        """A lane's whole name, where there may be no room for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.name_at(event.pos()), self)
            return True
        return super().event(event)

    def name_at(self, place: QPoint) -> str:
        """The name of the lane that is shown there, empty elsewhere."""
        is_name = place.x() < HEADER and place.y() >= RULER
        rows = [row for row in self._rows if row.top <= place.y() < row.top + row.lane.height]
        return rows[0].lane.name if is_name and rows else ""

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place_bar()
        if self.scale.is_fitted:
            self.fit()
        else:
            self.scale = replace(self.scale, width=self._room()).zoomed(1.0, 0.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._clip is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        self._gripped = self._grip_at(at)
        if self._gripped is not None:
            return
        lane = self._lane_at(at.y())
        if isinstance(lane, Lane) and lane.object_id is not None:
            self.object_pressed.emit(lane.object_id)
        if at.x() >= HEADER - 7:
            self._scrubbing = True
            marker = marker_at(self._markers, self.scale, at.x() - HEADER) if RULER - 16 <= at.y() < RULER else None
            self.scrubbed.emit(marker.frame if marker else self.scale.frame_at(at.x() - HEADER))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._gripped is not None:
            self._drag_range(self.scale.edge_at(at.x() - HEADER))
        elif self._scrubbing:
            self.scrubbed.emit(self.scale.frame_at(at.x() - HEADER))
        else:
            grips = self._grip_at(at) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if grips else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._scrubbing = False
        if self._gripped is not None:
            self._gripped = None
            self.range_dragged.emit(self._span.start, self._span.stop)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        marker = marker_at(self._markers, self.scale, event.position().x() - HEADER)
        if marker is not None and RULER - 16 <= event.position().y() < RULER:
            self.marker_pressed.emit(marker.frame)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._clip is not None and event.pos().x() >= HEADER:
            x = event.pos().x() - HEADER
            marker = marker_at(self._markers, self.scale, x)
            self.menu_wanted.emit(event.globalPos(), marker.frame if marker else self.scale.frame_at(x))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn, held = event.angleDelta(), event.modifiers()
        if held & Qt.KeyboardModifier.ControlModifier or event.position().x() < HEADER:
            self._bar.setValue(self._bar.value() - turn.y() // 4)
        elif held & Qt.KeyboardModifier.ShiftModifier or abs(turn.x()) > abs(turn.y()):
            self.scale = self.scale.moved(-(turn.x() + turn.y()) / 120 * 60 / self.scale.per_frame)
            self.update()
        elif turn.y():
            self.zoom(1.25 ** (turn.y() / 120), event.position().x() - HEADER)
        event.accept()

    def _lane_at(self, y: float) -> AnyLane | None:
        under = (lane for row, lane in enumerate(self._lanes) if 0 <= y - self.top_of(row) < lane.height)
        return next(under, None) if y >= RULER else None

    def _grip_at(self, at: QPointF) -> str | None:
        if self._clip is None or not RULER - 14 <= at.y() < RULER:
            return None
        ends = {"in": self.scale.x_of(self._span.start), "out": self.scale.x_of(self._span.stop)}
        name = min(ends, key=lambda one: abs(at.x() - HEADER - ends[one]))
        return name if abs(at.x() - HEADER - ends[name]) <= GRIP else None

    def _drag_range(self, edge: int) -> None:
        if self._gripped == "in":
            self._span = Span(min(edge, self._span.stop - 1), self._span.stop)
        else:
            self._span = Span(self._span.start, max(edge, self._span.start + 1))
        self.update()
