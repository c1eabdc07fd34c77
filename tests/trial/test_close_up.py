"""The part that is looked at closely: it goes along with the hole, steadily, and never leaves the picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.model.picture import Mask
from peanut_studio.ops.regions import region_of
from peanut_studio.pipeline.hole import Hole
from peanut_studio.trial.close_up import close_ups

SIZE, COUNT = (320, 180), 24


def hole(box: Callable[[int], tuple[int, int, int, int] | None]) -> Hole:
    def mask(frame: int) -> Mask:
        found = np.zeros((SIZE[1], SIZE[0]), np.bool_)
        place = box(frame)
        if place is not None:
            x, y, width, height = place
            found[y : y + height, x : x + width] = True
        return found

    track = MaskTrack(1, SIZE, COUNT).with_frames((frame, mask(frame), 0.9) for frame in range(COUNT))
    return Hole(TrackedMasks([track]), 0, 0)


def test_it_holds_the_hole_on_every_frame_and_does_not_tremble() -> None:
    wanders = hole(lambda t: (20 + 10 * t, 60 + 3 * (t % 2), 30, 40 - 4 * (t % 3)))
    places = close_ups(wanders, range(COUNT))
    assert len({(place.width, place.height) for place in places.values()}) == 1
    assert places[0].width / places[0].height == pytest.approx(SIZE[0] / SIZE[1], rel=0.03)
    for frame, place in places.items():
        inside = region_of(wanders[frame])
        assert inside is not None
        assert place.x0 <= inside.x0 < inside.x1 <= place.x1 <= SIZE[0]
        assert place.y0 <= inside.y0 < inside.y1 <= place.y1 <= SIZE[1]
    assert np.ptp([place.y0 for place in places.values()]) <= 2
    assert places[20].x0 > places[4].x0 + 100, "it goes along"


def test_between_two_sights_it_is_on_the_way() -> None:
    places = close_ups(hole(lambda t: (40 + 8 * t, 70, 30, 30) if t not in range(9, 14) else None), range(COUNT))
    steps = np.diff([places[frame].x0 for frame in range(4, 20)])
    assert steps.min() >= 7
    assert steps.max() <= 9


def test_a_hole_that_fills_the_picture_has_none_and_neither_has_no_hole() -> None:
    assert close_ups(hole(lambda _t: (10, 10, 60, 150)), range(COUNT)) == {}
    assert close_ups(hole(lambda _t: None), range(COUNT)) == {}
