"""What is only looked at has the colours of what is worked on, but for a grey level or two."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.media.colour import planes_from_rgb, rgb_of
from peanut_studio.media.planes import frame_of
from peanut_studio.media.proxy import LAYOUT
from peanut_studio.media.quick_colour import QuickColour
from peanut_studio.model.clip import ColourTags

MATRICES = [1, 4, 5, 6, 7, 9, 10, 2]


def smooth() -> np.ndarray:
    """All hues, without edges, on which chroma of the nearest place would tell."""
    down, across = np.mgrid[:256, :256].astype(np.float64)
    return np.stack([across, down, 255 - (across + down) / 2], axis=-1).astype(np.uint8)


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize(("matrix", "height"), [*((one, 1080) for one in MATRICES), (2, 480)])
def test_colours_are_those_of_the_exact_way(matrix: int, full_range: bool, height: int) -> None:
    tags = ColourTags(matrix=matrix, full_range=full_range)
    planes = planes_from_rgb(smooth(), LAYOUT, tags, height)
    exact = rgb_of(planes, tags, height).astype(int)
    quick = QuickColour(LAYOUT, tags, height).rgb(frame_of(planes)).astype(int)
    assert np.abs(quick - exact).max() <= 4
    assert np.abs(quick - exact).mean() < 1.6
    other = ColourTags(matrix=6 if matrix in (1, 7, 9, 10) or (matrix == 2 and height > 480) else 1)
    wrong = QuickColour(LAYOUT, other, height).rgb(frame_of(planes)).astype(int)
    assert np.abs(wrong - exact).max() > 8
