"""Objects made of things that were found by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from peanut_studio.model.correction import Correction
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import ChosenObject, Mark, Project

LONGEST_NAME = 40
"""Characters of an object's name that come from a phrase."""


def with_found(project: Project, phrase: str, things: Sequence[tuple[Mark, ...]]) -> Project:
    """One object for each thing, named by the phrase, with the marks that point at it; the first is selected then.

    The first takes the place of the selected object where nothing was said of that one yet.
    """
    if not things:
        return project
    first = None
    for number, marks in enumerate(things):
        chosen = project.find(project.selected)
        if number or chosen is None or chosen.keys or chosen.locked:
            project = project.with_new_object()
        for mark in marks:
            project = project.with_mark(mark)
        project = _named(project, phrase[:LONGEST_NAME].rstrip())
        first = project.selected if first is None else first
    return replace(project, selected=first)


def with_given(project: Project, given: Sequence[tuple[str, tuple[Correction, ...]]]) -> Project:
    """One object for each name and its masks, which came from elsewhere; the first is selected then."""
    first = None
    for name, corrections in given:
        project = _named(project.with_new_object(), name[:LONGEST_NAME].rstrip())
        number = project.selected
        assert number is not None
        # Nothing is left to be tracked where masks are given.
        project = project.with_corrections(number, corrections).with_object(number, _settled)
        first = number if first is None else first
    return replace(project, selected=first) if first is not None else project


def with_followed(project: Project, phrase: str, track: MaskTrack) -> Project:
    """An object called by the phrase, with the masks through time of whatever followed the words; it is selected then.

    Its surest mask is a key frame, from which it is tracked again where somebody corrects it elsewhere. Nothing changes
    where it is in no frame.
    """
    seen = [frame for frame in track.frames if track.area(frame)]
    if not seen:
        return project
    surest = max(seen, key=lambda frame: track.confidence.get(frame, 1.0))
    project = _named(project.with_new_object(), phrase[:LONGEST_NAME].rstrip())
    number = project.selected
    assert number is not None
    key = Correction(surest, track.size, track.runs[surest])
    whole = replace(track, object_id=number, prompted=frozenset())
    return project.with_corrections(number, [key]).with_object(number, lambda chosen: chosen.tracked(whole, chosen))


def _settled(chosen: ChosenObject) -> ChosenObject:
    return chosen.tracked(chosen.track, chosen) if chosen.track is not None else chosen


def _named(project: Project, name: str) -> Project:
    """The selected object called `name`, with a number behind it where another one is called so already."""
    assert project.selected is not None
    taken = {chosen.name for chosen in project.objects if chosen.object_id != project.selected}
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return project.with_object(project.selected, lambda chosen: replace(chosen, name=free))
