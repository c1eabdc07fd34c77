"""What the queue of jobs tells, passed on to whom it concerns: the document, and who listens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Progress
from peanut_studio.model.project import Project
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_queue import JobQueue
from peanut_studio.ui.object_standing import NOTHING, InHand
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, State

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
        self._coming: Mapping[int, MaskTrack] = {}
        self._half: tuple[TrackedObjects, Project] | None = None
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
            self._coming = {**self._coming, **told}
            if self._shows_current:
                self._document.show_coming(told)
        elif isinstance(told, Removed):
            if job is not None and self._asked is not None:
                self._document.keep_tracks(told.tracked, self._asked, told.result, job.work.slot)
        elif isinstance(told, TrackedObjects):
            if job is not None and self._asked is not None:
                self._coming = {}
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
        self._half = half_tracked(self._coming, self._asked)
        self._live = self._asked = self._begun = None
        self._coming = {}

    def on_ended(self, job: QueuedJob) -> None:
        """A job is over."""
        if job.state is State.FAILED:
            self._keep_half(job)
            self.failed.emit(self._said_of(job))
        elif job.said and job.made is None:
            self.said.emit(self._said_of(job))
        self._half = None

    def on_dropped(self, job: QueuedJob) -> None:
        """A job was given up."""
        if not job.state.is_waiting:
            self._keep_half(job)
            kept = {
                "track": self.tr("Stopped. The masks found so far are kept, so that it goes on from there."),
                "remove": self.tr(
                    "Stopped. What was tracked and filled so far is kept, so that it goes on from there."
                ),
            }
            said = kept.get(job.work.kind.removesuffix("_from"), self.tr("Stopped."))
            self.said.emit(self._said_of(replace(job, ending=Ending(said))))

    # --- parts

    def _keep_half(self, job: QueuedJob) -> None:
        """Of what a job tracked before it was stopped nothing is lost."""
        half, self._half, slot = self._half, None, job.work.slot
        self._document.show_coming({})
        project = self._document.project_of(slot)
        if half and project is not None and any(project.find(number) for number in half[0].tracks):
            self._document.keep_tracks(*half, slot=slot)

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


def half_tracked(coming: Mapping[int, MaskTrack], asked: Project | None) -> tuple[TrackedObjects, Project] | None:
    """Masks that have come of objects of which `asked` had none; others are mended by the work that is done anew."""
    from peanut_studio.pipeline.edit import TrackedObjects
    from peanut_studio.pipeline.said import is_fresh

    if asked is None:
        return None
    fresh = {chosen.object_id for chosen in asked.objects if is_fresh(chosen)}
    tracks = {number: track for number, track in coming.items() if number in fresh and track.runs}
    return (TrackedObjects(tracks, asked.span), asked) if tracks else None


def facts_of(removed: Removed) -> Mapping[str, float]:
    """A removal in numbers, called as the command line calls them."""
    return {
        "first_frame": removed.result.span.start,
        "frames": len(removed.result.span),
        "frames_filled": sum(len(span) for span in removed.result.filled),
        "frames_lost": sum(len(span) for span in removed.tracked.lost),
        "windows": removed.windows,
        "windows_computed": removed.windows_made,
    }
