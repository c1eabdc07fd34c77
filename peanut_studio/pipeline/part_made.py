"""Results that were stopped, or cut off, half-way: what was filled of them is there all the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from peanut_studio.media.patches import PatchFolder
from peanut_studio.model.errors import MediaError
from peanut_studio.model.mask_track import MaskTrack, join_frames
from peanut_studio.model.project import Project, Result
from peanut_studio.model.refinement import Refinement

OLDEST = 30 * 24 * 3600
"""Seconds for which half a result waits for somebody who goes on with it."""


def part_made(folder: Path, tracks: Sequence[MaskTrack], refined_by: Sequence[Refinement]) -> Result | None:
    """What lies in a folder of patches as a result, of the frames that are there; None where there are none."""
    try:
        patches = PatchFolder(folder)
    except MediaError:
        return None
    filled = tuple(join_frames(patches.frames()))
    return Result(folder, patches.span, filled, tuple(tracks), tuple(refined_by), whole=False) if filled else None


def is_waiting(folder: Path) -> bool:
    """Whether a folder holds half a result that is not too old to be gone on with."""
    return PatchFolder.is_unfinished(folder) and folder.stat().st_mtime > time.time() - OLDEST


def waiting(results: Path) -> set[str]:
    """The names of the halves that may be gone on with: of each clip the newest."""
    newest: dict[Path, str] = {}
    for folder in _halves(results):
        with suppress(MediaError):
            newest[PatchFolder(folder).footage] = folder.name
    return set(newest.values())


def with_part_made(project: Project, results: Path) -> Project:
    """The project with the newest half of a result that was made of it, where there is one and no whole one."""
    if not project.wants_result or not results.is_dir():
        return project
    wanted = [chosen for chosen in project.removed_objects if chosen.is_tracked(project.span)]
    tracks = [chosen.track for chosen in wanted if chosen.track is not None]
    for folder in reversed(_halves(results)):
        if project.result is not None and project.result.path == folder:
            break
        found = part_made(folder, tracks, [chosen.refinement for chosen in wanted])
        if found is not None and found.span == project.span and _is_of(folder, project.clip.path):
            return project.with_result(found)
    return project


def _halves(results: Path) -> list[Path]:
    """Those that are waiting, the newest last."""
    return sorted((one for one in results.iterdir() if is_waiting(one)), key=lambda one: one.stat().st_mtime)


def _is_of(folder: Path, clip: Path) -> bool:
    return PatchFolder(folder).footage == clip.absolute()
