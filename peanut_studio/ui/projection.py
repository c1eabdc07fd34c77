"""The pictures of a mode, painted where they belong. What lies over them is in `marks`."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from peanut_studio.ui import marks
from peanut_studio.ui.flow_feed import FlowShown
from peanut_studio.ui.modes import Look, Mode, Standing
from peanut_studio.ui.view_transform import ViewTransform

BLOCKS = 2.0
"""Magnified more than so, pixels are shown as squares; those of a small copy, which are none of the clip, never are."""

GRID = 8.0
"""Magnified more than so, lines part the pixels."""


@dataclass(frozen=True, eq=False)
class Slides:
    """What there is to be shown of a frame; None where there is no such picture. `standing` is that of the result.

    `filling` is the frame that the result is of, where it is one that a job is filling and not that under the playhead.
    """

    source: QImage | None = None
    result: QImage | None = None
    layers: tuple[QImage, ...] = ()
    made: QImage | None = None
    flow: FlowShown | None = None
    rims: tuple[QImage, ...] = ()
    standing: Standing = Standing.NONE
    filling: int | None = None


def notice_of(standing: Standing) -> tuple[str, str]:
    """Why there is no picture after, and what to do about it."""
    if standing is Standing.COMING:
        return (
            QCoreApplication.translate("Projection", "This frame is still being made."),
            QCoreApplication.translate("Projection", "It is shown here as soon as it is filled."),
        )
    if standing is Standing.BEYOND:
        return (
            QCoreApplication.translate("Projection", "The larger film does not have this frame."),
            QCoreApplication.translate("Projection", "It shows the range that was enlarged."),
        )
    return (
        QCoreApplication.translate("Projection", "No result for this frame yet."),
        QCoreApplication.translate("Projection", "Point at an object, then press Remove."),
    )


@dataclass(frozen=True)
class Projector:
    """Paints pictures of a clip of so many pixels; `ratio` is how many device pixels a logical one has.

    The other film may have more pixels than the clip: it takes the same place. `after` is its name, empty for the
    result.
    """

    size: QSizeF
    view: ViewTransform
    ratio: float
    after: str = ""

    def paint(self, painter: QPainter, panes: list[QRectF], slides: Slides, look: Look, wipe_at: float) -> None:
        """All that the mode shows, without marks."""
        mode, pane = look.mode, panes[0]
        if mode is Mode.SIDE:
            self._source(painter, pane, slides)
            marks.paint_tag(painter, pane, QCoreApplication.translate("Projection", "Before"))
            self._result(painter, panes[1], slides)
            marks.paint_tag(painter, panes[1], self._name_of(slides))
        elif mode is Mode.RESULT:
            if self._result(painter, pane, slides) and (tag := self._result_tag(slides)):
                marks.paint_tag(painter, pane, tag)
        elif mode is Mode.WIPE:
            self._wipe(painter, pane, slides, wipe_at)
        elif mode is Mode.DIFFERENCE:
            self._difference(painter, pane, slides, look)
        elif mode is Mode.ONION:
            self._onion(painter, pane, slides, look)
        elif mode is Mode.FLOW:
            self._flow(painter, pane, slides, look)
        elif mode is Mode.MATTE:
            self.picture(painter, pane, slides.made)
        else:
            self._source(painter, pane, slides)
        for each in panes:
            self._grid(painter, each)

    def _name_of(self, slides: Slides) -> str:
        if slides.standing is Standing.UNCHANGED:
            return QCoreApplication.translate("Projection", "After, outside the range")
        return self.after or QCoreApplication.translate("Projection", "After")

    def _result_tag(self, slides: Slides) -> str:
        if slides.filling is not None:
            return QCoreApplication.translate("Projection", "Filling frame {frame}").format(frame=slides.filling)
        if slides.standing is Standing.UNCHANGED:
            return QCoreApplication.translate("Projection", "Outside the range")
        return self.after

    def picture(
        self, painter: QPainter, pane: QRectF, image: QImage | None, opacity: float = 1.0, seen: QRectF | None = None
    ) -> None:
        """One picture in its place, cut off at the ends of the pane, or of the part of it that is `seen`."""
        if image is None:
            return
        painter.save()
        painter.setClipRect(pane if seen is None else seen, Qt.ClipOperation.IntersectClip)
        painter.setOpacity(opacity)
        full = image.width() >= self.size.width()
        smooth = not full or self.view.scale * self.ratio * self.size.width() / image.width() <= BLOCKS
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(self.view.target(self.size, pane), image, QRectF(image.rect()))
        painter.restore()

    def _source(self, painter: QPainter, pane: QRectF, slides: Slides) -> None:
        for image in (slides.source, *slides.layers):
            self.picture(painter, pane, image)

    def _result(self, painter: QPainter, pane: QRectF, slides: Slides) -> bool:
        if slides.result is not None:
            for image in (slides.result, *slides.rims):
                self.picture(painter, pane, image)
            return True
        marks.paint_notice(painter, pane, *notice_of(slides.standing))
        return False

    def _wipe(self, painter: QPainter, pane: QRectF, slides: Slides, wipe_at: float) -> None:
        line = wipe_at * pane.width()
        self._source(painter, pane, slides)
        if slides.result is None:
            marks.paint_tag(painter, pane, notice_of(slides.standing)[0].rstrip(".。"))
            return
        for image in (slides.result, *slides.rims):
            self.picture(painter, pane, image, seen=QRectF(line, 0, pane.width() - line, pane.height()))
        marks.paint_wipe(painter, pane, line, self._name_of(slides))

    def _difference(self, painter: QPainter, pane: QRectF, slides: Slides, look: Look) -> None:
        if slides.made is None:
            self._result(painter, pane, Slides(standing=slides.standing))
            return
        self.picture(painter, pane, slides.made)
        marks.paint_tag(
            painter, pane, QCoreApplication.translate("Projection", "Difference, {gain} times").format(gain=look.gain)
        )

    def _onion(self, painter: QPainter, pane: QRectF, slides: Slides, look: Look) -> None:
        self.picture(painter, pane, slides.source)
        if slides.result is None:
            marks.paint_tag(painter, pane, notice_of(slides.standing)[0].rstrip(".。"))
        else:
            self.picture(painter, pane, slides.result, look.onion)

    def _flow(self, painter: QPainter, pane: QRectF, slides: Slides, look: Look) -> None:
        if slides.flow is None:
            self.picture(painter, pane, slides.source, 0.35)
            marks.paint_tag(painter, pane, QCoreApplication.translate("Projection", "Measuring motion…"))
            return
        self.picture(painter, pane, slides.flow.image)
        motion = slides.flow.motion
        marks.paint_wheel(
            painter,
            pane,
            slides.flow.wheel,
            QCoreApplication.translate("Projection", "{scale} px a frame").format(scale=f"{motion.scale:g}"),
        )
        tags = []
        if look.completed and slides.flow.completed:
            tags.append(QCoreApplication.translate("Projection", "Completed behind the objects"))
        elif look.completed:
            tags.append(QCoreApplication.translate("Projection", "As measured: no mask on this frame"))
        if motion.is_still:
            tags.append(QCoreApplication.translate("Projection", "No motion here: a flow engine will blur"))
        if tags:
            marks.paint_tag(painter, pane, "  ·  ".join(tags))

    def _grid(self, painter: QPainter, pane: QRectF) -> None:
        if self.view.scale * self.ratio > GRID:
            marks.paint_grid(painter, pane, self.view, self.size)
