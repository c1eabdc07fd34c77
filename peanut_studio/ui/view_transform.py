"""Where a point of the picture lies on the screen, and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

CLOSEST, FARTHEST = 64.0, 0.02


@dataclass(frozen=True)
class ViewTransform:
    """`scale` screen pixels (logical) a picture pixel, `centre` the point of the picture in the middle of the pane.

    Points of the picture count from its top left corner, so the middle of the first pixel is (0.5, 0.5). `aspect` is
    how much wider than high a pixel is shown.
    """

    scale: float = 1.0
    centre: QPointF = field(default_factory=QPointF)
    aspect: float = 1.0

    @staticmethod
    def fitted(size: QSizeF, pane: QRectF, aspect: float = 1.0) -> ViewTransform:
        """The whole picture, as large as the pane lets it be."""
        scale = min(pane.width() / max(1.0, size.width() * aspect), pane.height() / max(1.0, size.height()))
        return ViewTransform(max(FARTHEST, scale), QPointF(size.width() / 2, size.height() / 2), aspect)

    def to_screen(self, point: QPointF, pane: QRectF) -> QPointF:
        """Where a point of the picture is shown."""
        off = point - self.centre
        return pane.center() + QPointF(off.x() * self.scale * self.aspect, off.y() * self.scale)

    def to_picture(self, point: QPointF, pane: QRectF) -> QPointF:
        """What of the picture is shown at a point."""
        off = point - pane.center()
        return self.centre + QPointF(off.x() / (self.scale * self.aspect), off.y() / self.scale)

    def target(self, size: QSizeF, pane: QRectF) -> QRectF:
        """Where the whole picture lies."""
        return QRectF(self.to_screen(QPointF(0, 0), pane), self.to_screen(QPointF(size.width(), size.height()), pane))

    def zoomed(self, factor: float, at: QPointF, pane: QRectF) -> ViewTransform:
        """Closer or farther, with what is at a point staying there."""
        scale = max(FARTHEST, min(CLOSEST, self.scale * factor))
        held = self.to_picture(at, pane)
        off = at - pane.center()
        centre = held - QPointF(off.x() / (scale * self.aspect), off.y() / scale)
        return replace(self, scale=scale, centre=centre)

    def panned(self, by: QPointF) -> ViewTransform:
        """Moved along with the hand."""
        return replace(self, centre=self.centre - QPointF(by.x() / (self.scale * self.aspect), by.y() / self.scale))
