"""Prompts are checked against the clip."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from peanut_studio.model.clip import Clip, Span
from peanut_studio.model.errors import InputError
from peanut_studio.model.prompt import Box, Click
from peanut_studio.pipeline.pointing import Pointing

CLIP = Clip(Path("x.mp4"), 64, 48, tuple(range(30)), Fraction(1, 24), Fraction(24))
SPAN = Span(5, 20)


def test_prompts_without_a_frame_are_on_the_first_of_the_range() -> None:
    pointing = Pointing(points=((1, 2, None), (3, 4, 7)), minus_points=((9, 9, 7),), boxes=((0, 0, 63, 47, None),))
    assert pointing.prompts(CLIP, SPAN) == (
        Box(0, 0, 63, 47, 5),
        Click(1, 2, True, 5),
        Click(3, 4, True, 7),
        Click(9, 9, False, 7),
    )


@pytest.mark.parametrize(
    ("pointing", "sentence"),
    [
        (Pointing(), "Nothing says what to remove"),
        (Pointing(points=((64, 2, None),)), "The point 64,2 lies outside the frame, which is 64x48"),
        (Pointing(points=((1, -1, None),)), "The point 1,-1 lies outside the frame"),
        (Pointing(boxes=((1, 1, 90, 20, None),)), "The box 1,1,90,20 lies outside the frame"),
        (Pointing(boxes=((9, 9, 9, 20, None),)), "The box 9,9,9,20 is empty"),
        (Pointing(points=((1, 2, 30),)), "Frame 30 is outside the clip, which has frames 0 to 29"),
        (Pointing(points=((1, 2, 4),)), "Frame 4 is outside the range worked on, frames 5 to 19"),
        (
            Pointing(points=((1, 2, None),), minus_points=((3, 3, 8),)),
            "Frame 8 has only points beside the object",
        ),
        (Pointing(masks=((np.ones((4, 4), dtype=bool), None),)), "The mask is 4x4, the clip 64x48"),
        (Pointing(masks=((np.zeros((48, 64), dtype=bool), None),)), "The mask is empty"),
    ],
)
def test_prompts_that_make_no_sense_are_refused(pointing: Pointing, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        pointing.prompts(CLIP, SPAN)
