"""While Shift is held: the mask that a click under the mouse would make."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QImage

from peanut_studio.model.chosen import COLOURS
from peanut_studio.model.prompt import Click
from peanut_studio.ui.document import Document
from peanut_studio.ui.prompter import Prompter
from peanut_studio.ui.viewer import Viewer


class Peeking(QObject):
    """Asks for the mask under the mouse, one question at a time; of those that wait only the newest counts."""

    def __init__(self, viewer: Viewer, document: Document, prompter: Prompter, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer, self._document, self._prompter = viewer, document, prompter
        viewer.peeked.connect(self.on_peeked)
        prompter.peeked.connect(self.on_answered)
        prompter.peek_ended.connect(lambda: self._show_busy(None))

    def on_peeked(self, pixel: tuple[float, float] | None) -> None:
        """The mouse is somewhere else, or Shift was let go."""
        project = self._document.project
        if project is None or pixel is None:
            self._show_busy(None)
            return
        frame, chosen = self._document.frame, self._document.selected
        marks = (*(chosen.marks_on(frame) if chosen else ()), Click(*pixel, True, frame))
        colour = chosen.colour if chosen is not None else COLOURS[len(project.objects) % len(COLOURS)]
        self._prompter.peek(project, marks, colour)
        self._show_busy(pixel)

    def on_answered(self, frame: int, layer: QImage) -> None:
        """The mask has come; it is shown where Shift is still held."""
        if frame == self._document.frame:
            self._viewer.set_peek(layer)

    def _show_busy(self, pixel: tuple[float, float] | None) -> None:
        self._viewer.busy.show_at([QPointF(*pixel)] if pixel is not None else [], of="peek")
