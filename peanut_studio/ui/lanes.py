"""The rows of the timeline: what each shows, and how it is painted in the frames that are seen.

Rows are equal where they look the same: large parts are compared by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from peanut_studio.model.clip import Span
from peanut_studio.ops.pyramid import Pyramid, runs_of
from peanut_studio.ops.track_levels import TrackLevels
from peanut_studio.ui import theme
from peanut_studio.ui.timeline_scale import TimelineScale

ThumbOf: TypeAlias = Callable[[int], QImage | None]


@dataclass(frozen=True)
class Lane:
    """One row. `marked` are the frames with points, `corrected` those with a mask made by hand, ascending.

    `changed` are stretches that were made from points and corrections which have changed since; `stale`: all is.
    """

    name: str
    colour: QColor
    levels: TrackLevels | None = None
    filled: Pyramid | None = None
    marked: tuple[int, ...] = ()
    stale: bool = False
    selected: bool = False
    object_id: int | None = None
    corrected: tuple[int, ...] = ()
    changed: tuple[Span, ...] = ()
    height: ClassVar[int] = 30

    def paint(self, painter: QPainter, scale: TimelineScale, top: float) -> None:
        """Draw what is seen of it."""
        box = QRectF(0, top + 3, scale.width, self.height - 6)
        covered = self.levels.tracked if self.levels else self.filled
        if covered is not None:
            body = QColor(self.colour)
            body.setAlpha(60)
            for left, right in stretches(covered, scale):
                painter.fillRect(_part(box, left, right), body)
        if self.levels is not None:
            _paint_confidence(painter, self.levels, self.colour, scale, box)
            lost = [_part(box, left, right) for left, right in stretches(self.levels.lost, scale)]
            painter.setPen(Qt.PenStyle.NoPen)
            for brush in (QBrush(theme.PANEL), QBrush(theme.BAD, Qt.BrushStyle.BDiagPattern)):
                painter.setBrush(brush)
                painter.drawRects(lost)
        veil = QColor(theme.PANEL)
        veil.setAlpha(235)
        old = [(scale.x_of(span.start), scale.x_of(span.stop)) for span in self.changed]
        for left, right in stretches(covered, scale) if self.stale and covered is not None else old:
            if left < scale.width and right > 0:
                painter.fillRect(_part(box, left, right), QBrush(veil, Qt.BrushStyle.FDiagPattern))
        _paint_marks(painter, self, scale, top + self.height / 2)


@dataclass(frozen=True)
class FilmLane:
    """The clip's own pictures. `thumb` gives that of a frame as far as it is there, `shape` is width to height.

    `edition` is another number whenever there are more pictures.
    """

    thumb: ThumbOf
    shape: float
    edition: int = 0
    name: str = field(default_factory=lambda: QCoreApplication.translate("Lanes", "Clip"))
    colour: QColor = field(default_factory=lambda: theme.FAINT)
    selected: bool = False
    height: ClassVar[int] = 44

    def slots(self, scale: TimelineScale) -> Iterator[int]:
        """The frames whose pictures are seen, each at the left end of its place."""
        step = self.step(scale)
        seen = scale.seen
        return iter(range(seen.start - seen.start % step, seen.stop, step))

    def step(self, scale: TimelineScale) -> int:
        """Frames from one picture to the next: a power of two, so that they stay when the zoom changes a little."""
        fits = max(1.0, self._width() / scale.per_frame)
        return 1 << int(fits).bit_length() - 1

    def paint(self, painter: QPainter, scale: TimelineScale, top: float) -> None:
        """Draw what is seen of it."""
        step, height, wide = self.step(scale), self.height - 4, self._width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for frame in self.slots(scale):
            room = min(scale.x_of(min(scale.count, frame + step)) - scale.x_of(frame), wide)
            place = QRectF(scale.x_of(frame), top + 2, room, height)
            image = self.thumb(frame)
            if image is None:
                painter.fillRect(place.adjusted(0, 0, -1, 0), theme.RAISED)
            else:
                shown = QRectF(0, 0, image.width() * room / wide, image.height())
                painter.drawImage(place, image, shown)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _width(self) -> float:
        return max(12.0, (self.height - 4) * self.shape)


@dataclass(frozen=True)
class SoundLane:
    """How loud the clip is; `peaks` has `per_frame` values 0..255 a frame, None while they are being found out."""

    peaks: Pyramid | None
    per_frame: int
    name: str = field(default_factory=lambda: QCoreApplication.translate("Lanes", "Sound"))
    colour: QColor = field(default_factory=lambda: theme.FAINT)
    selected: bool = False
    height: ClassVar[int] = 32

    def paint(self, painter: QPainter, scale: TimelineScale, top: float) -> None:
        """Draw what is seen of it."""
        middle, reach = top + self.height / 2, self.height / 2 - 3
        painter.setPen(QPen(theme.LINE, 1))
        painter.drawLine(QPointF(0, middle), QPointF(scale.width, middle))
        if self.peaks is None:
            return
        step = self.per_frame / scale.per_frame
        count = int(min(scale.width, scale.x_of(scale.count))) + 1
        found = self.peaks.bins(scale.first * self.per_frame, step, count).tolist()
        upper = [QPointF(x, middle - reach * value / 255) for x, value in enumerate(found)]
        lower = [QPointF(x, middle + reach * value / 255) for x, value in enumerate(found)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.SOUND)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))


@dataclass(frozen=True)
class ReviewLane:
    """Frames that should be looked at: `doubtful` and, worse, `bad`."""

    doubtful: Pyramid
    bad: Pyramid
    name: str = field(default_factory=lambda: QCoreApplication.translate("Lanes", "Review"))
    colour: QColor = field(default_factory=lambda: theme.ACCENT)
    selected: bool = False
    height: ClassVar[int] = 18

    def paint(self, painter: QPainter, scale: TimelineScale, top: float) -> None:
        """Draw what is seen of it."""
        box = QRectF(0, top + 4, scale.width, self.height - 8)
        for row, colour in ((self.doubtful, theme.ACCENT), (self.bad, theme.BAD)):
            for left, right in stretches(row, scale):
                painter.fillRect(_part(box, left, max(right, left + 2)), colour)


AnyLane: TypeAlias = Lane | FilmLane | SoundLane | ReviewLane


def stretches(row: Pyramid, scale: TimelineScale) -> list[tuple[float, float]]:
    """From where to where (pixels) a row of ones and zeros, one a frame, is 1: as many as there are columns at most."""
    first, step, count = _bins(scale)
    places = [scale.x_of(first + step * one) for one in range(count + 1)]
    return [(places[start], places[stop]) for start, stop in runs_of(row.bins(first, step, count) > 0)]


def _bins(scale: TimelineScale) -> tuple[float, float, int]:
    """First frame, frames a bin, bins: one for each frame, or for each pixel where frames are narrower."""
    if scale.per_frame >= 1:
        return scale.seen.start, 1.0, len(scale.seen)
    step = 1 / scale.per_frame
    return scale.first, step, min(int(scale.width) + 1, int((scale.count - scale.first) / step) + 1)


def _paint_confidence(
    painter: QPainter, levels: TrackLevels, colour: QColor, scale: TimelineScale, box: QRectF
) -> None:
    """A stepped curve, at most one step a pixel, the lowest of its frames: what is doubtful must be seen."""
    first, step, count = _bins(scale)
    lows = levels.sure.bins(first, step, count).tolist()
    bar = QColor(colour)
    bar.setAlpha(150)
    left, wide, bottom, high = scale.x_of(first), scale.per_frame * step, box.bottom(), box.height()
    bars, tops = [], []
    for start, stop in runs_of(levels.tracked.bins(first, step, count) > 0):
        for one in range(start, stop):
            x, reach = left + wide * one, high * lows[one]
            bars.append(QRectF(x, bottom - reach, wide, reach))
            tops.append(QRectF(x, bottom - reach, wide, 1))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar)
    painter.drawRects(bars)
    painter.setBrush(colour.lighter(120))
    painter.drawRects(tops)


def _paint_marks(painter: QPainter, lane: Lane, scale: TimelineScale, middle: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    reach = 5.5
    painter.setPen(QPen(lane.colour.darker(250), 1.4))
    painter.setBrush(lane.colour.lighter(125))
    diamond = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
    square = [QPointF(-4, -6), QPointF(4, -6), QPointF(4, 6), QPointF(-4, 6)]
    for frames, shape in ((lane.marked, diamond), (lane.corrected, square)):
        last = -10.0
        for frame in frames:
            x = scale.x_of(frame + 0.5)
            if -reach <= x <= scale.width + reach and x - last >= 6:
                last = x
                painter.drawPolygon(QPolygonF([QPointF(x, middle) + side for side in shape]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _part(box: QRectF, left: float, right: float) -> QRectF:
    left, right = max(-2.0, left), min(box.width() + 2, right)
    return QRectF(left, box.top(), max(1.0, right - left), box.height())
