"""What the buttons of the work do: track, remove, copy; and what becomes of the window meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QWidget

from peanut_studio.model.project import Project
from peanut_studio.ui.desk import Desk
from peanut_studio.ui.exporting import open_folder
from peanut_studio.ui.icons import icon
from peanut_studio.ui.panels.job_bar import JobBar
from peanut_studio.ui.panels.jobs import JobsPanel
from peanut_studio.ui.panels.message_bar import MessageBar
from peanut_studio.ui.queued import QueuedJob, State
from peanut_studio.ui.words import action_text
from peanut_studio.ui.worker import Worker

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction


class Running(QObject):
    """`changed` says that a job has come, gone, or stands otherwise, `removed` that there is something to compare."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, worker: Worker, messages: MessageBar, bar: JobBar, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._worker, self._messages, self._window = desk, worker, messages, window
        self._bar = bar
        self._aim: QueuedJob | None = None
        bar.cancel_pressed.connect(worker.cancel)
        worker.queue.changed.connect(self.on_changed)
        worker.queue.advanced.connect(self._show)
        worker.queue.halted.connect(lambda _job: desk.live.end())
        desk.feed.builder.stands_while(lambda: worker.queue.is_beginning)
        worker.previewed.connect(desk.live.show_frame)
        worker.live_began.connect(desk.live.begin)
        worker.said.connect(messages.note)
        worker.failed.connect(messages.complain)
        worker.removed.connect(self.on_removed)

    def track(self) -> None:
        """Follow the objects through the range."""
        project = self._desk.document.project
        if project is not None and self._can_run(project, "track"):
            if project.marked_objects and not project.untracked_objects:
                self._messages.note(self.tr("All objects are tracked through the range already."))
                return
            self._worker.track()

    def track_from(self, direction: Direction) -> None:
        """Follow the selected object on from this frame."""
        project, chosen = self._desk.document.project, self._desk.document.selected
        if project is not None and self._can_run(project) and chosen is not None:
            self._worker.track_from(chosen.object_id, self._desk.document.frame, direction)

    def ask_copies(self) -> None:
        """Copy the mask of this frame, after asking how far."""
        question = self.tr("To how many of the next frames?")
        count, wanted = QInputDialog.getInt(self._window, self.tr("Copy Mask"), question, 10, 1, 10000)
        if wanted:
            self._desk.correcting.copy(count)

    def remove(self) -> None:
        """Fill the objects away."""
        project = self._desk.document.project
        if project is not None and self._can_run(project, "remove"):
            self._worker.remove()

    def show_actions(self, actions: Mapping[str, QAction]) -> None:
        """What can be done about the job in hand."""
        job = self._worker.queue.current
        runs = job is not None and job.state is not State.STOPPING
        actions["pause_job"].setEnabled(runs)
        actions["cancel"].setEnabled(runs or (job is None and self._desk.prompter.is_busy))
        stands = job is not None and job.state in (State.PAUSING, State.PAUSED)
        actions["pause_job"].setText(self.tr("Go On With the Job") if stands else action_text("Pause Job"))
        actions["pause_job"].setIcon(icon("play" if stands else "pause"))

    def follow(self, panel: JobsPanel, show_clip: Callable[[int], None]) -> None:
        """Go where the list of jobs points; `show_clip` shows another clip of the project."""
        panel.open_pressed.connect(lambda job: open_folder(job.made))
        panel.go_pressed.connect(lambda job: self._go(job, show_clip))
        self._desk.document.opened.connect(self._arrive)

    def _go(self, job: QueuedJob, show_clip: Callable[[int], None]) -> None:
        slot = job.work.slot
        self._aim = job
        if slot is None or slot.is_same(self._desk.document.slot):
            self._arrive()
        elif slot.clip_id is not None:
            show_clip(slot.clip_id)

    def _arrive(self) -> None:
        job, self._aim = self._aim, None
        document = self._desk.document
        if job is None or job.frame is None or not (job.work.slot is None or job.work.slot.is_same(document.slot)):
            return
        frame, is_result = job.frame, job.work.kind == "remove"
        # Later, for the clip is only just being opened.
        QTimer.singleShot(0, self, lambda: self._look(frame, is_result))

    def _look(self, frame: int, is_result: bool) -> None:
        self._desk.go_to(frame)
        project = self._desk.document.project
        if is_result and project is not None and project.result is not None:
            self.removed.emit()

    def on_changed(self) -> None:
        """A job has come, gone, or stands otherwise."""
        self._show()
        self.changed.emit()

    def on_removed(self) -> None:
        """There is a result; the playhead goes to where it is."""
        self.removed.emit()
        project = self._desk.document.project
        if project is not None and project.result is not None and self._desk.document.frame not in project.result.span:
            self._desk.go_to(project.result.span.start)

    def _show(self) -> None:
        self._bar.show_job(self._worker.queue.current, len(self._worker.queue.waiting))

    def _can_run(self, project: Project, kind: str = "") -> bool:
        if not project.marked_objects:
            self._messages.complain(self.tr("Nothing has been pointed at yet: click the object in the picture first."))
            return False
        if kind and (self._worker.asks_for(kind) or self._worker.does(kind, project)):
            self._messages.note(self.tr("That is in the list of jobs already; it takes the clip as it is then."))
            return False
        self._messages.clear()
        return True
