"""Cleaning and widening masks, against definitions by distance and area."""

from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.model.picture import Mask
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.mask_refine import grown, refined, without_holes, without_specks

ROWS, COLUMNS = np.mgrid[:60, :80]


def _disc(x: float, y: float, radius: float) -> Mask:
    return np.asarray((COLUMNS - x) ** 2 + (ROWS - y) ** 2 <= radius**2, np.bool_)


@pytest.mark.parametrize("pixels", [-4, -1, 0, 1, 5])
def test_growing_is_by_distance(pixels: int) -> None:
    mask = _disc(30, 30, 10) | _disc(0, 20, 6)
    inside = np.argwhere(mask if pixels >= 0 else ~mask)
    nearest = np.sqrt(((np.stack([ROWS, COLUMNS], -1)[:, :, None] - inside) ** 2).sum(-1).min(-1))
    expected = nearest <= pixels if pixels >= 0 else nearest > -pixels
    np.testing.assert_array_equal(grown(mask, pixels), expected)


def test_small_holes_close_and_large_ones_stay() -> None:
    whole = _disc(30, 30, 20)
    holed = whole & ~_disc(24, 30, 2) & ~_disc(38, 30, 5)
    np.testing.assert_array_equal(without_holes(holed, 6), whole & ~_disc(38, 30, 5))
    np.testing.assert_array_equal(without_holes(holed, 12), whole)


def test_what_is_open_to_the_edge_is_no_hole() -> None:
    mask = _disc(0, 30, 20) & ~_disc(0, 30, 2)
    np.testing.assert_array_equal(without_holes(mask, 30), mask)


def test_specks_go_but_the_largest_part_stays() -> None:
    mask = _disc(30, 30, 10) | _disc(60, 10, 2)
    np.testing.assert_array_equal(without_specks(mask, 6), _disc(30, 30, 10))
    np.testing.assert_array_equal(without_specks(_disc(60, 10, 2), 6), _disc(60, 10, 2))


def test_all_at_once_in_order_also_at_the_edge() -> None:
    mask = (_disc(3, 30, 12) & ~_disc(6, 30, 2)) | _disc(60, 10, 2)
    done = refined(mask, Refinement(grow=3, holes=6, specks=6))
    np.testing.assert_array_equal(done, grown(_disc(3, 30, 12), 3))
    assert refined(mask, Refinement(feather=9)) is mask
    assert not refined(np.zeros_like(mask), Refinement(grow=3)).any()
