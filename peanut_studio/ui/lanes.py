"""What a lane of the timeline shows, worked out once for each track."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from peanut_studio.engines.contract import LOST
from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.ui import theme
from peanut_studio.ui.timeline_scale import TimelineScale


@dataclass(frozen=True, eq=False)
class Lane:
    """One row. `tracked` and `lost` are stretches, `sure` confidences by frame, `marked` frames with points."""

    name: str
    colour: QColor
    tracked: tuple[Span, ...] = ()
    lost: tuple[Span, ...] = ()
    sure: MaskTrack | None = None
    marked: tuple[int, ...] = ()
    stale: bool = False
    selected: bool = False


@dataclass(frozen=True, eq=False)
class Stretches:
    """The stretches of one track."""

    track: MaskTrack
    tracked: tuple[Span, ...]
    lost: tuple[Span, ...]

    @staticmethod
    def of(track: MaskTrack) -> Stretches:
        """Worked out from a track's confidences."""
        return Stretches(track, tuple(join_frames(track.frames)), tuple(track.stretches_below(LOST)))


def paint_lane(painter: QPainter, lane: Lane, scale: TimelineScale, top: float, height: float) -> None:
    """One row, in the frames that are seen."""
    body = QColor(lane.colour)
    body.setAlpha(70)
    for span in _seen(lane.tracked, scale):
        painter.fillRect(_rect(span, scale, top + 3, height - 6), body)
    if lane.sure is not None:
        _paint_confidence(painter, lane, scale, top + 3, height - 6)
    for span in _seen(lane.lost, scale):
        box = _rect(span, scale, top + 3, height - 6)
        painter.fillRect(box, theme.PANEL)
        painter.fillRect(box, QBrush(theme.BAD, Qt.BrushStyle.BDiagPattern))
    if lane.stale:
        veil = QColor(theme.PANEL)
        veil.setAlpha(235)
        for span in _seen(lane.tracked, scale):
            painter.fillRect(_rect(span, scale, top + 3, height - 6), QBrush(veil, Qt.BrushStyle.FDiagPattern))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for frame in lane.marked:
        if frame in scale.seen:
            _paint_diamond(painter, QPointF(scale.x_of(frame + 0.5), top + height / 2), lane.colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_confidence(painter: QPainter, lane: Lane, scale: TimelineScale, top: float, height: float) -> None:
    """At most one line a pixel, the lowest of its frames: what is doubtful must be seen."""
    assert lane.sure is not None
    lows: dict[float, float] = {}
    for frame in scale.seen:
        if frame in lane.sure.runs:
            x = scale.x_of(frame) if scale.per_frame > 1 else int(scale.x_of(frame))
            lows[x] = min(lows.get(x, 1.0), lane.sure.confidence.get(frame, 1.0))
    painter.setPen(QPen(lane.colour, 1))
    wide = max(1.0, scale.per_frame)
    bar = QColor(lane.colour)
    bar.setAlpha(150)
    for x, low in lows.items():
        level = top + height * (1 - low)
        painter.fillRect(QRectF(x, level, wide, top + height - level), bar)
        painter.drawLine(QLineF(x, level, x + wide, level))


def _paint_diamond(painter: QPainter, at: QPointF, colour: QColor) -> None:
    reach = 5.5
    painter.setPen(QPen(theme.STAGE, 1.4))
    painter.setBrush(colour.lighter(135))
    sides = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
    painter.drawPolygon(QPolygonF([at + side for side in sides]))


def _seen(spans: Iterable[Span], scale: TimelineScale) -> Iterable[Span]:
    seen = scale.seen
    return (span for span in spans if span.start < seen.stop and span.stop > seen.start)


def _rect(span: Span, scale: TimelineScale, top: float, height: float) -> QRectF:
    left, right = max(-2.0, scale.x_of(span.start)), min(scale.width + 2, scale.x_of(span.stop))
    return QRectF(left, top, max(1.0, right - left), height)
