"""Strokes, lassos and floods against their definitions; interpolation between two masks."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.errors import InputError
from peanut_studio.model.picture import Mask
from peanut_studio.model.stroke import Dab, Flood, Lasso, Stroke
from peanut_studio.ops.mask_edit import between, edited, signed_distance
from peanut_studio.ops.mask_geometry import bounds_of, overlap

HEIGHT, WIDTH = 60, 80
EMPTY: Mask = np.zeros((HEIGHT, WIDTH), np.bool_)
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH]


def _disc(x: float, y: float, radius: float) -> Mask:
    return np.asarray((COLUMNS - x) ** 2 + (ROWS - y) ** 2 <= radius**2, np.bool_)


def test_a_dab_is_a_disc() -> None:
    np.testing.assert_array_equal(edited(EMPTY, Stroke((Dab(30.0, 20.5, 9.0),))), _disc(30, 20.5, 9))


def test_a_stroke_joins_its_dabs_and_narrows_with_them() -> None:
    drawn = edited(EMPTY, Stroke((Dab(15, 30, 8), Dab(60, 30, 3))))
    heights = drawn.sum(axis=0)
    assert drawn[30, 7:64].all()
    assert abs(int(heights[15]) - 17) <= 1
    assert abs(int(heights[60]) - 7) <= 1
    assert all(np.diff(heights[15:61].astype(int)) <= 0)


def test_the_eraser_takes_away_what_the_brush_gave() -> None:
    dabs = (Dab(15, 30, 8), Dab(60, 20, 5))
    painted = edited(_disc(30, 30, 20), Stroke(dabs))
    erased = edited(painted, Stroke(dabs, adds=False))
    np.testing.assert_array_equal(erased, _disc(30, 30, 20) & ~edited(EMPTY, Stroke(dabs)))


@pytest.mark.parametrize("place", [(-40.0, 10.0), (3.0, 400.0), (79.0, 59.0), (0.0, 0.0)])
def test_strokes_may_leave_the_picture(place: tuple[float, float]) -> None:
    drawn = edited(EMPTY, Stroke((Dab(*place, 6), Dab(place[0] + 2, place[1], 6))))
    expected = _disc(*place, 6) | _disc(place[0] + 2, place[1], 6)
    swept = expected | _disc(place[0] + 1, place[1], 6)
    assert not (swept & ~drawn).any()
    assert int(drawn.sum()) - int(swept.sum()) <= 6


def test_nothing_given_is_changed() -> None:
    given = _disc(30, 30, 10)
    before = given.copy()
    edited(given, Stroke((Dab(30, 30, 20),)))
    edited(given, Flood(30, 30, adds=False))
    np.testing.assert_array_equal(given, before)


def test_a_lasso_adds_and_subtracts_its_inside() -> None:
    square = ((10.0, 10.0), (30.0, 10.0), (30.0, 25.0), (10.0, 25.0))
    added = edited(EMPTY, Lasso(square))
    assert bounds_of(added) == (10, 10, 30, 25)
    assert added.sum() == 21 * 16
    assert not edited(added, Lasso(square, adds=False)).any()
    np.testing.assert_array_equal(edited(added, Lasso(square[:2])), added)


def test_a_flood_fills_a_closed_hole_only() -> None:
    ring = _disc(30, 30, 15) & ~_disc(30, 30, 8)
    np.testing.assert_array_equal(edited(ring, Flood(31, 29)), _disc(30, 30, 15))
    np.testing.assert_array_equal(edited(np.asfortranarray(ring), Flood(31, 29)), _disc(30, 30, 15))
    with pytest.raises(InputError, match="not closed in"):
        edited(ring, Flood(70, 50))
    gap = ring.copy()
    gap[30, :] = False
    with pytest.raises(InputError, match="not closed in"):
        edited(gap, Flood(30, 27))


def test_a_flood_takes_away_the_part_under_it() -> None:
    two = _disc(20, 20, 8) | _disc(60, 40, 8)
    np.testing.assert_array_equal(edited(two, Flood(20, 20, adds=False)), _disc(60, 40, 8))
    np.testing.assert_array_equal(edited(two, Flood(40, 5, adds=False)), two)


def test_signed_distance_is_that_to_the_outline() -> None:
    distance = signed_distance(_disc(40, 30, 12))
    exact = 12 - np.hypot(COLUMNS - 40, ROWS - 30)
    assert np.abs(distance - exact).max() < 1.0
    np.testing.assert_array_equal(distance > 0, _disc(40, 30, 12))


def test_between_two_masks_place_and_size_move_evenly() -> None:
    first, last = _disc(16, 20, 6), _disc(60, 36, 12)
    quarter, half = between(first, last, [0.25, 0.5])
    assert overlap(quarter, _disc(27, 24, 7.5)) > 0.9
    assert overlap(half, _disc(38, 28, 9)) > 0.9


def test_between_ends_in_what_it_was_given() -> None:
    first, last = _disc(16, 20, 6) | _disc(26, 20, 4), _disc(60, 36, 12)
    start, end = between(first, last, [0, 1])
    assert overlap(start, first) > 0.95
    assert overlap(end, last) > 0.95
    with pytest.raises(InputError, match="nothing to interpolate"):
        list(between(first, EMPTY, [0.5]))
