"""The picture: zoomed and panned, masks and marks over it, before and after beside each other or under a wipe."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from peanut_studio.model.project import ChosenObject
from peanut_studio.model.prompt import Click
from peanut_studio.ui import marks, theme
from peanut_studio.ui.view_transform import ViewTransform

HANDLE = 9
"""How near to the wipe's line, in logical pixels, the mouse takes hold of it."""


class Mode(Enum):
    """What is shown."""

    EDIT = "edit"
    RESULT = "result"
    SIDE = "side"
    WIPE = "wipe"


class Tool(Enum):
    """What the left button does in the picture."""

    POINTS = "points"
    BOX = "box"
    HAND = "hand"


class Viewer(QWidget):
    """Shows pictures it is given and tells where somebody pointed, in pixels as `model.prompt` counts them."""

    clicked = Signal(float, float, bool)
    boxed = Signal(float, float, float, float)
    hovered = Signal(object)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Viewer")
        self.mode, self.tool = Mode.EDIT, Tool.POINTS
        self.view = ViewTransform()
        self._size, self._aspect = QSizeF(16, 9), 1.0
        self._fits = True
        self._source: QImage | None = None
        self._result: QImage | None = None
        self._layers: tuple[QImage, ...] = ()
        self._objects: tuple[tuple[ChosenObject, bool], ...] = ()
        self._frame = 0
        self._original = False
        self.wipe_at = 0.5
        self._grab: QPointF | None = None
        self._wiping = False
        self._box: tuple[QPointF, QPointF] | None = None

    def sizeHint(self) -> QSize:
        """Room for a picture."""
        return QSize(960, 540)

    # --- what is shown

    def load(self, width: int, height: int, aspect: float) -> None:
        """Pictures of another size are coming; they are shown whole."""
        self._size, self._aspect = QSizeF(width, height), aspect
        self._source = self._result = None
        self._layers, self._objects = (), ()
        self.fit()

    def set_pictures(self, source: QImage | None, result: QImage | None, layers: tuple[QImage, ...]) -> None:
        """What the frame looks like before and after, and its masks as see-through layers."""
        self._source, self._result, self._layers = source or self._source, result, layers
        self.update()

    def set_result(self, result: QImage) -> None:
        """The picture after, as a job that is going on has made it."""
        self._result = result
        self.update()

    def set_marks(self, objects: tuple[tuple[ChosenObject, bool], ...], frame: int) -> None:
        """Objects, each with whether it is the selected one; their marks on `frame` are drawn."""
        self._objects, self._frame = objects, frame
        self.update()

    def set_mode(self, mode: Mode) -> None:
        """Show something else, in the same place and size."""
        self.mode = mode
        self._box = None
        if self._fits:
            self.fit()
        self._set_cursor(None)
        self.update()

    def set_tool(self, tool: Tool) -> None:
        """Give the left button something else to do."""
        self.tool = tool
        self._box = None
        self._set_cursor(None)
        self.update()

    def set_original(self, shown: bool) -> None:
        """Show the source alone for as long as that is wanted."""
        if shown != self._original:
            self._original = shown
            self.update()

    @property
    def shows_original(self) -> bool:
        """Whether the source alone is shown."""
        return self._original

    @property
    def has_picture(self) -> bool:
        """Whether there is a picture before."""
        return self._source is not None

    @property
    def has_result(self) -> bool:
        """Whether there is a picture after."""
        return self._result is not None

    # --- zoom

    def fit(self) -> None:
        """The whole picture, and again whenever the window changes."""
        self._fits = True
        self._take(ViewTransform.fitted(self._size, self.panes[0].adjusted(8, 8, -8, -8), self._aspect))

    def zoom_to(self, scale: float) -> None:
        """So many screen pixels (of the device) a picture pixel."""
        self._fits = False
        centre = self.panes[0].center()
        self._take(self.view.zoomed(scale / self.devicePixelRatioF() / self.view.scale, centre, self.panes[0]))

    def _take(self, view: ViewTransform) -> None:
        self.view = view
        self.zoomed.emit(view.scale * self.devicePixelRatioF())
        self.update()

    @property
    def panes(self) -> list[QRectF]:
        """Where pictures are shown: one place, or two beside each other."""
        whole = QRectF(self.rect())
        if self.mode is not Mode.SIDE or self._original:
            return [whole]
        half = whole.width() / 2
        return [QRectF(0, 0, half - 1, whole.height()), QRectF(half + 1, 0, half - 1, whole.height())]

    def _pane_at(self, point: QPointF) -> QRectF:
        panes = self.panes
        return next((pane for pane in panes if pane.contains(point)), panes[0])

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.STAGE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.view.scale < 3)
        panes = self.panes
        if self._original:
            self._paint_picture(painter, panes[0], self._source)
            marks.paint_tag(painter, panes[0], "Original")
        elif self.mode is Mode.EDIT:
            self._paint_picture(painter, panes[0], self._source)
            for layer in self._layers:
                self._paint_picture(painter, panes[0], layer)
            self._paint_marks(painter, panes[0])
        elif self.mode is Mode.RESULT:
            self._paint_result(painter, panes[0])
        elif self.mode is Mode.SIDE:
            self._paint_picture(painter, panes[0], self._source)
            marks.paint_tag(painter, panes[0], "Before")
            self._paint_result(painter, panes[1])
            marks.paint_tag(painter, panes[1], "After")
        else:
            self._paint_wipe(painter, panes[0])

    def _paint_picture(self, painter: QPainter, pane: QRectF, image: QImage | None) -> None:
        if image is None:
            return
        painter.save()
        painter.setClipRect(pane, Qt.ClipOperation.IntersectClip)
        painter.drawImage(self.view.target(self._size, pane), image, QRectF(image.rect()))
        painter.restore()

    def _paint_result(self, painter: QPainter, pane: QRectF) -> None:
        if self._result is not None:
            self._paint_picture(painter, pane, self._result)
        else:
            marks.paint_notice(painter, pane, "No result for this frame yet.", "Point at an object, then press Remove.")

    def _paint_wipe(self, painter: QPainter, pane: QRectF) -> None:
        line = self._wipe_line()
        self._paint_picture(painter, pane, self._source)
        if self._result is None:
            marks.paint_tag(painter, pane, "No result for this frame yet")
            return
        painter.save()
        painter.setClipRect(QRectF(line, 0, pane.width() - line, pane.height()))
        self._paint_picture(painter, pane, self._result)
        painter.restore()
        marks.paint_wipe(painter, pane, line)

    def _paint_marks(self, painter: QPainter, pane: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = QPointF(0.5, 0.5)
        for chosen, selected in self._objects:
            for mark in chosen.marks_on(self._frame) if chosen.visible else ():
                if isinstance(mark, Click):
                    at = self.view.to_screen(QPointF(mark.x, mark.y) + half, pane)
                    marks.paint_click(painter, at, mark.positive, chosen.colour, selected)
                else:
                    first = self.view.to_screen(QPointF(mark.x0, mark.y0) + half, pane)
                    last = self.view.to_screen(QPointF(mark.x1, mark.y1) + half, pane)
                    marks.paint_box(painter, QRectF(first, last), chosen.colour)
        if self._box is not None:
            marks.paint_box(painter, QRectF(*self._box).normalized(), (255, 255, 255))

    # --- the mouse

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self._fits = False
            at = event.position()
            self._take(self.view.zoomed(1.2**steps, at, self._pane_at(at)))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, button = event.position(), event.button()
        hand = self.tool is Tool.HAND or self.mode is not Mode.EDIT
        if self._source is None or self._box is not None:
            return
        if button == Qt.MouseButton.LeftButton and self._is_on_wipe(at):
            self._wiping = True
        elif button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and hand):
            self._grab = at
            self._set_cursor(at)
        elif self._original or hand:
            return
        elif button == Qt.MouseButton.LeftButton and self.tool is Tool.BOX:
            self._box = (at, at)
        elif button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            subtract = button == Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.AltModifier
            point = self._pixel(at)
            if self._is_inside(point):
                self.clicked.emit(point.x(), point.y(), not subtract)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._wiping:
            self.wipe_at = max(0.0, min(1.0, at.x() / max(1, self.width())))
            self.update()
        elif self._grab is not None:
            self._fits = False
            self._take(self.view.panned(at - self._grab))
            self._grab = at
        elif self._box is not None:
            self._box = (self._box[0], at)
            self.update()
        else:
            self._set_cursor(at)
        point = self._pixel(at)
        self.hovered.emit((int(point.x() + 0.5), int(point.y() + 0.5)) if self._is_inside(point) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._wiping, self._grab = False, None
        if self._box is not None and event.button() == Qt.MouseButton.LeftButton:
            box = QRectF(self._box[0], event.position()).normalized()
            self._box = None
            if min(box.width(), box.height()) >= 4:
                self._tell_box(box)
        self._set_cursor(event.position())
        self.update()

    def leaveEvent(self, _event: object) -> None:
        self.hovered.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._box is not None:
            self._box = None
            self.update()
        else:
            super().keyPressEvent(event)

    def _tell_box(self, box: QRectF) -> None:
        first, last = self._pixel(box.topLeft()), self._pixel(box.bottomRight())
        right, bottom = self._size.width() - 1, self._size.height() - 1
        x0, x1 = (min(max(0.0, x), right) for x in (first.x(), last.x()))
        y0, y1 = (min(max(0.0, y), bottom) for y in (first.y(), last.y()))
        if x1 > x0 and y1 > y0:
            self.boxed.emit(x0, y0, x1, y1)

    def _pixel(self, at: QPointF) -> QPointF:
        return self.view.to_picture(at, self._pane_at(at)) - QPointF(0.5, 0.5)

    def _is_inside(self, point: QPointF) -> bool:
        return -0.5 <= point.x() < self._size.width() - 0.5 and -0.5 <= point.y() < self._size.height() - 0.5

    def _wipe_line(self) -> float:
        return self.wipe_at * self.width()

    def _is_on_wipe(self, at: QPointF) -> bool:
        return self.mode is Mode.WIPE and not self._original and abs(at.x() - self._wipe_line()) <= HANDLE

    def _set_cursor(self, at: QPointF | None) -> None:
        if at is not None and self._is_on_wipe(at):
            shape = Qt.CursorShape.SplitHCursor
        elif self._grab is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self.tool is Tool.HAND or self.mode is not Mode.EDIT:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.CrossCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
