"""The queue of work on clips: what its jobs say, shown while their clip is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Progress
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.queued import Begun, QueuedJob, State, Work

if TYPE_CHECKING:
    from peanut_studio.pipeline.live import LiveResult
    from peanut_studio.pipeline.open_project import Slot

HINTS_OF_THE_COMMAND_LINE = " --"


class ClipWork(QObject):
    """Puts work into the `queue` and passes its news on.

    Work on a clip takes the clip as it is when its turn comes: an export that waits behind a removal writes what that
    has made. Pictures and masks that come on the way are shown only while their clip is.
    """

    previewed = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    live_began = Signal(object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.queue = JobQueue(self)
        self._live: LiveResult | None = None
        self._asked: Project | None = None
        self.queue.progressed.connect(self.on_progressed)
        self.queue.told.connect(self.on_told)
        self.queue.said.connect(self.said)
        self.queue.halted.connect(self.on_halted)
        self.queue.ended.connect(self.on_ended)
        self.queue.dropped.connect(self.on_dropped)
        document.parking.needs = self._needs
        document.opened.connect(self.on_opened)

    @property
    def is_running(self) -> bool:
        """Whether a job is in hand, or about to be."""
        return any(job.state is not State.HELD for job in self.queue.unfinished)

    @property
    def is_coming(self) -> bool:
        """Whether a result of the clip that is shown is being made, or waits to be."""
        return any(job.work.kind == "remove" and self._is_shown(job.work.slot) for job in self.queue.unfinished)

    def cancel(self) -> None:
        """Ask the job in hand to stop."""
        if (job := self.queue.current) is not None:
            self.queue.cancel(job.number)

    def pause(self) -> None:
        """Let the job in hand stand still, or go on."""
        job = self.queue.current
        if job is not None and job.state in (State.PAUSING, State.PAUSED):
            self.queue.go_on(job.number)
        elif job is not None:
            self.queue.pause(job.number)

    def stop(self) -> None:
        """Stop the job and wait for it."""
        self.queue.stop()

    def asks_for(self, kind: str) -> bool:
        """Whether such work on the clip that is shown waits already."""
        waiting = (job.work for job in self.queue.waiting if job.state is State.WAITING)
        return any(work.kind == kind and self._is_shown(work.slot) for work in waiting)

    def does(self, kind: str, project: Project) -> bool:
        """Whether such work is in hand on the project as it is now."""
        job = self.queue.current
        return job is not None and job.work.kind == kind and self._asked is project

    # --- the queue's signals

    def on_progressed(self, progress: Progress) -> None:
        """News of the job in hand."""
        if progress.note and HINTS_OF_THE_COMMAND_LINE not in progress.note:
            self.said.emit(progress.note)
        if progress.preview is not None and self._shows_current:
            self.previewed.emit(progress)

    def on_told(self, told: Mapping[int, MaskTrack] | LiveResult) -> None:
        """Masks that have come so far, or where the result can be looked at while it is made."""
        if not isinstance(told, Mapping):
            self._live = told
            if self._shows_current:
                self.live_began.emit(told)
        elif self._shows_current:
            self._document.show_coming(told)

    def on_opened(self) -> None:
        """Another clip is shown; it may be the one that is worked on."""
        if self._live is not None and self._shows_current:
            self.live_began.emit(self._live)

    def on_halted(self, _job: QueuedJob) -> None:
        """The job in hand makes nothing more."""
        self._live = self._asked = None

    def on_ended(self, job: QueuedJob) -> None:
        """A job is over."""
        if job.state is State.FAILED:
            self._document.show_coming({})
            self.failed.emit(self._said_of(job))
        elif job.said and job.made is None:
            self.said.emit(self._said_of(job))

    def on_dropped(self, job: QueuedJob) -> None:
        """A job was given up."""
        if not job.state.is_waiting:
            self._document.show_coming({})
            kept = self.tr("Stopped. The masks found so far are kept, so that it goes on from there.")
            self.said.emit(kept if job.work.kind in ("track", "track_from", "remove") else self.tr("Stopped."))

    # --- parts

    def _add(
        self,
        kind: str,
        title: str,
        begin: Callable[[Project, Slot | None], Begun],
        subject: str = "",
        held: bool = False,
    ) -> QueuedJob:
        slot, project = self._document.slot, self._document.project
        name = subject or (project.clip.path.name if project else "")

        def begin_with_the_state_of_then() -> Begun:
            here = self._document.slot
            elsewhere = slot and here and slot.project and here.project and slot.project is not here.project
            now = self._document.project_of(slot)
            if now is None or elsewhere:
                raise InputError(self.tr("{name} is not open any more: open it and try again.").format(name=name))
            begun = begin(now, slot)
            self._asked = now
            return begun

        return self._put(Work(kind, title, name, begin_with_the_state_of_then, slot), held)

    def _put(self, work: Work, held: bool = False) -> QueuedJob:
        job = self.queue.add(work, State.HELD if held else State.WAITING)
        if job.state is State.WAITING:
            self.said.emit(self.tr("{work} waits until the jobs before it are done.").format(work=job.name))
        return job

    @property
    def _shows_current(self) -> bool:
        job = self.queue.current
        return job is not None and self._is_shown(job.work.slot)

    def _said_of(self, job: QueuedJob) -> str:
        return job.said if self._is_shown(job.work.slot) else f"{job.work.subject}: {job.said}"

    def _is_shown(self, slot: Slot | None) -> bool:
        return slot is None or slot.is_same(self._document.slot)

    def _needs(self, slot: Slot) -> bool:
        works = [job.work.slot for job in self.queue.jobs if job.state is not State.DONE]
        return any(slot.is_same(one) for one in works)
