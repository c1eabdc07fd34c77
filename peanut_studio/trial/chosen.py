"""Engines tried on what a window has chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peanut_studio.model.errors import InputError
from peanut_studio.model.progress import Job
from peanut_studio.model.project import Project
from peanut_studio.pipeline.edit import Tools, TrackedObjects, footage_of, holes_of
from peanut_studio.trial.compare import CompareRequest, Comparison, checked_names, compare
from peanut_studio.trial.report import write


@dataclass(frozen=True, eq=False)
class Tried:
    """What came of it, what had to be tracked for it, and the page that shows it."""

    comparison: Comparison
    tracked: TrackedObjects
    page: Path


def try_chosen(project: Project, inpainters: tuple[str, ...], held_out: bool, page: Path, tools: Tools) -> Job[Tried]:
    """Track what is not tracked yet, then try engines on the project's range and write the page.

    Raises InputError where nothing was pointed at, or none of the engines could do it.
    """
    names = checked_names(inpainters)
    tracked, masks, refined = yield from holes_of(project, tools)
    request = CompareRequest(
        footage=footage_of(project),
        masks=list(refined),
        inpainters=names,
        feather=max((how.feather for _, how in masks if how.feather is not None), default=None),
        held_out=held_out,
        choices=tools.choices,
        weights=tools.weights,
    )
    found = yield from compare(request)
    if found.best is None:
        raise InputError(f"None of the engines could do it. {found.rivals[0].inpainter}: {found.rivals[0].failed}")
    return Tried(found, tracked, write(found, page, float(project.clip.frame_rate)))
