"""Where shapes are moved to so that the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.clip import Span
from peanut_studio.model.mask_track import MaskTrack, TrackedMasks
from peanut_studio.pipeline.hole import Hole
from peanut_studio.trial.held_out import KNOWN, moved, place_beside, shifted

SIZE, COUNT = (200, 120), 6


def track(left: int, top: int, width: int, height: int, step: int = 0) -> MaskTrack:
    masks = []
    for frame in range(COUNT):
        mask = np.zeros((SIZE[1], SIZE[0]), np.bool_)
        mask[top : top + height, left + step * frame : left + step * frame + width] = True
        masks.append((frame, mask, 1.0))
    return MaskTrack(1, SIZE, COUNT).with_frames(masks)


def hole(one: MaskTrack) -> Hole:
    return Hole(TrackedMasks([one]), 0, 0)


def test_it_is_as_near_as_it_can_be_without_touching() -> None:
    offset = place_beside(hole(track(80, 40, 30, 40)), Span(0, COUNT))
    assert offset is not None
    assert offset.known > 0.99
    assert max(abs(offset.x) / 30, abs(offset.y) / 40) > 0.9
    assert np.hypot(offset.x, offset.y) < 45


def test_a_moving_object_is_avoided_on_each_of_its_frames() -> None:
    one = track(10, 40, 30, 40, step=20)
    offset = place_beside(hole(one), Span(0, COUNT))
    assert offset is not None
    other = moved(one, offset, Span(0, COUNT))
    for frame in range(COUNT):
        mask, beside = one.mask(frame), other.mask(frame)
        assert np.count_nonzero(beside & ~mask) > 0.9 * np.count_nonzero(mask)


def test_one_that_nearly_fills_the_picture_has_no_place_beside_it() -> None:
    assert place_beside(hole(track(10, 10, 180, 100)), Span(0, COUNT)) is None
    assert place_beside(hole(MaskTrack(1, SIZE, COUNT)), Span(0, COUNT)) is None


def test_where_all_has_no_room_most_is_enough() -> None:
    offset = place_beside(hole(track(50, 0, 100, 120)), Span(0, COUNT))
    assert offset is None or KNOWN <= offset.known < 1
    wide = place_beside(hole(track(0, 35, 200, 50)), Span(0, COUNT))
    assert wide is not None
    assert KNOWN <= wide.known < 1, "35 rows are left above, and 35 below, for 50"


@pytest.mark.parametrize("by", [(3, 2), (-3, 2), (0, 0), (3, -50), (0, 7)])
def test_a_mask_is_shifted_without_anything_coming_in(by: tuple[int, int]) -> None:
    mask = np.random.default_rng(1).random((20, 30)) > 0.5
    found = shifted(mask, *by)
    for row in range(20):
        for column in range(30):
            y, x = row - by[1], column - by[0]
            expected = 0 <= y < 20 and 0 <= x < 30 and mask[y, x]
            assert found[row, column] == expected
