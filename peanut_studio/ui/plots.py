"""Three plots over the same frames, one under the other. The only module that knows pyqtgraph: import it late."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peanut_studio.ops.track_curves import TrackCurves
from peanut_studio.ui import theme

AXIS, RIGHT = 128, 14
"""Room at the left for name and numbers, and at the right: as in the timeline, so that frames lie under its own."""


class Plots(QWidget):
    """`pressed` gives the frame that was clicked."""

    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 1
        self._view = pyqtgraph.GraphicsLayoutWidget()
        self._view.ci.setSpacing(2)
        self._view.ci.setContentsMargins(4, 2, RIGHT, 2)
        names = (self.tr("Confidence"), self.tr("Area, %"), self.tr("Motion, px"))
        self._names: list[Any] = []
        self._plots: list[Any] = [self._plot(row, name) for row, name in enumerate(names)]
        for plot in self._plots[1:]:
            plot.setXLink(self._plots[0])
        _show_up_to(self._plots[0], 1.0)
        self._plots[0].setMouseEnabled(x=True, y=False)
        self.lines: list[Any] = [pyqtgraph.InfiniteLine(angle=90) for _ in self._plots]
        self.curves: list[Any] = [
            self._plots[0].plot(connect="finite"),
            self._plots[1].plot(connect="finite"),
            self._plots[2].plot(connect="finite", symbol="o", symbolSize=4),
        ]
        for plot, line in zip(self._plots, self.lines, strict=True):
            plot.addItem(line)
        for curve in self.curves[:2]:
            curve.setDownsampling(auto=True, method="peak")
            curve.setClipToView(True)
        self._view.scene().sigMouseClicked.connect(self.on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self.dress()

    def show_curves(self, count: int, curves: TrackCurves | None, motion: Mapping[int, float], colour: QColor) -> None:
        """An object's curves in its colour, and the motion on the frames where it is known."""
        if count != self._count:
            self._count = count
            self._plots[0].setLimits(xMin=-0.5, xMax=count - 0.5)
            self._plots[0].setXRange(-0.5, count - 0.5, padding=0)
        pen = QPen(colour, 1.6)
        pen.setCosmetic(True)
        for drawn, values in zip(self.curves, _values(curves), strict=False):
            drawn.setData(*values, pen=pen)
        known = sorted(motion)
        self.curves[2].setData(known, [motion[frame] for frame in known], pen=QPen(Qt.PenStyle.NoPen))
        self._plots[2].setVisible(bool(known))
        for row, plot in enumerate(self._plots):
            plot.getAxis("bottom").setStyle(showValues=row == (2 if known else 1))
        for plot, highest in ((self._plots[1], _highest(curves)), (self._plots[2], max(motion.values(), default=0.0))):
            _show_up_to(plot, _round_number(max(highest, 0.1)))

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
        self.curves[2].setSymbolBrush(theme.ACCENT)
        self.curves[2].setSymbolPen(QPen(Qt.PenStyle.NoPen))

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


def _values(curves: TrackCurves | None) -> tuple[tuple[Any, Any], ...]:
    if curves is None:
        return ([], []), ([], [])
    return (curves.frames, curves.confidence), (curves.frames, curves.area)


def _highest(curves: TrackCurves | None) -> float:
    return curves.largest if curves is not None else 0.0
