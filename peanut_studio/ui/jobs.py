"""The work that buttons start, as jobs for the `JobThread`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from peanut_studio.model.clip import Span
from peanut_studio.model.correction import Correction
from peanut_studio.model.progress import Job
from peanut_studio.model.project import Project, Result
from peanut_studio.ui.job_thread import JobThread, MakeJob
from peanut_studio.ui.tools import MakeTools

if TYPE_CHECKING:
    from peanut_studio.engines.contract import Direction
    from peanut_studio.pipeline.bring import Brought
    from peanut_studio.pipeline.deliver import Delivery
    from peanut_studio.pipeline.edit import Removed, TrackedObjects
    from peanut_studio.pipeline.interpolate import Interpolated
    from peanut_studio.pipeline.upscale import UpscaleReport
    from peanut_studio.pipeline.work_folder import WorkFolder
    from peanut_studio.trial.chosen import Tried
    from peanut_studio.ui.dialogs.upscale import Enlargement


def tracking(project: Project, make_tools: MakeTools) -> MakeJob:
    """Track what needs it; gives `TrackedObjects`."""

    def job(thread: JobThread) -> Job[TrackedObjects]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.pipeline.edit import track_chosen

        tools = make_tools(thread.say, thread.on_bytes, thread.tell)
        return done_by(tools.working, track_chosen, (project,), tools)

    return job


def tracking_from(project: Project, object_id: int, frame: int, direction: Direction, make_tools: MakeTools) -> MakeJob:
    """Track one object on from its mask on a frame; gives `TrackedObjects`."""

    def job(thread: JobThread) -> Job[TrackedObjects]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.pipeline.edit import track_from

        tools = make_tools(thread.say, thread.on_bytes, thread.tell)
        return done_by(tools.working, track_from, (project, object_id, frame, direction), tools)

    return job


def interpolating(project: Project, first: Correction, last: Correction) -> MakeJob:
    """Masks between two of an object along the flow; gives `Interpolated`."""

    def job(_thread: JobThread) -> Job[Interpolated]:
        from peanut_studio.pipeline.interpolate import interpolate

        return interpolate(project, first, last)

    return job


def following(project: Project, text: str, segmenter: str, make_tools: MakeTools) -> MakeJob:
    """Follow what a phrase means through the range; gives `TrackedObjects` with one track."""

    def job(thread: JobThread) -> Job[TrackedObjects]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.pipeline.edit import follow_words

        tools = make_tools(thread.say, thread.on_bytes, thread.tell)
        return done_by(tools.working, follow_words, (project, text, segmenter), tools)

    return job


def removing(project: Project, make_tools: MakeTools, folder: WorkFolder, inpainter: str = "") -> MakeJob:
    """Track what needs it and write a film without the objects; gives `Removed`, tells a `LiveResult`, the
    `TrackedObjects` before it fills, and where it is stopped the `Removed` that there is.

    With an `inpainter`, or where the result covers more than the range, only the range is filled, into that result.
    """

    def job(thread: JobThread) -> Job[Removed]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.pipeline.edit import remove_chosen
        from peanut_studio.pipeline.live import LiveResult, recorded
        from peanut_studio.pipeline.refill import is_part, refill

        live = LiveResult(folder.new_copies(), project.span, project.clip.height)
        thread.tell(live)
        made = make_tools(thread.say, thread.on_bytes, thread.tell)
        tools = replace(made, on_stopped=thread.tell, on_tracked=thread.tell)
        if inpainter or is_part(project):
            steps = done_by(tools.working, refill, (project, inpainter, folder), tools)
        else:
            steps = done_by(tools.working, remove_chosen, (project, folder), tools)
        removed = yield from recorded(steps, live)
        live.film = removed.result.path
        return removed

    return job


def clearing(project: Project, span: Span, object_id: int | None, folder: WorkFolder) -> MakeJob:
    """Take what was filled in away on some frames, or only where an object was; gives the `Result` that is left."""

    def job(_thread: JobThread) -> Job[Result]:
        from peanut_studio.pipeline.clear import Parting, clear

        assert project.result is not None
        parting = None if object_id is None else Parting.of(project, object_id)
        return clear(project.result, span, folder, parting)

    return job


def importing(project: Project, path: Path) -> MakeJob:
    """Read masks that were made elsewhere; gives a `Brought` for each object."""

    def job(_thread: JobThread) -> Job[tuple[Brought, ...]]:
        from peanut_studio.pipeline.bring import bring_masks

        return bring_masks(path, project.clip, project.span)

    return job


def exporting(delivery: Delivery) -> MakeJob:
    """Write what was made; gives the path."""

    def job(_thread: JobThread) -> Job[Path]:
        from peanut_studio.pipeline.deliver import deliver

        return deliver(delivery)

    return job


def upscaling(project: Project, chosen: Enlargement, make_tools: MakeTools) -> MakeJob:
    """Write a larger film of the clip or of its result; gives `UpscaleReport`."""

    def job(thread: JobThread) -> Job[UpscaleReport]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.pipeline.footage import Footage
        from peanut_studio.pipeline.upscale import UpscaleRequest, upscale_unseen

        tools = make_tools(thread.say, thread.on_bytes, thread.tell)
        result = project.result if chosen.of_result else None
        span = project.span
        footage = Footage(result.path) if result else Footage(project.clip.path, f"{span.start}f", f"{span.stop}f")
        choices = replace(tools.choices, upscaler=chosen.upscaler)
        request = UpscaleRequest(footage, chosen.target, size=chosen.size, choices=choices, overwrite=True)
        return done_by(tools.working, upscale_unseen, (request,), tools)

    return job


def trying(
    project: Project, names: tuple[str, ...], held_out: bool, make_tools: MakeTools, folder: WorkFolder
) -> MakeJob:
    """Let engines fill the range one after another; gives `Tried`, whose page goes with the window."""

    def job(thread: JobThread) -> Job[Tried]:
        from peanut_studio.pipeline.annex import done_by
        from peanut_studio.trial.chosen import try_chosen

        tools = make_tools(thread.say, thread.on_bytes, thread.tell)
        page = folder.new_copies() / "report.html"
        return done_by(tools.working, try_chosen, (project, names, held_out, page), tools)

    return job


def collecting(project: Path, copy: Path) -> MakeJob:
    """Copy what belongs to a project beside a copy of its file; gives the copy's path."""

    def job(_thread: JobThread) -> Job[Path]:
        from peanut_studio.pipeline.collect import collect

        return collect(project, copy)

    return job
