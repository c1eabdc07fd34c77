"""The pictures: zoomed and panned, with masks over them, before and after beside each other or under a wipe."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from peanut_studio.ui import marks, theme
from peanut_studio.ui.flow_feed import FlowShown
from peanut_studio.ui.modes import Look, Mode, Standing
from peanut_studio.ui.projection import Projector, Slides
from peanut_studio.ui.view_transform import ViewTransform

HANDLE = 9
"""How near to the wipe's line, in logical pixels, the mouse takes hold of it."""


class Stage(QWidget):
    """Shows pictures it is given. The middle button, and the left one where nothing else wants it, moves them."""

    hovered = Signal(object)
    zoomed = Signal(float)
    loading = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Viewer"))
        self.look = Look()
        self.view = ViewTransform()
        self._size, self._aspect = QSizeF(16, 9), 1.0
        self._fits = True
        self.slides = Slides()
        self._original = False
        self._after = ""
        self.wipe_at = 0.5
        self._grab: QPointF | None = None
        self._wiping = False

    def sizeHint(self) -> QSize:
        """Room for a picture."""
        return QSize(960, 540)

    # --- what is shown

    def load(self, width: int, height: int, aspect: float) -> None:
        """Pictures of another size are coming; they are shown whole. `loading` tells so while the old ones are seen."""
        self.loading.emit()
        self._size, self._aspect = QSizeF(width, height), aspect
        self.slides = Slides()
        self.fit()

    def set_pictures(
        self,
        source: QImage | None,
        result: QImage | None,
        layers: tuple[QImage, ...],
        made: QImage | None = None,
        rims: tuple[QImage, ...] = (),
        standing: Standing = Standing.NONE,
    ) -> None:
        """A frame before and after, its masks as see-through layers over each, and what the mode makes of all that.

        `standing` says what there is after.
        """
        before = self.slides
        self.slides = Slides(source or before.source, result, layers, made, before.flow, rims, standing)
        self.update()

    def set_result(self, result: QImage, frame: int) -> None:
        """The picture after of a frame that a job is filling, be the playhead on it or not."""
        self.slides = replace(self.slides, result=result, rims=(), filling=frame)
        self.update()

    def set_flow(self, flow: FlowShown | None) -> None:
        """The motion from this frame to the next, None as long as it is not known."""
        self.slides = replace(self.slides, flow=flow)
        self.update()

    @property
    def mode(self) -> Mode:
        """What is shown."""
        return self.look.mode

    def set_mode(self, mode: Mode) -> None:
        """Show something else, in the same place and size."""
        self.look = replace(self.look, mode=mode)
        self.slides = replace(self.slides, made=None)
        if self.slides.filling is not None:
            self.slides = replace(self.slides, result=None, filling=None)
        if self._fits:
            self.fit()
        self.set_cursor(None)
        self.update()

    def set_look(self, look: Look) -> None:
        """Show it in another way; what has to be made anew for that comes with the next pictures."""
        self.look = look
        self.update()

    def set_after(self, name: str) -> None:
        """What the other film is called, where it is not the result."""
        self._after = name
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
        return self.slides.source is not None

    @property
    def has_result(self) -> bool:
        """Whether there is a picture after."""
        return self.slides.result is not None

    # --- zoom

    def fit(self) -> None:
        """The whole picture, and again whenever the window changes."""
        self._fits = True
        self.take_view(ViewTransform.fitted(self._size, self.panes[0].adjusted(8, 8, -8, -8), self._aspect))

    def wipe_over(self, column: float) -> None:
        """Put the wipe's line over a column of the picture, where it can still be taken hold of."""
        place = self.view.to_screen(QPointF(column, 0), self.panes[0]).x()
        self.wipe_at = max(0.1, min(0.9, place / max(1, self.width())))
        self.update()

    def zoom_to(self, scale: float) -> None:
        """So many screen pixels (of the device) a picture pixel."""
        self._fits = False
        centre = self.panes[0].center()
        self.take_view(self.view.zoomed(scale / self.devicePixelRatioF() / self.view.scale, centre, self.panes[0]))

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Closer or farther; what is under a point of the widget stays there."""
        self._fits = False
        self.take_view(self.view.zoomed(factor, at, self.pane_at(at)))

    @property
    def fits(self) -> bool:
        """Whether the whole picture is shown, whatever the window's size."""
        return self._fits

    def look_at(self, scale: float, centre: QPointF) -> None:
        """Show a point of the picture in the middle, with so many logical pixels a picture pixel."""
        self._fits = False
        self.take_view(replace(self.view, scale=scale, centre=centre))

    def take_view(self, view: ViewTransform) -> None:
        """Look at another place."""
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

    def pane_at(self, point: QPointF) -> QRectF:
        """The pane under a point of the widget."""
        panes = self.panes
        return next((pane for pane in panes if pane.contains(point)), panes[0])

    def pixel_at(self, at: QPointF) -> QPointF:
        """The pixel under a point of the widget, as `model.prompt` counts them."""
        return self.view.to_picture(at, self.pane_at(at)) - QPointF(0.5, 0.5)

    def is_inside(self, pixel: QPointF) -> bool:
        """Whether there is such a pixel."""
        return -0.5 <= pixel.x() < self._size.width() - 0.5 and -0.5 <= pixel.y() < self._size.height() - 0.5

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.STAGE)
        projector = Projector(self._size, self.view, self.devicePixelRatioF(), self._after)
        panes = self.panes
        if self._original:
            projector.picture(painter, panes[0], self.slides.source)
            marks.paint_tag(painter, panes[0], self.tr("Original"))
            return
        projector.paint(painter, panes, self.slides, self.look, self.wipe_at)
        if self.mode.edits:
            self.paint_over(painter, panes[0])

    def paint_over(self, painter: QPainter, pane: QRectF) -> None:
        """What is drawn over the masks when the clip is edited."""

    # --- the mouse

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom_at(event.position(), 1.2**steps)
        event.accept()

    def grab_at(self, at: QPointF, button: Qt.MouseButton, hand: bool) -> bool:
        """Take hold of the wipe's line or of the picture (with the left button: where `hand`); gives whether it did."""
        if button == Qt.MouseButton.LeftButton and self._is_on_wipe(at):
            self._wiping = True
        elif button == Qt.MouseButton.MiddleButton or (button == Qt.MouseButton.LeftButton and hand):
            self._grab = at
            self.set_cursor(at)
        else:
            return False
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._wiping:
            self.wipe_at = max(0.0, min(1.0, at.x() / max(1, self.width())))
            self.update()
        elif self._grab is not None:
            self._fits = False
            self.take_view(self.view.panned(at - self._grab))
            self._grab = at
        else:
            self.set_cursor(at)
        pixel = self.pixel_at(at)
        self.hovered.emit((int(pixel.x() + 0.5), int(pixel.y() + 0.5)) if self.is_inside(pixel) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._wiping, self._grab = False, None
        self.set_cursor(event.position())
        self.update()

    def leaveEvent(self, _event: object) -> None:
        self.hovered.emit(None)

    def set_cursor(self, at: QPointF | None) -> None:
        """The mouse's shape for a place of the widget."""
        shape = self.cursor_at(at)
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def cursor_at(self, at: QPointF | None) -> Qt.CursorShape:
        """What the mouse should look like there."""
        if at is not None and self._is_on_wipe(at):
            return Qt.CursorShape.SplitHCursor
        return Qt.CursorShape.ClosedHandCursor if self._grab is not None else Qt.CursorShape.OpenHandCursor

    @property
    def is_held(self) -> bool:
        """Whether the mouse moves the picture or the wipe's line."""
        return self._wiping or self._grab is not None

    def _wipe_line(self) -> float:
        return self.wipe_at * self.width()

    def _is_on_wipe(self, at: QPointF) -> bool:
        return self.mode is Mode.WIPE and not self._original and abs(at.x() - self._wipe_line()) <= HANDLE
