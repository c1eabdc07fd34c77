"""What the queue of jobs tells, passed on to whom it concerns: the document, and who listens here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Progress
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.object_standing import NOTHING, InHand
from peanut_studio.ui.queued import Begun, QueuedJob, State

if TYPE_CHECKING:
    from peanut_studio.pipeline.edit import Removed, TrackedObjects
    from peanut_studio.pipeline.live import LiveResult
    from peanut_studio.pipeline.open_project import Slot

HINTS_OF_THE_COMMAND_LINE = " --"
TRACKING = "tracking"


class QueueNews(QObject):
    """Pictures and masks that come on the way are shown only while their clip is."""

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
        self._begun: Begun | None = None
        self.queue.progressed.connect(self.on_progressed)
        self.queue.told.connect(self.on_told)
        self.queue.said.connect(self.said)
        self.queue.halted.connect(self.on_halted)
        self.queue.ended.connect(self.on_ended)
        self.queue.dropped.connect(self.on_dropped)
        document.opened.connect(self.on_opened)

    @property
    def is_running(self) -> bool:
        """Whether a job is in hand, or about to be."""
        return any(job.state is not State.HELD for job in self.queue.unfinished)

    @property
    def in_hand(self) -> InHand:
        """What is being done with the objects of the clip that is shown."""
        job, begun = self.queue.current, self._begun
        if job is None or begun is None or not self._shows_current:
            return NOTHING
        tracks = begun.tracks if job.pace.stage in ("", TRACKING) else frozenset()
        return InHand(dict.fromkeys(tracks, job.pace.fraction), begun.fills)

    # --- the queue's signals

    def on_progressed(self, progress: Progress) -> None:
        """News of the job in hand."""
        if progress.note and HINTS_OF_THE_COMMAND_LINE not in progress.note:
            self.said.emit(progress.note)
        if progress.preview is not None and self._shows_current:
            self.previewed.emit(progress)

    def on_told(self, told: Mapping[int, MaskTrack] | LiveResult | TrackedObjects | Removed) -> None:
        """Masks that have come so far, or all that are needed; where the result can be looked at while it is made, or
        half of it.
        """
        from peanut_studio.pipeline.edit import Removed, TrackedObjects

        job = self.queue.current
        if isinstance(told, Mapping):
            if self._shows_current:
                self._document.show_coming(told)
        elif isinstance(told, Removed):
            if job is not None and self._asked is not None:
                self._document.keep_tracks(told.tracked, self._asked, told.result, job.work.slot)
        elif isinstance(told, TrackedObjects):
            if job is not None and self._asked is not None:
                self._asked = self._with_tracks(told, self._asked, job.work.slot)
        else:
            self._live = told
            if self._shows_current:
                self.live_began.emit(told)

    def on_opened(self) -> None:
        """Another clip is shown; it may be the one that is worked on."""
        if self._live is not None and self._shows_current:
            self.live_began.emit(self._live)

    def on_halted(self, _job: QueuedJob) -> None:
        """The job in hand makes nothing more."""
        self._live = self._asked = self._begun = None

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
            kept = {
                "track": self.tr("Stopped. The masks found so far are kept, so that it goes on from there."),
                "remove": self.tr(
                    "Stopped. What was tracked and filled so far is kept, so that it goes on from there."
                ),
            }
            self.said.emit(kept.get(job.work.kind.removesuffix("_from"), self.tr("Stopped.")))

    # --- parts

    def _with_tracks(self, tracked: TrackedObjects, asked: Project, slot: Slot | None) -> Project:
        """Keep them; gives what is worked on: the project with them, if it is still the one that was `asked`."""
        was = self._document.project_of(slot)
        self._document.keep_tracks(tracked, asked, slot=slot)
        now = self._document.project_of(slot)
        return now if was is asked and now is not None else asked

    @property
    def _shows_current(self) -> bool:
        job = self.queue.current
        return job is not None and self._is_shown(job.work.slot)

    def _said_of(self, job: QueuedJob) -> str:
        return job.said if self._is_shown(job.work.slot) else f"{job.work.subject}: {job.said}"

    def _is_shown(self, slot: Slot | None) -> bool:
        return slot is None or slot.is_same(self._document.slot)
