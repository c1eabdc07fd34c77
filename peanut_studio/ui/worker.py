"""What buttons start: each piece of work as the queue takes it, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.project import Project, Result
from peanut_studio.ui import jobs
from peanut_studio.ui.clip_work import ClipWork
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_thread import MakeJob
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, Work
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.pipeline.edit import Removed, TrackedObjects
    from peanut_studio.pipeline.open_project import Slot
    from peanut_studio.pipeline.upscale import UpscaleReport
    from peanut_studio.pipeline.work_folder import WorkFolder
    from peanut_studio.ui.dialogs.upscale import Enlargement


class Worker(ClipWork):
    """What can be asked for. Its result goes to its clip, whichever clip is shown then."""

    tracked = Signal()
    removed = Signal()
    exported = Signal(object)
    enlarged = Signal(object)
    collected = Signal(object)

    def __init__(self, document: Document, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._make_tools = make_tools
        self._folders: list[WorkFolder] = []
        self.enlarged_span: Span | None = None
        self.results: Callable[[], Path] = lambda: Path("results")

    # --- what can be asked for

    def track(self, held: bool = False) -> QueuedJob:
        """Track the objects of the clip that need it."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            return Begun(jobs.tracking(project, self._make_tools), self._keeper(project, slot))

        return self._add("track", self.tr("Tracking"), begin, held=held)

    def track_from(self, object_id: int, frame: int, direction: Direction) -> QueuedJob:
        """Track one object on from its mask on a frame."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            job = jobs.tracking_from(project, object_id, frame, direction, self._make_tools)
            return Begun(job, self._keeper(project, slot))

        return self._add("track_from", self.tr("Tracking"), begin)

    def remove(self, held: bool = False) -> QueuedJob:
        """Fill the objects of the clip away."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(removed: Removed) -> Ending:
                self._document.keep_tracks(removed.tracked, project, removed.result, slot)
                if self._is_shown(slot):
                    self.removed.emit()
                frames = sum(len(span) for span in removed.result.filled)
                text = self.tr("Removed from {frames} frames in {seconds} s. Export saves the film.")
                sentence = text.format(frames=frames, seconds=f"{removed.seconds:.0f}")
                return Ending(self._lost(removed.tracked) or sentence, frame=removed.result.span.start)

            return Begun(jobs.removing(project, self._make_tools, self._folder()), keep)

        return self._add("remove", self.tr("Removing"), begin, held=held)

    def export(self, delivery: Delivery) -> QueuedJob:
        """Write what was made, as it is then, to where it is wanted."""

        def begin(project: Project, _slot: Slot | None) -> Begun:
            known = [(chosen, chosen.track) for chosen in project.objects if chosen.track is not None]
            now = replace(
                delivery,
                result=project.result.path if project.result else delivery.result,
                tracks=tuple((chosen.name, track) for chosen, track in known) or delivery.tracks,
                refined_by=tuple(chosen.refinement for chosen, _ in known) or delivery.refined_by,
            )

            def keep(path: Path) -> Ending:
                self.exported.emit(path)
                return Ending(self.tr("Exported {path}.").format(path=path), made=path)

            return Begun(jobs.exporting(now), keep)

        return self._add("export", self.tr("Exporting"), begin, delivery.target.name)

    def upscale(self, chosen: Enlargement) -> QueuedJob:
        """Write a larger film of the clip, or of its result."""

        def begin(project: Project, _slot: Slot | None) -> Begun:
            if chosen.of_result and project.result is None:
                raise InputError(self.tr("Nothing has been filled in yet."))
            self.enlarged_span = project.result.span if chosen.of_result and project.result else project.span

            def keep(report: UpscaleReport) -> Ending:
                self.enlarged.emit(report.target)
                return Ending(self.tr("Enlarged to {path}.").format(path=report.target), made=report.target)

            return Begun(jobs.upscaling(project, chosen, self._make_tools), keep)

        return self._add("upscale", self.tr("Enlarging"), begin, chosen.target.name)

    def clear_range(self, span: Span) -> QueuedJob:
        """Take away what was filled in on some frames of the clip."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            if project.result is None:
                raise InputError(self.tr("Nothing has been filled in yet."))

            def keep(result: Result) -> Ending:
                self._document.show_result("Clear Results", result, slot)
                return Ending(self.tr("Cleared. Undo brings the result back."))

            return Begun(jobs.clearing(project.result, span, self._folder()), keep)

        return self._add("clear", self.tr("Clearing"), begin)

    def collect(self, project: Path, copy: Path) -> QueuedJob:
        """Copy what belongs to a project beside a copy of its file."""

        def keep(path: Path) -> Ending:
            self.collected.emit(path)
            return Ending(self.tr("Collected in {folder}.").format(folder=path.parent), made=path)

        job: MakeJob = jobs.collecting(project, copy)
        work = Work("collect", self.tr("Collecting"), copy.parent.name, lambda: Begun(job, keep))
        return self._put(work)

    def bring_back(self, kind: str) -> QueuedJob:
        """Work of an earlier time on the clip that is shown, held until somebody lets it go on."""
        return {"track": self.track, "remove": self.remove}[kind](held=True)

    def stop(self) -> None:
        """Stop the job, wait for it, and take the small copies away."""
        super().stop()
        for folder in self._folders:
            folder.close()

    # --- parts

    def _keeper(self, project: Project, slot: Slot | None) -> Callable[[TrackedObjects], Ending]:
        def keep(tracked: TrackedObjects) -> Ending:
            self._document.keep_tracks(tracked, project, slot=slot)
            if self._is_shown(slot):
                self.tracked.emit()
            total = len(tracked.span) * max(1, len(tracked.tracks))
            sentence = self.tr("Tracked {count} of {total} frames.").format(count=tracked.computed, total=total)
            return Ending(self._lost(tracked) or sentence, frame=tracked.span.start)

        return keep

    def _folder(self) -> WorkFolder:
        from peanut_studio.pipeline.work_folder import WorkFolder

        results = self.results()
        folder = next((one for one in self._folders if one.results == results), None)
        if folder is None:
            folder = WorkFolder(results)
            self._folders.append(folder)
        return folder

    def _lost(self, tracked: TrackedObjects) -> str:
        count = sum(len(span) for span in tracked.lost)
        if not count:
            return ""
        text = self.tr(
            "The object was lost on {count} of {total} frames, first on frame {first}; where it is in the picture "
            "there, click it again and track once more."
        )
        return text.format(count=count, total=len(tracked.span), first=tracked.lost[0].start)
