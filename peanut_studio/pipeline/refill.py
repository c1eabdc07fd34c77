"""Part of a result filled anew by another engine, the rest left as it is."""

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


def refill(project: Project, inpainter: str, folder: WorkFolder, tools: Tools) -> Job[Removed]:
    """Fill the objects away in the project's range by that engine, and put it in place of what its result has there.

    The result is a new one; the old one stays for undo. Raises InputError where there is no whole result that covers
    the range, and whatever `remove_chosen` raises.
    """
    old, span = project.result, project.span
    if old is None or not old.whole or span.start < old.span.start or span.stop > old.span.stop:
        raise InputError(
            "Only what was filled already can be filled by another engine: Remove first, then set In and Out in it."
        )
    choices = replace(tools.choices, inpainter=inpainter)
    removed = yield from remove_chosen(project, folder, replace(tools, choices=choices))
    return replace(removed, result=merged(old, removed.result, folder))


def merged(old: Result, new: Result, folder: WorkFolder) -> Result:
    """The old result with the new one in its place where that has frames, as a third; both lie in folders of patches.

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
    return replace(old, path=target, filled=tuple(join_frames(sorted([*kept, *added]))))


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under another name; patches are never written into, so that two results may share them."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
