"""Objects made of what was found."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from peanut_studio.model.clip import Clip
from peanut_studio.model.correction import Correction
from peanut_studio.model.found import LONGEST_NAME, with_followed, with_found
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.project import Project
from peanut_studio.model.prompt import Box, Click

CLIP = Clip(Path("a.mp4"), 64, 48, tuple(range(10)), Fraction(1, 25), Fraction(25))
LEFT = (Box(1, 1, 9, 9, 3), Click(5, 5, True, 3))
RIGHT = (Box(21, 1, 29, 9, 3),)


def test_one_object_for_each_thing_the_first_selected() -> None:
    project = with_found(Project.of(CLIP), "all red cups", [LEFT, RIGHT])
    assert [(one.name, one.marks) for one in project.objects] == [("all red cups", LEFT), ("all red cups 2", RIGHT)]
    assert project.selected == project.objects[0].object_id
    again = with_found(project, "all red cups", [RIGHT])
    assert [one.name for one in again.objects][2:] == ["all red cups 3"]
    assert again.selected == again.objects[2].object_id


def test_an_empty_object_is_used_a_marked_one_is_not() -> None:
    project = with_found(Project.of(CLIP).with_new_object(), "x" * 90, [LEFT])
    assert len(project.objects) == 1
    assert project.objects[0].name == "x" * LONGEST_NAME
    assert with_found(project, "nothing", []) is project


def test_what_was_followed_is_tracked_already_from_its_surest_frame() -> None:
    mask = np.zeros((48, 64), np.bool_)
    mask[10:20, 10:30] = True
    track = MaskTrack(7, (64, 48), 10).with_frames(
        (frame, mask if frame != 5 else ~mask & mask, 0.99 if frame == 4 else 0.1 if frame == 5 else 0.8)
        for frame in range(10)
    )
    project = with_followed(with_found(Project.of(CLIP), "a cup", [LEFT]), "a cup", track)
    cup = project.find(project.selected)
    assert cup is not None
    assert (cup.name, cup.key_frames) == ("a cup 2", (4,))
    assert cup.track is not None
    assert (cup.track.object_id, cup.track.runs, cup.track.confidence[5]) == (cup.object_id, track.runs, 0.1)
    assert cup.is_tracked(project.span)
    # Corrected elsewhere, only what is nearer to there than to the key frame is tracked again.
    mended = project.with_corrections(cup.object_id, [Correction.of(8, ~mask)]).find(cup.object_id)
    assert mended is not None
    assert mended.untracked_over(project.span)
    assert not any(3 in part for part in mended.untracked_over(project.span))
    nothing = MaskTrack(1, (64, 48), 10).with_frames([(0, mask & ~mask, 0.0)])
    assert with_followed(project, "a cup", nothing) is project
