"""The picture as something to paint on: with mouse or pen, with brush, eraser, lasso, fill and scribble."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from peanut_studio.model.chosen import COLOURS, ChosenObject
from peanut_studio.model.stroke import Flood, Stroke
from peanut_studio.ui import marks
from peanut_studio.ui.brushwork import Brushwork, spread
from peanut_studio.ui.modes import Tool
from peanut_studio.ui.stage import Stage

SIZE_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""With one of these the wheel changes the brush."""

MOST_POINTS = 4
"""A scribble stands for so many points."""

LIGHTEST = 0.08
"""The least part of its width that a brush has, however lightly the pen is pressed."""


class Easel(Stage):
    """Tells what was painted: `painted` gives a `MaskEdit` and its frame, `scribbled` points and whether they add."""

    scribbled = Signal(object, bool)
    painting_began = Signal()
    painted = Signal(object, int)
    brush_resized = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tool = Tool.POINTS
        self.brush = Brushwork()
        self._objects: tuple[tuple[ChosenObject, bool], ...] = ()
        self._frame = 0
        self._mouse: QPointF | None = None

    def load(self, width: int, height: int, aspect: float) -> None:
        """Pictures of another size are coming; they are shown whole."""
        self._objects = ()
        self.brush.cancel()
        self.brush.diameter = max(8.0, round(max(width, height) / 32))
        self.brush_resized.emit(self.brush.diameter)
        super().load(width, height, aspect)

    def drop_strokes(self) -> None:
        """The masks show what was painted."""
        self.brush.drop()
        self.update()

    def resize_brush(self, steps: float) -> None:
        """Make the brush wider or, below 0, narrower."""
        self.brush.resize_brush(steps)
        self.brush_resized.emit(self.brush.diameter)
        self.update()

    def paint_ring(self, painter: QPainter) -> None:
        """Where the brush would paint."""
        if self._mouse is not None and self.tool.has_size and not self.is_held:
            marks.paint_ring(painter, self.brush.ring(self._mouse, self.view), erases=self.tool is Tool.ERASER)

    @property
    def _moves_picture(self) -> bool:
        return self.tool is Tool.HAND or not self.mode.edits

    @property
    def _selected(self) -> ChosenObject | None:
        return next((chosen for chosen, selected in self._objects if selected), None)

    # --- the pen and the wheel

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if self.tool.has_size and event.modifiers() & SIZE_KEYS:
            # With Alt Qt turns the wheel sideways.
            self.resize_brush((turn.y() or turn.x()) / 120)
            event.accept()
        elif not self.brush.is_drawing:
            super().wheelEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen: pressed harder the brush is wider; turned round it erases. All else is as with the mouse."""
        at, kind = event.position(), event.type()
        if self.brush.is_drawing and kind == QEvent.Type.TabletMove:
            self._follow(at)
            self._paint_on(at, max(LIGHTEST, event.pressure()))
        elif self.brush.is_drawing and kind == QEvent.Type.TabletRelease:
            self._end_painting()
        elif (
            kind == QEvent.Type.TabletPress
            and self.tool.has_size
            and event.button() == Qt.MouseButton.LeftButton
            and self.slides.source is not None
            and self.mode.edits
            and not (self._selected is not None and self._selected.locked)
        ):
            turned = event.pointerType() == QPointingDevice.PointerType.Eraser
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._begin_painting(at, not (turned or alt), max(LIGHTEST, event.pressure()))
        else:
            event.ignore()
            return
        event.accept()

    # --- painting

    def _begin_painting(self, at: QPointF, adds: bool, pressure: float) -> None:
        adds = adds and self.tool is not Tool.ERASER
        self.painting_began.emit()
        if self.tool is Tool.FILL:
            if self.is_inside(pixel := self.pixel_at(at)):
                self.painted.emit(Flood(pixel.x(), pixel.y(), adds), self._frame)
            return
        chosen = self._selected
        colour = chosen.colour if chosen is not None else COLOURS[len(self._objects) % len(COLOURS)]
        self.brush.take_ink(adds, colour, self.slides.source, self._size)
        place = (self.view, self.panes[0])
        self.brush.begin(self.tool, at, pressure, place, self.devicePixelRatioF())
        self.update()

    def _paint_on(self, at: QPointF, pressure: float) -> None:
        self.update(self.brush.move(at, pressure).toAlignedRect())

    def _end_painting(self) -> None:
        edit = self.brush.end()
        self.update()
        if self.tool is Tool.SCRIBBLE and isinstance(edit, Stroke):
            self.brush.drop()
            places = spread(edit, MOST_POINTS)
            self.scribbled.emit(tuple(at for at in places if self.is_inside(QPointF(*at))), edit.adds)
        elif edit is not None:
            self.painted.emit(edit, self._frame)

    def _follow(self, at: QPointF | None) -> None:
        """Move the ring: only where it was and where it is needs painting."""
        for place in (self._mouse, at):
            if place is not None and self.tool.has_size:
                self.update(self.brush.ring(place, self.view).adjusted(-3, -3, 3, 3).toAlignedRect())
        self._mouse = at
