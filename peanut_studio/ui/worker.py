"""The one job at a time that buttons start, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.progress import Progress
from peanut_studio.model.project import Project
from peanut_studio.ui import jobs
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_thread import JobThread, MakeJob
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.pipeline.edit import Removed, TrackedObjects
    from peanut_studio.pipeline.live import LiveResult
    from peanut_studio.pipeline.work_folder import WorkFolder

HINTS_OF_THE_COMMAND_LINE = " --"


class Worker(QObject):
    """Starts a job, passes its news on, and gives its result to the document."""

    began = Signal(str)
    progressed = Signal(object)
    fetched = Signal(object, object)
    previewed = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    stopping = Signal()
    ended = Signal()
    tracked = Signal()
    removed = Signal()
    exported = Signal(object)
    collected = Signal(object)
    live_began = Signal(object)

    def __init__(self, document: Document, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._make_tools = document, make_tools
        self._thread: JobThread | None = None
        self._folders: list[WorkFolder] = []
        self.results: Callable[[], Path] = lambda: Path("results")
        self._on_success: Callable[[object], None] = lambda _result: None

    @property
    def is_running(self) -> bool:
        """Whether a job is in hand."""
        return self._thread is not None

    def track(self, project: Project) -> None:
        """Track the objects that need it."""

        self._start(self.tr("Tracking"), jobs.tracking(project, self._make_tools), self._keeper(project))

    def track_from(self, project: Project, object_id: int, frame: int, direction: Direction) -> None:
        """Track one object on from its mask on a frame."""
        job = jobs.tracking_from(project, object_id, frame, direction, self._make_tools)
        self._start(self.tr("Tracking"), job, self._keeper(project))

    def _keeper(self, project: Project) -> Callable[[TrackedObjects], None]:
        def keep(tracked: TrackedObjects) -> None:
            self._document.keep_tracks(tracked, project)
            total = len(tracked.span) * max(1, len(tracked.tracks))
            self.said.emit(self.tr("Tracked {count} of {total} frames.").format(count=tracked.computed, total=total))
            self._say_lost(tracked)
            self.tracked.emit()

        return keep

    def remove(self, project: Project) -> None:
        """Fill the objects away."""
        from peanut_studio.pipeline.work_folder import WorkFolder

        results = self.results()
        folder = next((one for one in self._folders if one.results == results), None)
        if folder is None:
            folder = WorkFolder(results)
            self._folders.append(folder)

        def keep(removed: Removed) -> None:
            self._document.keep_tracks(removed.tracked, project, removed.result)
            frames = sum(len(span) for span in removed.result.filled)
            text = self.tr("Removed from {frames} frames in {seconds} s. Export saves the film.")
            self.said.emit(text.format(frames=frames, seconds=f"{removed.seconds:.0f}"))
            self._say_lost(removed.tracked)
            self.removed.emit()

        self._start(self.tr("Removing"), jobs.removing(project, self._make_tools, folder), keep)

    def export(self, delivery: Delivery) -> None:
        """Write what was made to where it is wanted."""

        def keep(path: Path) -> None:
            self.exported.emit(path)

        self._start(self.tr("Exporting"), jobs.exporting(delivery), keep)

    def collect(self, project: Path, copy: Path) -> None:
        """Copy what belongs to a project beside a copy of its file."""
        self._start(self.tr("Collecting"), jobs.collecting(project, copy), self.collected.emit)

    def cancel(self) -> None:
        """Ask the job to stop."""
        if self._thread is not None:
            self._thread.cancel()
            self.stopping.emit()

    def stop(self) -> None:
        """Stop the job, wait for it, and take the small copies away."""
        if self._thread is not None:
            self._thread.cancel()
            self._thread.wait()
            self._thread = None
        for folder in self._folders:
            folder.close()

    # --- the thread's signals

    def on_progressed(self, progress: Progress) -> None:
        """News of the job."""
        if progress.note and HINTS_OF_THE_COMMAND_LINE not in progress.note:
            self.said.emit(progress.note)
        if progress.preview is not None:
            self.previewed.emit(progress)
        self.progressed.emit(progress)

    def on_told(self, told: Mapping[int, MaskTrack] | LiveResult) -> None:
        """Masks that have come so far, or where the result can be looked at while it is made."""
        if isinstance(told, Mapping):
            self._document.show_coming(told)
        else:
            self.live_began.emit(told)

    def on_succeeded(self, result: object) -> None:
        """The job is done."""
        self._finish()
        self._on_success(result)

    def on_failed(self, sentence: str) -> None:
        """The job could not be done."""
        self._finish()
        self._document.show_coming({})
        self.failed.emit(sentence)

    def on_cancelled(self) -> None:
        """The user stopped the job."""
        self._finish()
        self._document.show_coming({})
        self.said.emit(self.tr("Stopped. The masks found so far are kept, so that it goes on from there."))

    def _start(self, title: str, make_job: MakeJob, keep: Callable[..., None]) -> None:
        if self._thread is not None:
            return
        thread = JobThread(make_job, self)
        self._thread, self._on_success = thread, keep
        thread.progressed.connect(self.on_progressed)
        thread.fetched.connect(self.fetched)
        thread.said.connect(self.said)
        thread.told.connect(self.on_told)
        thread.succeeded.connect(self.on_succeeded)
        thread.failed.connect(self.on_failed)
        thread.cancelled.connect(self.on_cancelled)
        self.began.emit(title)
        thread.start()

    def _finish(self) -> None:
        if self._thread is not None:
            self._thread.wait()
            self._thread.deleteLater()
            self._thread = None
        self.ended.emit()

    def _say_lost(self, tracked: TrackedObjects) -> None:
        count = sum(len(span) for span in tracked.lost)
        if count:
            first = tracked.lost[0].start
            text = self.tr(
                "The object was lost on {count} of {total} frames, first on frame {first}; where it is in the picture "
                "there, click it again and track once more."
            )
            self.said.emit(text.format(count=count, total=len(tracked.span), first=first))
