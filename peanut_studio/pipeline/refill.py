"""Part of a result filled anew, the rest left as it is."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.errors import InputError
from peanut_studio.model.mask_track import join_frames
from peanut_studio.model.progress import Job
from peanut_studio.model.project import Project, Result
from peanut_studio.pipeline.edit import Removed, Tools, remove_chosen
from peanut_studio.pipeline.work_folder import WorkFolder


def is_part(project: Project) -> bool:
    """Whether the project's range is only a part of what its whole result covers."""
    old, span = project.result, project.span
    return old is not None and old.whole and old.span != span and _covers(old, project)


def refill(project: Project, inpainter: str, folder: WorkFolder, tools: Tools) -> Job[Removed]:
    """Fill the objects away in the project's range and put that in place of what its result has there; `inpainter` ""
    is the engine of `tools`.

    The result is a new one; the old one stays for undo. Raises InputError where there is no whole result that covers
    the range, and whatever `remove_chosen` raises.
    """
    old = project.result
    if old is None or not old.whole or not _covers(old, project):
        raise InputError(
            "Only what was filled already can be filled by another engine: Remove first, then set In and Out in it."
        )
    choices = replace(tools.choices, inpainter=inpainter or tools.choices.inpainter)
    removed = yield from remove_chosen(project, folder, replace(tools, choices=choices))
    return replace(removed, result=merged(old, removed.result, folder))


def merged(old: Result, new: Result, folder: WorkFolder) -> Result:
    """The old result with the new one in its place where that has frames, as a third; both lie in folders of patches.

    It is made from the new one's masks where those are the old one's on all other frames, else it is out of date.
    Raises MediaError, or InputError where it cannot be kept.
    """
    below, above = PatchFolder(old.path), PatchFolder(new.path)
    target = folder.new_result()
    PatchFolder.begin(target, below.footage, below.frame_rate, old.span)
    try:
        for patches, wanted in ((below, False), (above, True)):
            for file in patches.path.glob("*_*_*.png"):
                if (int(file.stem.partition("_")[0]) in new.span) is wanted:
                    link_or_copy(file, target / file.name)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise InputError(f"{target} cannot be written ({error.strerror or error}); make room there.") from error
    kept = [frame for part in old.filled for frame in range(part.start, part.stop) if frame not in new.span]
    added = [frame for part in new.filled for frame in range(part.start, part.stop)]
    made = new if _differ_inside_only(old, new) else old
    return replace(
        old,
        path=target,
        filled=tuple(join_frames(sorted([*kept, *added]))),
        made_from=made.made_from,
        refined_by=made.refined_by,
    )


def _covers(old: Result, project: Project) -> bool:
    return old.span.covers(project.span)


def _differ_inside_only(old: Result, new: Result) -> bool:
    """Whether the objects are those of then, and their masks other ones at most where the new result has frames."""
    then, now = ({track.object_id: track for track in one.made_from} for one in (old, new))
    if then.keys() != now.keys() or old.refined_by != new.refined_by:
        return False
    outside = [frame for frame in range(old.span.start, old.span.stop) if frame not in new.span]
    return all(then[number].runs.get(frame) == now[number].runs.get(frame) for number in then for frame in outside)


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under another name; patches are never written into, so that two results may share them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
