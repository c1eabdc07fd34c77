"""The rows of the timeline: what each shows, and how it is painted in the frames that are seen.

Rows are equal where they look the same: large parts are compared by identity.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, TypeAlias, cast

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF, qRgba

from peanut_studio.model.clip import Span
from peanut_studio.ops import lane_picture
from peanut_studio.ops.lane_picture import Columns, Levels, sound_picture
from peanut_studio.ops.pyramid import Pyramid, runs_of
from peanut_studio.ops.track_levels import TrackLevels
from peanut_studio.ui import theme
from peanut_studio.ui.pictures import levels_image
from peanut_studio.ui.timeline_scale import TimelineScale

ThumbOf: TypeAlias = Callable[[int], QImage | None]

DIAMOND = ((0.0, -5.5), (5.5, 0.0), (0.0, 5.5), (-5.5, 0.0))
SQUARE = ((-4.0, -6.0), (4.0, -6.0), (4.0, 6.0), (-4.0, 6.0))
APART, STAMP = 6.0, 15.0
"""Pixels from one mark to the next at least, and the side of the square in which a mark lies."""


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
        body = QColor(self.colour)
        body.setAlpha(60)
        covered = self.levels.tracked if self.levels else self.filled
        whole = stretches(covered, scale) if covered is not None and (self.stale or self.levels is None) else []
        if self.levels is not None:
            _paint_track(painter, self.levels, self.colour, scale, box)
        else:
            for left, right in whole:
                painter.fillRect(_part(box, left, right), body)
        veil = QColor(theme.PANEL)
        veil.setAlpha(235)
        old = [(scale.x_of(span.start), scale.x_of(span.stop)) for span in self.changed]
        for left, right in whole if self.stale and covered is not None else old:
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
        peaks = self.peaks
        if peaks is None:
            return
        _paint_levels(
            painter,
            QRectF(0, middle - reach, scale.width, 2 * reach),
            scale,
            lambda columns, high, _stroke: sound_picture(peaks, self.per_frame, columns, high),
            [0, theme.SOUND.rgba()],
        )


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


def _paint_track(painter: QPainter, levels: TrackLevels, colour: QColor, scale: TimelineScale, box: QRectF) -> None:
    """How sure it is, at most one step a pixel, the lowest of its frames: what is doubtful must be seen."""
    red, green, blue, _ = cast("tuple[int, int, int, int]", colour.getRgb())
    shades = {
        lane_picture.NOTHING: 0,
        lane_picture.BODY: qRgba(red, green, blue, 60),
        lane_picture.BAR: qRgba(red, green, blue, 175),
        lane_picture.TOP: colour.lighter(120).rgba(),
        lane_picture.GAP: theme.PANEL.rgba(),
        lane_picture.HATCH: theme.BAD.rgba(),
    }
    made = partial(lane_picture.track_picture, levels)
    _paint_levels(painter, box, scale, made, [shades[level] for level in sorted(shades)])


def _paint_levels(
    painter: QPainter,
    box: QRectF,
    scale: TimelineScale,
    picture: Callable[[Columns, int, int], Levels],
    shades: list[int],
) -> None:
    """Draw a picture of levels, one for each pixel of the screen; `picture` is asked for columns, height, stroke."""
    ratio = painter.device().devicePixelRatio()
    wide = math.ceil(min(scale.width, scale.x_of(scale.count)) * ratio)
    high = round(box.height() * ratio)
    columns = Columns(scale.first, 1 / (scale.per_frame * ratio), wide)
    image = levels_image(picture(columns, high, max(1, round(ratio))), shades)
    image.setDevicePixelRatio(ratio)
    painter.drawImage(box.topLeft(), image)


def _paint_marks(painter: QPainter, lane: Lane, scale: TimelineScale, middle: float) -> None:
    ratio = painter.device().devicePixelRatio()
    for frames, shape in ((lane.marked, DIAMOND), (lane.corrected, SQUARE)):
        places = marks_seen(frames, scale)
        if places:
            stamp = _stamp(shape, lane.colour, ratio)
            for x in places:
                painter.drawImage(QPointF(x - STAMP / 2, middle - STAMP / 2), stamp)


def marks_seen(frames: Sequence[int], scale: TimelineScale) -> list[float]:
    """Where (pixels) marks on ascending frames are drawn: those that are seen, six pixels apart at least."""
    places: list[float] = []
    number = bisect_left(frames, scale.first - STAMP / scale.per_frame)
    while number < len(frames):
        x = scale.x_of(frames[number] + 0.5)
        if x > scale.width + STAMP:
            break
        places.append(x)
        number = max(number + 1, bisect_left(frames, frames[number] + APART / scale.per_frame, number + 1))
    return places


def _stamp(shape: Sequence[tuple[float, float]], colour: QColor, ratio: float) -> QImage:
    """A mark, drawn once and put down many times."""
    side = math.ceil(STAMP * ratio)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour.darker(250), 1.4))
    painter.setBrush(colour.lighter(125))
    painter.drawPolygon(QPolygonF([QPointF(STAMP / 2 + x, STAMP / 2 + y) for x, y in shape]))
    painter.end()
    return image


def _part(box: QRectF, left: float, right: float) -> QRectF:
    left, right = max(-2.0, left), min(box.width() + 2, right)
    return QRectF(left, box.top(), max(1.0, right - left), box.height())
