"""Ruler and lanes as one picture that is kept: what stays as it was is not painted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from peanut_studio.model.clip import Clip
from peanut_studio.ui import theme
from peanut_studio.ui.lanes import AnyLane
from peanut_studio.ui.timeline_chrome import HEADER, RULER, paint_name, paint_ruler
from peanut_studio.ui.timeline_scale import TimelineScale


@dataclass(frozen=True)
class Row:
    """A lane and how many pixels from the timeline's upper edge it begins."""

    lane: AnyLane
    top: int


class LaneSheet:
    """The picture under range, markers and playhead. `painted` are the rows of the last call that were painted anew."""

    def __init__(self) -> None:
        self.painted: tuple[Row, ...] = ()
        self._pixmap = QPixmap()
        self._of: object = None
        self._rows: tuple[Row, ...] = ()

    def picture(self, timeline: QWidget, title: str, clip: Clip, scale: TimelineScale, rows: Sequence[Row]) -> QPixmap:
        """As large as the timeline, `title` over the lanes' names; rows that are out of sight are left out."""
        width, height, ratio = timeline.width(), timeline.height(), timeline.devicePixelRatioF()
        places = tuple((row.top, row.lane.height) for row in rows)
        wanted = (scale, timeline.size(), ratio, theme.shown(), places, clip)
        anew = self._of is None or self._of != wanted
        seen = [row for row in rows if row.top <= height and row.top + row.lane.height >= RULER]
        self.painted = tuple(row for row in seen if anew or row not in self._rows)
        self._of, self._rows = wanted, tuple(rows)
        if anew:
            self._pixmap = QPixmap(timeline.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.PANEL)
        if self.painted:
            painter = QPainter(self._pixmap)
            painter.setFont(timeline.font())
            if anew:
                _paint_head(painter, title, clip, scale, width)
            for row in self.painted:
                _paint_row(painter, row, scale, width)
            painter.end()
        return self._pixmap


def _paint_head(painter: QPainter, title: str, clip: Clip, scale: TimelineScale, width: int) -> None:
    painter.setPen(theme.MUTED)
    where = QRectF(12, 0, HEADER - 20, RULER)
    painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, title)
    painter.save()
    painter.setClipRect(QRectF(HEADER - 7, 0, scale.width + 14, RULER))
    painter.translate(HEADER, 0)
    paint_ruler(painter, clip, scale)
    painter.restore()
    painter.setPen(QPen(theme.LINE, 1))
    painter.drawLine(0, RULER, width, RULER)


def _paint_row(painter: QPainter, row: Row, scale: TimelineScale, width: int) -> None:
    top, height = max(RULER + 1, row.top), row.lane.height
    painter.save()
    # The line at its lower edge is its own, that at its upper edge belongs to the row above.
    painter.setClipRect(QRectF(0, top, width, row.top + height + 1 - top))
    painter.fillRect(QRectF(0, row.top + 1, width, height), theme.PANEL)
    paint_name(painter, row.lane, row.top, width)
    painter.setClipRect(QRectF(HEADER - 6, top, scale.width + 12, row.top + height - top))
    painter.translate(HEADER, 0)
    row.lane.paint(painter, scale, row.top)
    painter.restore()
