"""Four plots over the same frames, one under the other. The only module that knows pyqtgraph: import it late."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peanut_studio.ui import theme

if TYPE_CHECKING:
    from peanut_studio.ops.track_curves import TrackCurves
    from peanut_studio.quality.steadiness import SteadinessCurves

AXIS, RIGHT = 128, 14
"""Room at the left for name and numbers, and at the right: as in the timeline, so that frames lie under its own."""


class Plots(QWidget):
    """`pressed` gives the frame that was clicked."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._view = pyqtgraph.GraphicsLayoutWidget()
        self._view.ci.setSpacing(2)
        self._view.ci.setContentsMargins(4, 2, RIGHT, 2)
        names = (self.tr("Confidence"), self.tr("Area, %"), self.tr("Motion, px"), self.tr("Warping error"))
        self.setToolTip(
            self.tr(
                "Motion: the median over the picture. Warping error: how far what was filled in is from the next frame "
                "brought back along the motion, in levels of 255; flicker makes peaks."
            )
        )
        self._names: list[Any] = []
        self._plots: list[Any] = [self._plot(row, name) for row, name in enumerate(names)]
        self._is_aligning = False
        for plot in self._plots:
            plot.getViewBox().sigXRangeChanged.connect(self.on_range_changed)
        _show_up_to(self._plots[0], 1.0)
        self._plots[0].setMouseEnabled(x=True, y=False)
        self.lines: list[Any] = [pyqtgraph.InfiniteLine(angle=90) for _ in self._plots]
        self.curves: list[Any] = [plot.plot(connect="finite") for plot in self._plots]
        for plot, line in zip(self._plots, self.lines, strict=True):
            plot.addItem(line)
        for curve in self.curves:
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
        self._view.scene().sigMouseClicked.connect(self.on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self.dress()

    def show_curves(
        self, count: int, curves: TrackCurves | None, steadiness: SteadinessCurves | None, colour: QColor
    ) -> None:
        """An object's curves in its colour, and those of the picture as far as they are known."""
        if count != self._count:
            self._count = count
            for plot in self._plots:
                plot.setLimits(xMin=-0.5, xMax=count - 0.5)
            self._plots[0].setXRange(-0.5, count - 0.5, padding=0)
        of_object, of_picture = QPen(colour, 1.6), QPen(theme.ACCENT, 1.4)
        values = (*_of_track(curves), *_of_picture(steadiness))
        tops = (1.0, *(_round_number(max(shown.highest, 0.1)) for shown in values[1:]))
        # Without any the layout would shrink to nothing and stay so.
        seen = [row for row, shown in enumerate(values) if shown.is_known] or [2]
        for row, (plot, drawn, shown) in enumerate(zip(self._plots, self.curves, values, strict=True)):
            pen = of_object if row < 2 else of_picture
            pen.setCosmetic(True)
            drawn.setData(shown.frames, shown.values, pen=pen)
            plot.setVisible(row in seen)
            plot.getAxis("bottom").setStyle(showValues=row == max(seen))
            _show_up_to(plot, tops[row])

    def show_frame(self, frame: int) -> None:
        """Where the playhead is."""
        for line in self.lines:
            line.setValue(frame)

    def dress(self) -> None:
        """Wear the theme's colours."""
        self._view.setBackground(theme.PANEL)
        for plot, line in zip(self._plots, self.lines, strict=True):
            line.setPen(QPen(theme.PLAYHEAD, 0))
            for side in ("left", "bottom"):
                axis = plot.getAxis(side)
                axis.setPen(QPen(theme.LINE, 0))
                axis.setTextPen(QPen(theme.MUTED, 0))
        for label in self._names:
            label.setColor(theme.MUTED)

    def on_range_changed(self, _view: object, ends: tuple[float, float]) -> None:
        """One plot was zoomed or moved: the others show the same frames."""
        # pyqtgraph's own link goes by where plots lie on the screen, which of hidden ones means nothing.
        if self._is_aligning:
            return
        self._is_aligning = True
        for plot in self._plots:
            plot.setXRange(*ends, padding=0)
        self._is_aligning = False

    def frame_at(self, place: QPointF) -> int:
        """The frame under a point of the scene."""
        x = self._plots[0].getViewBox().mapSceneToView(place).x()
        return max(0, min(self._count - 1, round(float(x))))

    def place_of(self, frame: int) -> QPointF:
        """Where a frame lies in the scene."""
        return QPointF(self._plots[0].getViewBox().mapViewToScene(QPointF(frame, 0.5)))

    def on_clicked(self, event: Any) -> None:
        """Somebody clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.frame_at(event.scenePos()))

    def _plot(self, row: int, name: str) -> Any:
        plot = self._view.addPlot(row=row, col=0, enableMenu=False)
        plot.hideButtons()
        plot.setMouseEnabled(x=True, y=False)
        plot.getAxis("left").setWidth(AXIS)
        label = pyqtgraph.TextItem(name)
        label.setParentItem(plot.getAxis("left"))
        label.setPos(6, 0)
        self._names.append(label)
        plot.showGrid(x=False, y=True, alpha=0.15)
        return plot


def _show_up_to(plot: Any, top: float) -> None:
    # One number is all that a low plot has room for, and over it half a line.
    plot.setYRange(0, top * 1.5, padding=0)
    plot.getAxis("left").setTicks([[(top, f"{top:g}")]])


def _round_number(least: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 and so on, and of their tenths, that is not below."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * first for first in (1, 2, 5, 10) if power * first >= least)


@dataclass(frozen=True, eq=False)
class _Drawn:
    frames: Any
    values: Any
    highest: float
    is_known: bool = True


NOTHING = _Drawn([], [], 0.0, False)


def _of_track(curves: TrackCurves | None) -> tuple[_Drawn, _Drawn]:
    if curves is None:
        return NOTHING, NOTHING
    return _Drawn(curves.frames, curves.confidence, 1.0), _Drawn(curves.frames, curves.area, curves.largest)


def _of_picture(known: SteadinessCurves | None) -> tuple[_Drawn, _Drawn]:
    if known is None:
        return NOTHING, NOTHING
    return (
        _Drawn(known.frames, known.motion, known.most_motion),
        _Drawn(known.frames, known.warping, known.most_warping, known.most_warping > 0),
    )
