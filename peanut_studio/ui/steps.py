"""How far the work has got: which steps are done, which one comes next."""

from __future__ import annotations

from peanut_studio.model.project import Project

STEPS = ("track", "remove", "export")
"""Ids of the actions that are the steps, in their order."""


def steps_done(project: Project | None) -> frozenset[str]:
    """The steps that need not be taken again as long as nothing is changed."""
    if project is None or not project.marked_objects:
        return frozenset()
    done = set() if project.untracked_objects else {"track"}
    if not project.wants_result and not project.is_result_stale:
        done.add("remove")
    return frozenset(done)


def next_step(project: Project | None) -> str:
    """The step that a person most likely wants: the removal, which tracks by itself; then the export."""
    return "export" if "remove" in steps_done(project) else "remove"
