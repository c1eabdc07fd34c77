"""From clicks in the picture to marks in the document, and from there to the masks they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, Signal

from peanut_studio.model.project import Mark, Project
from peanut_studio.model.prompt import Box, Click
from peanut_studio.ui.document import Document
from peanut_studio.ui.mending import Mending
from peanut_studio.ui.prompter import Answer, Prompter
from peanut_studio.ui.viewer import Viewer


class Pointing(QObject):
    """`began` comes before marks are made, `said` carries what somebody should do instead."""

    began = Signal()
    said = Signal(str)

    def __init__(self, viewer: Viewer, document: Document, prompter: Prompter, parent: QObject) -> None:
        super().__init__(parent)
        self._viewer, self._document, self._prompter = viewer, document, prompter
        self._mending = Mending(document, prompter, self)
        viewer.clicked.connect(self.on_clicked)
        viewer.boxed.connect(self.on_boxed)
        viewer.scribbled.connect(self.on_scribbled)
        prompter.found.connect(self.on_found)
        prompter.busy_changed.connect(self.show_busy)
        document.frame_moved.connect(self.show_busy)

    def on_clicked(self, x: float, y: float, positive: bool) -> None:
        """A point of the picture was clicked."""
        self._add(Click(x, y, positive, self._document.frame))

    def on_boxed(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A box was drawn."""
        self._add(Box(x0, y0, x1, y1, self._document.frame))

    def on_scribbled(self, places: Sequence[tuple[float, float]], positive: bool) -> None:
        """The object was scribbled over, or something that does not belong to it."""
        self._add(*(Click(x, y, positive, self._document.frame) for x, y in places))

    def on_found(self, answer: Answer) -> None:
        """A mask has come."""
        self._document.keep_preview(answer.object_id, answer.marks, answer.track)

    def show_busy(self, _changed: int = 0) -> None:
        """Say at the marks themselves that their masks are being found."""
        awaited = self._prompter.awaited_on(self._document.frame)
        self._viewer.busy.show_at([_middle(mark) for mark in awaited])

    def ask_masks(self, project: Project) -> None:
        """Masks for marks on this frame that are not known yet, also after undo."""
        for chosen in project.objects:
            marks = chosen.marks_on(self._document.frame)
            shows_it = any(not isinstance(mark, Click) or mark.positive for mark in marks)
            if shows_it and not self._document.knows_mask(chosen, self._document.frame):
                self._prompter.ask(project, chosen.object_id, marks)

    def _add(self, *marks: Mark) -> None:
        self.began.emit()
        project = self._document.project
        if project is None or not marks:
            return
        mark = marks[0]
        chosen = project.find(project.selected)
        if chosen is not None and self._mending.takes(chosen, mark.frame):
            self._mending.ask(chosen, marks)
            return
        if isinstance(mark, Click) and not mark.positive and not (chosen and chosen.marks_on(mark.frame)):
            self.said.emit(
                self.tr("First click the object itself on this frame; then right click what does not belong to it.")
            )
            return
        self._document.add_marks(*marks)


def _middle(mark: Mark) -> QPointF:
    if isinstance(mark, Click):
        return QPointF(mark.x, mark.y)
    return QPointF((mark.x0 + mark.x1) / 2, (mark.y0 + mark.y1) / 2)
