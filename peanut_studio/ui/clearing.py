"""From the Clear Results action to a clip that shows its objects again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QWidget

from peanut_studio.model.clip import Span
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.worker import Worker


class Clearing(QObject):
    """Asks, then takes away what was filled in. Undo brings it back, for results stay while a step shows them."""

    def __init__(self, document: Document, worker: Worker, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._worker, self._messages, self._window = document, worker, messages, window
        self.all: QPushButton | None = None
        self.range: QPushButton | None = None
        self.only: QCheckBox | None = None

    def ask(self) -> QMessageBox | None:
        """Ask what is to go; None where there is nothing."""
        project = self._document.project
        if project is None or project.result is None:
            self._messages.note(self.tr("Nothing has been filled in yet."))
            return None
        result, span = project.result, project.span
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Clear Results"))
        box.setText(self.tr("Take away what was filled in?"))
        count = sum(len(part) for part in result.filled)
        told = self.tr("%n filled frames show the objects again. Undo brings the result back.", "", count)
        box.setInformativeText(told)
        self.all = box.addButton(self.tr("Clear &All"), QMessageBox.ButtonRole.DestructiveRole)
        inside = [frame for part in result.filled for frame in range(part.start, part.stop) if frame in span]
        self.range = None
        if 0 < len(inside) < count:
            self.range = box.addButton(self.tr("Clear From &In to Out"), QMessageBox.ButtonRole.DestructiveRole)
        self.only = self._choice(project, box)
        stay = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda _code: self._answer(box, project))
        box.open()
        return box

    def _choice(self, project: Project, box: QMessageBox) -> QCheckBox | None:
        chosen, result = project.find(project.selected), project.result
        together = {track.object_id for track in result.made_from} if result is not None else set()
        together = together or {one.object_id for one in project.removed_objects if one.track is not None}
        if chosen is None or chosen.object_id not in together or len(together) < 2:
            return None
        only = QCheckBox(self.tr("Only where {name} was").format(name=chosen.name))
        box.setCheckBox(only)
        return only

    def _answer(self, box: QMessageBox, project: Project) -> None:
        pressed = box.clickedButton()
        object_id = project.selected if self.only is not None and self.only.isChecked() else None
        if pressed is not None and pressed is self.range:
            self._worker.clear(project.span, object_id)
        elif pressed is not None and pressed is self.all and object_id is not None:
            self._worker.clear(Span(0, project.clip.frame_count), object_id)
        elif pressed is not None and pressed is self.all:
            self._document.show_result("Clear Results", None)
            self._messages.note(self.tr("Cleared. Undo brings the result back."))
        self.all = self.range = self.only = None
