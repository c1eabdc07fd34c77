from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.ops.warp import compose, consistency_error, consistent, inside, landing, warp, warp_mask


def constant(height: int, width: int, dx: float, dy: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.broadcast_to(np.float32([dx, dy]), (height, width, 2)).copy()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [(), (1,), (2,), (3,)])
@pytest.mark.parametrize("interpolation", ["nearest", "linear", "cubic"])
def test_whole_pixels_are_moved_exactly(dtype: Any, channels: tuple[int, ...], interpolation: Any) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (20, 24, *channels)).astype(dtype)
    moved = warp(picture, constant(20, 24, 3, -2), interpolation)
    assert moved.dtype == dtype
    assert moved.shape == picture.shape
    np.testing.assert_array_equal(moved[4:-4, 4:-6], picture[2:-6, 7:-3])


def test_the_edge_goes_on_outside() -> None:
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert (warp(picture, constant(3, 4, 100, 0)) == picture[:, -1:]).all()


def test_half_pixels_are_averaged() -> None:
    picture = np.float32([[0, 10, 20, 30]] * 4)
    np.testing.assert_allclose(warp(picture, constant(4, 4, 0.5, 0))[:, :3], [[5, 15, 25]] * 4, atol=1e-4)


def test_a_mask_does_not_grow_from_outside() -> None:
    mask = np.zeros((6, 8), np.bool_)
    mask[2:4, 6:] = True
    moved = warp_mask(mask, constant(6, 8, 4, 1))
    assert moved.dtype == np.bool_
    expected = np.zeros((6, 8), np.bool_)
    expected[1:3, 2:4] = True
    np.testing.assert_array_equal(moved, expected)


def test_inside_knows_the_border_and_the_unknown() -> None:
    flow = constant(3, 4, 0, 0)
    flow[0, 0], flow[0, 3], flow[2, 1], flow[1, 1] = (-0.5, 0), (0.5, 0), (0, 0.01), (np.nan, 0)
    wanted = np.ones((3, 4), np.bool_)
    wanted[0, 0] = wanted[0, 3] = wanted[2, 1] = wanted[1, 1] = False
    np.testing.assert_array_equal(inside(flow), wanted)
    columns, rows = landing(flow)
    assert columns[0, 3] == 3.5
    assert rows[2, 1] == np.float32(2.01)


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3))
def test_two_steps_are_one_long_step(dx: int, dy: int, ex: int, ey: int) -> None:
    both = compose(constant(9, 11, dx, dy), constant(9, 11, ex, ey))
    np.testing.assert_allclose(both, constant(9, 11, dx + ex, dy + ey), atol=1e-4)


def test_the_second_step_is_taken_where_the_first_one_ends() -> None:
    second = np.zeros((5, 8, 2), np.float32)
    second[:, 4:, 1] = 2
    both = compose(constant(5, 8, 2, 0), second)
    np.testing.assert_allclose(both[..., 1], [[0, 0, 2, 2, 2, 2, 2, 2]] * 5, atol=1e-4)


def test_there_and_back_agrees_where_both_see_the_same() -> None:
    there, back = constant(10, 12, 3, 0), constant(10, 12, -3, 0)
    back[:, 6:8] = 0
    agreed = consistent(there, back)
    wanted = np.ones((10, 12), np.bool_)
    wanted[:, 3:5] = False
    wanted[:, 9:] = False
    np.testing.assert_array_equal(agreed, wanted)
    error = consistency_error(there, back)
    assert error[0, 0] == 0
    assert error[0, 3] == pytest.approx(9)
    assert np.isinf(error[0, 10])


def test_the_bound_is_that_of_sundaram() -> None:
    # |w + w'|^2 = d^2 against 0.01 (|w|^2 + |w'|^2) + 0.5, with w = 10 and w' = d - 10.
    for distance, wanted in ((1.4, True), (1.6, False)):
        there, back = constant(5, 30, 10, 0), constant(5, 30, distance - 10, 0)
        assert (distance**2 < 0.01 * (100 + (10 - distance) ** 2) + 0.5) is wanted
        assert consistent(there, back)[2, 5] == wanted


def test_unknown_flow_agrees_with_nothing() -> None:
    there = constant(4, 5, 0, 0)
    there[1, 2] = np.nan
    agreed = consistent(there, constant(4, 5, 0, 0))
    assert not agreed[1, 2]
    assert agreed.sum() == 19
