"""Objects made of what was found."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from peanut_studio.model.clip import Clip
from peanut_studio.model.found import LONGEST_NAME, with_found
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
