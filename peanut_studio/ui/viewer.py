"""The picture as a person points and paints into it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from peanut_studio.model.chosen import ChosenObject
from peanut_studio.ui import marks
from peanut_studio.ui.busy_sign import BusySign
from peanut_studio.ui.easel import Easel
from peanut_studio.ui.matches import Match, match_at, paint_matches
from peanut_studio.ui.modes import Mode, Tool

__all__ = ["Mode", "Tool", "Viewer"]

ZOOM_STEP = 1.5
"""How much closer a click with the zoom tool comes."""


class Viewer(Easel):
    """Tells where somebody pointed, in pixels as `model.prompt` counts them, and what was painted on which frame.

    `painted` gives a `MaskEdit` and its frame; `refused` tells the name of a locked object that somebody wanted to
    change; `escaped` comes when Escape has nothing to give up; `peeked` gives the pixel under the mouse while Shift
    is held, None when no more. Over numbered matches a click tells `match_picked`, Enter `matches_taken`, and Escape
    or a click beside them `matches_left`.
    """

    clicked = Signal(float, float, bool)
    boxed = Signal(float, float, float, float)
    refused = Signal(str)
    escaped = Signal()
    peeked = Signal(object)
    match_picked = Signal(int)
    matches_taken = Signal()
    matches_left = Signal()
    tool_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box: tuple[QPointF, QPointF] | None = None
        self._peek: QImage | None = None
        self._is_peeking = False
        self._matches: tuple[Match, ...] = ()
        self._pointed: Match | None = None
        self.busy = BusySign(self)
        self.busy.turned.connect(self.on_busy_turned)

    # --- what is shown

    def set_marks(self, objects: tuple[tuple[ChosenObject, bool], ...], frame: int) -> None:
        """Objects, each with whether it is the selected one; their marks on `frame` are drawn."""
        if frame != self._frame:
            self.brush.cancel()
            self._box = None
        self._objects, self._frame = objects, frame
        self.update()

    def set_matches(self, matches: tuple[Match, ...]) -> None:
        """Numbered candidates to pick from, none when empty."""
        self._matches, self._pointed = matches, None
        self.end_peek()
        self.set_cursor(None)
        self.update()

    @property
    def matches(self) -> tuple[Match, ...]:
        """The candidates that are shown."""
        return self._matches

    def set_mode(self, mode: Mode) -> None:
        """Show something else, in the same place and size."""
        if self._matches and not mode.edits:
            self.matches_left.emit()
        self._stop_drawing()
        super().set_mode(mode)

    def set_tool(self, tool: Tool) -> None:
        """Give the left button something else to do."""
        self._stop_drawing()
        self.tool = tool
        self.end_peek()
        self.set_cursor(None)
        self.tool_changed.emit(tool)
        self.update()

    def on_busy_turned(self) -> None:
        """The rings where something is being worked out have turned: only they need painting."""
        for box in self.busy.boxes(self.view, self.panes[0]):
            self.update(box.adjusted(-4, -4, 4, 4).toAlignedRect())

    def set_peek(self, layer: QImage | None) -> None:
        """The mask that a click here would make."""
        self._peek = layer if self._is_peeking else None
        self.update()

    @property
    def shows_peek(self) -> bool:
        """Whether the mask that a click would make is seen."""
        return self._peek is not None

    def paint_over(self, painter: QPainter, pane: QRectF) -> None:
        """Strokes, marks, the box being drawn, the brush's ring."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.brush.paint(painter)
        if self._peek is not None:
            painter.drawImage(self.view.target(self._size, pane), self._peek, QRectF(self._peek.rect()))
        marks.paint_objects(painter, self.view, pane, self._objects, self._frame)
        if self._box is not None:
            marks.paint_box(painter, QRectF(*self._box).normalized(), (255, 255, 255))
        self.busy.paint(painter, self.view, self.panes[0])
        self.paint_ring(painter)
        paint_matches(painter, self.view, pane, self._size, self._matches, self._pointed)

    def cursor_at(self, at: QPointF | None) -> Qt.CursorShape:
        """What the mouse should look like there."""
        if self.tool is Tool.ZOOM and not self.is_held and not (at is not None and self._is_on_wipe(at)):
            return Qt.CursorShape.CrossCursor
        if self.is_held or self._moves_picture:
            return super().cursor_at(at)
        if self._matches:
            return Qt.CursorShape.PointingHandCursor if self._pointed is not None else Qt.CursorShape.ArrowCursor
        return Qt.CursorShape.CrossCursor

    # --- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, button = event.position(), event.button()
        if self.slides.source is None or self._box is not None or self.brush.is_drawing:
            return
        if self._matches and button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._pick(at)
            return
        subtracts = button == Qt.MouseButton.RightButton or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.tool is Tool.ZOOM and button != Qt.MouseButton.MiddleButton and not self._is_on_wipe(at):
            self.zoom_at(at, 1 / ZOOM_STEP if subtracts else ZOOM_STEP)
            return
        if self.grab_at(at, button, self._moves_picture) or self._original or self._moves_picture:
            return
        if button not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        chosen = self._selected
        if chosen is not None and chosen.locked:
            self.refused.emit(chosen.name)
            return
        if self.tool.draws:
            self._begin_painting(at, not subtracts, 1.0)
        elif button == Qt.MouseButton.LeftButton and self.tool is Tool.BOX:
            self._box = (at, at)
        elif self.is_inside(pixel := self.pixel_at(at)):
            self.end_peek()
            self.clicked.emit(pixel.x(), pixel.y(), not subtracts)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._follow(at)
        if self._matches and (match := match_at(self._matches, self.pixel_at(at))) is not self._pointed:
            self._pointed = match
            self.set_cursor(at)
            self.update()
        if self.brush.is_drawing:
            self._paint_on(at, 1.0)
        elif self._box is not None:
            self._box = (self._box[0], at)
            self.update()
        super().mouseMoveEvent(event)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._ask_peek(at)
        elif self._is_peeking:
            self.end_peek()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.brush.is_drawing and not event.buttons():
            self._end_painting()
        if self._box is not None and event.button() == Qt.MouseButton.LeftButton:
            box = QRectF(self._box[0], event.position()).normalized()
            self._box = None
            if min(box.width(), box.height()) >= 4:
                self._tell_box(box)
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._follow(None)
        self.end_peek()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.end_peek()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self._box is not None or self.brush.is_drawing):
            self._stop_drawing()
        elif event.key() == Qt.Key.Key_Escape and self._matches:
            self.matches_left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._matches:
            self.matches_taken.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_Shift and self._mouse is not None:
            self._ask_peek(self._mouse)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Shift:
            self.end_peek()
        super().keyReleaseEvent(event)

    def _stop_drawing(self) -> None:
        self._box = None
        if self.brush.is_drawing:
            self.brush.cancel()
        self.update()

    # --- peeking

    def _ask_peek(self, at: QPointF) -> None:
        pixel = self.pixel_at(at)
        chosen = self._selected
        locked = chosen is not None and chosen.locked
        pointing = (
            self.mode.edits and not self._matches and self.tool is Tool.POINTS and not self._original and not locked
        )
        if pointing and self.slides.source is not None and self.is_inside(pixel):
            self._is_peeking = True
            self.peeked.emit((pixel.x(), pixel.y()))
        else:
            self.end_peek()

    def end_peek(self) -> None:
        """Shift was let go."""
        if self._is_peeking:
            self._is_peeking = False
            self._peek = None
            self.peeked.emit(None)
            self.update()

    def _pick(self, at: QPointF) -> None:
        match = match_at(self._matches, self.pixel_at(at))
        if match is None:
            self.matches_left.emit()
        else:
            self.match_picked.emit(match.number)

    def _tell_box(self, box: QRectF) -> None:
        first, last = self.pixel_at(box.topLeft()), self.pixel_at(box.bottomRight())
        right, bottom = self._size.width() - 1, self._size.height() - 1
        x0, x1 = (min(max(0.0, x), right) for x in (first.x(), last.x()))
        y0, y1 = (min(max(0.0, y), bottom) for y in (first.y(), last.y()))
        if x1 > x0 and y1 > y0:
            self.boxed.emit(x0, y0, x1, y1)
