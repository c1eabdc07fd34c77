"""What buttons start: each piece of work as the queue takes it, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.errors import InputError
from peanut_studio.model.project import Project, Result
from peanut_studio.ui import jobs
from peanut_studio.ui.comparing import EnlargedFilm
from peanut_studio.ui.document import Document
from peanut_studio.ui.job_thread import MakeJob
from peanut_studio.ui.queue_news import QueueNews, facts_of
from peanut_studio.ui.queued import Begun, Ending, QueuedJob, State, Work
from peanut_studio.ui.remembered import Told, tell_export, tell_upscale
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction
    from peanut_studio.pipeline.bring import Brought
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.pipeline.edit import Removed, TrackedObjects
    from peanut_studio.pipeline.interpolate import Interpolated
    from peanut_studio.pipeline.open_project import Slot
    from peanut_studio.pipeline.upscale import UpscaleReport
    from peanut_studio.pipeline.work_folder import WorkFolder
    from peanut_studio.trial.chosen import Tried
    from peanut_studio.ui.dialogs.upscale import Enlargement


class Worker(QueueNews):
    """Puts work into the `queue` and gives its result to the document.

    Work on a clip takes the clip as it is when its turn comes: an export that waits behind a removal writes what that
    has made. Its result goes to its clip, whichever clip is shown then.
    """

    tracked = Signal()
    removed = Signal()
    exported = Signal(object)
    enlarged = Signal(object)
    tried = Signal(object)
    collected = Signal(object)

    def __init__(self, document: Document, make_tools: MakeTools, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._make_tools = make_tools
        self._folders: list[WorkFolder] = []
        self.enlarged_span: Span | None = None
        self.results: Callable[[], Path] = lambda: Path("results")
        document.parking.needs = self._needs

    @property
    def is_coming(self) -> bool:
        """Whether a result of the clip that is shown is being made, or waits to be."""
        return any(job.work.kind == "remove" and self._is_shown(job.work.slot) for job in self.queue.unfinished)

    # --- what can be asked for

    def track(self, held: bool = False) -> QueuedJob:
        """Track the objects of the clip that need it."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            tracks = frozenset(one.object_id for one in project.untracked_objects)
            return Begun(jobs.tracking(project, self._make_tools), self._keeper(project, slot), tracks)

        return self._add("track", self.tr("Tracking"), begin, held=held)

    def track_from(self, object_id: int, frame: int, direction: Direction) -> QueuedJob:
        """Track one object on from its mask on a frame."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            job = jobs.tracking_from(project, object_id, frame, direction, self._make_tools)
            return Begun(job, self._keeper(project, slot), frozenset({object_id}))

        return self._add("track_from", self.tr("Tracking"), begin)

    def interpolate(self, object_id: int, first: Correction, last: Correction) -> QueuedJob:
        """Masks of an object between two corrected frames of it."""
        told: Told = {"object": object_id, "first": first.frame, "last": last.frame}
        for job in self.queue.unfinished:
            if (job.work.kind, job.work.slot, job.work.told) == ("interpolate", self._document.slot, told):
                self.said.emit(self.tr("These frames are being interpolated already."))
                return job

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(made: Interpolated) -> Ending:
                if not self._document.keep_interpolated(object_id, (first, *made.masks, last), slot):
                    raise InputError(self.tr("A corrected frame was changed meanwhile: interpolate once more."))
                count = len(made.masks)
                if made.along_flow:
                    return Ending(self.tr("Interpolated %n frames along the motion.", "", count), frame=first.frame)
                text = self.tr(
                    "Interpolated %n frames on a straight line: the motion could not be followed.", "", count
                )
                return Ending(text, frame=first.frame)

            return Begun(jobs.interpolating(project, first, last), keep)

        return self._add("interpolate", self.tr("Interpolating"), begin, told=told)

    def follow_words(self, text: str, segmenter: str, held: bool = False) -> QueuedJob:
        """Follow what a phrase means through the range of the clip, by a segmenter that follows words."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(tracked: TrackedObjects) -> Ending:
                self._document.add_followed(text, tracked.tracks[0], project, slot)
                sentence = self.tr("Followed “{phrase}” over %n frames.", "", tracked.computed).format(phrase=text)
                return Ending(self._lost(tracked) or sentence, frame=project.span.start)

            return Begun(jobs.following(project, text, segmenter, self._make_tools), keep)

        told, slot = {"text": text, "by": segmenter}, self._document.slot
        for job in self.queue.unfinished:
            if (job.work.kind, job.work.slot, job.work.told) == ("follow", slot, told):
                self.said.emit(self.tr("“{phrase}” is being followed already.").format(phrase=text))
                return job
        return self._add("follow", self.tr("Following words"), begin, text, held, told)

    def remove(self, held: bool = False, inpainter: str = "") -> QueuedJob:
        """Fill the objects of the clip away, into the result so far where that covers more than the range.

        An `inpainter` that is named does it instead of the one that is preferred.
        """

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(removed: Removed) -> Ending:
                self._document.keep_tracks(removed.tracked, project, removed.result, slot)
                if self._is_shown(slot):
                    self.removed.emit()
                frames = sum(len(span) for span in removed.result.filled)
                text = self.tr("Removed from {frames} frames in {seconds} s. Export saves the film.")
                sentence = text.format(frames=frames, seconds=f"{removed.seconds:.0f}")
                if removed.windows_made < removed.windows:
                    again = self.tr("{made} of {windows} windows were computed again, the others were kept.")
                    sentence += " " + again.format(made=removed.windows_made, windows=removed.windows)
                said, facts = self._lost(removed.tracked) or sentence, facts_of(removed)
                return Ending(said, frame=project.span.start, film=removed.result.path, facts=facts)

            removed = project.removed_objects
            tracks = frozenset(one.object_id for one in removed if not one.is_tracked(project.span))
            fills = frozenset(one.object_id for one in removed)
            job = jobs.removing(project, self._make_tools, self._folder(), inpainter)
            return Begun(job, keep, tracks, fills)

        if inpainter:
            return self._add("refill", self.tr("Filling the range anew"), begin, held=held, told={"by": inpainter})
        return self._add("remove", self.tr("Removing"), begin, held=held)

    def import_masks(self, path: Path) -> QueuedJob:
        """Bring masks that were made elsewhere into the clip as objects."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(given: tuple[Brought, ...]) -> Ending:
                if not self._is_shown(slot):
                    raise InputError(self.tr("Another clip is shown now: open the one of the masks and try again."))
                self._document.add_given(given)
                return Ending(self.tr("Imported %n objects.", "", len(given)), frame=project.span.start)

            return Begun(jobs.importing(project, path), keep)

        return self._add("import", self.tr("Importing masks"), begin, path.name)

    def export(self, delivery: Delivery, held: bool = False) -> QueuedJob:
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

        told = tell_export(delivery)
        return self._add("export", self.tr("Exporting"), begin, delivery.target.name, held, told)

    def upscale(self, chosen: Enlargement, held: bool = False) -> QueuedJob:
        """Write a larger film of the clip, or of its result."""

        def begin(project: Project, _slot: Slot | None) -> Begun:
            if chosen.of_result and project.result is None:
                raise InputError(self.tr("Nothing has been filled in yet."))
            span = self.enlarged_span = project.result.span if chosen.of_result and project.result else project.span

            def keep(report: UpscaleReport) -> Ending:
                self.enlarged.emit(EnlargedFilm(report.target, project.clip.path, span))
                return Ending(self.tr("Enlarged to {path}.").format(path=report.target), made=report.target)

            return Begun(jobs.upscaling(project, chosen, self._make_tools), keep)

        return self._add("upscale", self.tr("Enlarging"), begin, chosen.target.name, held, tell_upscale(chosen))

    def try_engines(self, names: tuple[str, ...], held_out: bool) -> QueuedJob:
        """Let several engines fill the range of the clip, and see which does it best."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            def keep(tried: Tried) -> Ending:
                self._document.keep_tracks(tried.tracked, project, slot=slot)
                self.tried.emit(tried)
                return Ending(made=tried.page)

            return Begun(jobs.trying(project, names, held_out, self._make_tools, self._folder()), keep)

        return self._add("try", self.tr("Trying engines"), begin)

    def clear(self, span: Span, object_id: int | None = None) -> QueuedJob:
        """Take away what was filled in on some frames of the clip, or only where an object was."""

        def begin(project: Project, slot: Slot | None) -> Begun:
            if project.result is None:
                raise InputError(self.tr("Nothing has been filled in yet."))

            def keep(result: Result) -> Ending:
                self._document.show_result("Clear Results", result, slot)
                return Ending(self.tr("Cleared. Undo brings the result back."))

            return Begun(jobs.clearing(project, span, object_id, self._folder()), keep)

        return self._add("clear", self.tr("Clearing"), begin)

    def collect(self, project: Path, copy: Path) -> QueuedJob:
        """Copy what belongs to a project beside a copy of its file."""

        def keep(path: Path) -> Ending:
            self.collected.emit(path)
            return Ending(self.tr("Collected in {folder}.").format(folder=path.parent), made=path)

        job: MakeJob = jobs.collecting(project, copy)
        work = Work("collect", self.tr("Collecting"), copy.parent.name, lambda: Begun(job, keep))
        return self._put(work)

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
        """Stop the job, wait for it, and take the small copies away."""
        self.queue.stop()
        for folder in self._folders:
            folder.close()

    def asks_for(self, kind: str) -> bool:
        """Whether such work on the clip that is shown waits already."""
        waiting = (job.work for job in self.queue.waiting if job.state is State.WAITING)
        return any(work.kind == kind and self._is_shown(work.slot) for work in waiting)

    def does(self, kind: str, project: Project) -> bool:
        """Whether such work is in hand on the project as it is now."""
        job = self.queue.current
        return job is not None and job.work.kind == kind and self._asked is project

    # --- parts

    def _add(
        self,
        kind: str,
        title: str,
        begin: Callable[[Project, Slot | None], Begun],
        subject: str = "",
        held: bool = False,
        told: Told | None = None,
    ) -> QueuedJob:
        slot, project = self._document.slot, self._document.project
        name = subject or (project.clip.name if project else "")

        def begin_with_the_state_of_then() -> Begun:
            here = self._document.slot
            elsewhere = slot and here and slot.project and here.project and slot.project is not here.project
            now = self._document.project_of(slot)
            if now is None or elsewhere:
                raise InputError(self.tr("{name} is not open any more: open it and try again.").format(name=name))
            begun = begin(now, slot)
            self._asked, self._begun = now, begun
            return begun

        return self._put(Work(kind, title, name, begin_with_the_state_of_then, slot, told or {}), held)

    def _put(self, work: Work, held: bool = False) -> QueuedJob:
        job = self.queue.add(work, State.HELD if held else State.WAITING)
        if job.state is State.WAITING:
            self.said.emit(self.tr("{work} waits until the jobs before it are done.").format(work=job.name))
        return job

    def _keeper(self, project: Project, slot: Slot | None) -> Callable[[TrackedObjects], Ending]:
        def keep(tracked: TrackedObjects) -> Ending:
            self._document.keep_tracks(tracked, project, slot=slot)
            if self._is_shown(slot):
                self.tracked.emit()
            total = len(tracked.span) * max(1, len(tracked.tracks))
            if tracked.computed < total:
                sentence = self.tr("Tracked %n frames anew; the others stay as they were.", "", tracked.computed)
            else:
                sentence = self.tr("Tracked %n frames.", "", tracked.computed)
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

    def _needs(self, slot: Slot) -> bool:
        works = [job.work.slot for job in self.queue.jobs if job.state is not State.DONE]
        return any(slot.is_same(one) for one in works)

    def _lost(self, tracked: TrackedObjects) -> str:
        count = sum(len(span) for span in tracked.lost)
        if not count:
            return ""
        text = self.tr(
            "The object was lost on {count} of {total} frames, first on frame {first}; where it is in the picture "
            "there, click it again and track once more."
        )
        return text.format(count=count, total=len(tracked.span), first=tracked.lost[0].start)
