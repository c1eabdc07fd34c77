from __future__ import annotations

import numpy as np
import pytest

from peanut_studio.ops.mask_geometry import bounds_of, inner_points, keep_touching, largest_part, overlap


def test_bounds_and_overlap() -> None:
    mask = np.zeros((20, 30), np.bool_)
    assert bounds_of(mask) is None
    assert overlap(mask, mask) == 1
    mask[3:7, 10:25] = True
    assert bounds_of(mask) == (10, 3, 24, 6)
    assert overlap(mask, np.roll(mask, 5, axis=1)) == pytest.approx(10 / 20)


def test_inner_points_are_deep_inside_and_apart() -> None:
    mask = np.zeros((60, 100), np.bool_)
    mask[10:50, 5:45] = True
    mask[25:35, 45:95] = True
    points = inner_points(mask, 3)
    assert all(mask[round(y), round(x)] for x, y in points)
    assert points[0][0] == pytest.approx(24.5, abs=1)
    assert points[0][1] == pytest.approx(29.5, abs=1)
    depth = 20
    for before, after in ((0, 1), (0, 2)):
        assert np.hypot(points[after][0] - points[before][0], points[after][1] - points[before][1]) > depth
    assert inner_points(np.zeros((5, 5), np.bool_), 3) == []
    assert len(inner_points(np.eye(1, dtype=np.bool_), 3)) == 1


def test_parts_that_do_not_meet_the_reference_go() -> None:
    mask = np.zeros((40, 40), np.bool_)
    mask[2:12, 2:12] = True
    mask[20:35, 20:35] = True
    mask[0, 39] = True
    reference = np.zeros_like(mask)
    reference[5:8, 5:20] = True
    kept = keep_touching(mask, reference)
    assert kept.sum() == 100
    assert kept[5, 5]
    nowhere = keep_touching(mask, np.zeros_like(mask))
    assert nowhere.sum() == 225, "without a meeting part the largest stays"
    np.testing.assert_array_equal(largest_part(mask), nowhere)
