"""What is imagined is held back, and takes its colours from its rim alone."""

from __future__ import annotations

import numpy as np

from peanut_studio.engines.inpaint.keys import hedged

WALL, FLOOR = (200, 200, 210), (120, 60, 20)


def wall_above_floor() -> tuple[np.ndarray, np.ndarray]:
    """A wall with a hole in it, eight pixels above a floor: the picture, and where the hole is."""
    picture = np.empty((120, 216, 3), np.uint8)
    picture[:80], picture[80:] = WALL, FLOOR
    hole = np.zeros((120, 216), np.bool_)
    hole[40:72, 60:130] = True
    return picture, hole


def test_a_floor_beside_it_does_not_colour_a_wall() -> None:
    picture, hole = wall_above_floor()
    found = hedged(picture, picture.astype(np.float32), hole, 0.5)
    assert np.abs(found[hole] - WALL).max() < 3


def test_wrong_colours_stand_out_less_and_leave_no_seam() -> None:
    picture, hole = wall_above_floor()
    wrong = picture.astype(np.float32) - 40
    found = hedged(picture, wrong, hole, 0.5)
    off = np.abs(found - WALL).mean(axis=-1)
    assert off[hole].mean() < 25
    edge = hole & ~np.roll(hole, 1, axis=1)
    assert off[edge].max() < 10


def test_deep_inside_hardly_anything_is_believed() -> None:
    picture = np.full((240, 240, 3), 128, np.uint8)
    hole = np.zeros((240, 240), np.bool_)
    hole[10:230, 10:230] = True
    found = hedged(picture, np.full(picture.shape, 228, np.float32), hole, 1.0)
    assert found[120, 120].mean() - 128 < 15
    assert found[35, 120].mean() - 128 > 40
