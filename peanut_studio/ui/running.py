"""What the buttons of the work do: track, remove, copy; and what becomes of the window meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from peanut_studio.model.project import Project
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.panels.job_bar import JobBar
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction


class Running(QObject):
    """`changed` says that a job has begun or ended, `removed` that there is something new to compare."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, worker: Worker, messages: MessageBar, bar: JobBar, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._worker, self._messages, self._window = desk, worker, messages, window
        self._bar = bar
        bar.cancel_pressed.connect(worker.cancel)
        worker.began.connect(self.on_began)
        worker.progressed.connect(bar.report)
        worker.fetched.connect(bar.report_bytes)
        worker.previewed.connect(desk.show_job_frame)
        worker.live_began.connect(desk.begin_live)
        worker.stopping.connect(bar.say_stopping)
        worker.ended.connect(self.on_ended)
        worker.said.connect(messages.note)
        worker.failed.connect(messages.complain)
        worker.removed.connect(self.on_removed)

    def track(self) -> None:
        """Follow the objects through the range."""
        project = self._desk.document.project
        if project is not None and self._can_run(project):
            if project.marked_objects and not project.untracked_objects:
                self._messages.note(self.tr("All objects are tracked through the range already."))
                return
            self._worker.track(project)

    def track_from(self, direction: Direction) -> None:
        """Follow the selected object on from this frame."""
        project, chosen = self._desk.document.project, self._desk.document.selected
        if project is not None and self._can_run(project) and chosen is not None:
            self._worker.track_from(project, chosen.object_id, self._desk.document.frame, direction)

    def ask_copies(self) -> None:
        """Copy the mask of this frame, after asking how far."""
        question = self.tr("To how many of the next frames?")
        count, wanted = QInputDialog.getInt(self._window, self.tr("Copy Mask"), question, 10, 1, 10000)
        if wanted:
            self._desk.correcting.copy(count)

    def remove(self) -> None:
        """Fill the objects away."""
        project = self._desk.document.project
        if project is not None and self._can_run(project):
            self._worker.remove(project)

    def on_began(self, title: str) -> None:
        """A job has begun."""
        self._bar.begin(title)
        self.changed.emit()

    def on_ended(self) -> None:
        """It has ended, in whatever way."""
        self._bar.end()
        self._desk.end_job_frames()
        self.changed.emit()

    def on_removed(self) -> None:
        """There is a result; the playhead goes to where it is."""
        self.removed.emit()
        project = self._desk.document.project
        if project is not None and project.result is not None and self._desk.document.frame not in project.result.span:
            self._desk.go_to(project.result.span.start)

    def _can_run(self, project: Project) -> bool:
        if self._worker.is_running:
            return False
        if not project.marked_objects:
            self._messages.complain(self.tr("Nothing has been pointed at yet: click the object in the picture first."))
            return False
        self._messages.clear()
        return True
