from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.utils import flow_to_image

from peanut_studio.ops.flow_colour import (
    MotionLengths,
    colour_flow,
    colour_wheel,
    draw_arrows,
    draw_legend,
    legend,
    motion_around,
    motion_at,
    round_scale,
)


def field(dx: float, dy: float) -> np.ndarray:
    return np.full((2, 3, 2), (dx, dy), np.float32)


def test_the_wheel_has_the_published_corners() -> None:
    wheel = colour_wheel()
    assert wheel.shape == (55, 3)
    corners = {0: (1, 0, 0), 15: (1, 1, 0), 21: (0, 1, 0), 25: (0, 1, 1), 36: (0, 0, 1), 49: (1, 0, 1)}
    for index, colour in corners.items():
        np.testing.assert_allclose(wheel[index], colour, atol=1e-6)


def test_colours_equal_those_of_an_independent_implementation() -> None:
    flow = np.random.default_rng(0).normal(0, 5, (40, 50, 2)).astype(np.float32)
    longest = float(np.hypot(flow[..., 0], flow[..., 1]).max())
    wanted = flow_to_image(torch.from_numpy(flow.transpose(2, 0, 1))).permute(1, 2, 0).numpy()
    difference = np.abs(colour_flow(flow, longest).astype(int) - wanted.astype(int))
    assert difference.max() <= 1


def test_rest_is_white_and_directions_have_their_hues() -> None:
    assert (colour_flow(field(0, 0), 1) == 255).all()
    right, down, left, up = (
        colour_flow(field(*motion), 4)[0, 0].astype(int) for motion in ((4, 0), (0, 4), (-4, 0), (0, -4))
    )
    np.testing.assert_allclose(right, (255, 0, 0), atol=1)
    assert down[0] > 200
    assert down[2] < 20
    assert left[0] < 20
    assert left[1] > 150
    assert up[2] > 200
    assert up[1] < 20


def test_one_motion_has_one_colour_whatever_else_moves() -> None:
    flow = field(1, 2)
    flow[1, 2] = (30, -40)
    np.testing.assert_array_equal(colour_flow(flow, 10)[0, 0], colour_flow(field(1, 2), 10)[0, 0])


def test_longer_motion_is_dark_and_unknown_motion_black() -> None:
    flow = field(9, 0)
    flow[0, 0], flow[0, 1], flow[0, 2] = (np.nan, 0), (np.inf, 1), (2e9, 0)
    picture = colour_flow(flow, 3)
    assert (picture[0] == 0).all()
    np.testing.assert_allclose(picture[1, 0], (191, 0, 0), atol=1)


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_must_be_above_nothing(scale: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        colour_flow(field(1, 1), scale)


def test_the_legend_shows_the_colours_it_explains() -> None:
    picture = legend(101, 7.0)
    assert picture.shape == (101, 101, 3)
    assert (picture[0, 0] == 255).all()
    assert (picture[50, 50] > 230).all()
    np.testing.assert_allclose(picture[50, 75], colour_flow(field(3.5, 0), 7)[0, 0], atol=12)
    np.testing.assert_allclose(picture[25, 50], colour_flow(field(0, -3.5), 7)[0, 0], atol=12)
    assert (legend(101, 7.0) != legend(101, 123.0)).any(), "the number is written"
    np.testing.assert_array_equal(legend(20, 7.0), legend(20, 123.0))


def test_the_legend_is_drawn_in_the_corner_of_a_copy() -> None:
    frame = np.zeros((80, 120, 3), np.uint8)
    drawn = draw_legend(frame, 5.0)
    assert frame.max() == 0
    assert drawn[:55].max() == drawn[:, :95].max() == 0
    np.testing.assert_array_equal(drawn[-24:, -24:], legend(24, 5.0))
    assert draw_legend(np.zeros((10, 12, 3), np.uint8), 5.0).shape == (10, 12, 3)


def test_arrows_point_along_the_motion() -> None:
    frame = np.full((32, 64, 3), 90, np.uint8)
    flow = np.full((32, 64, 2), (12, 0), np.float32)
    flow[:, 32:] = 0
    drawn = draw_arrows(frame, flow, step=32)
    assert (frame == 90).all()
    changed = np.flatnonzero((drawn[:, :32] != 90).any(axis=(0, 2)))
    assert changed.min() >= 13
    assert changed.max() >= 28
    still = (drawn[:, 32:] != 90).any(axis=2)
    assert 1 <= still.sum() <= 12


def test_arrows_survive_unknown_motion() -> None:
    frame = np.full((32, 32, 3), 90, np.uint8)
    assert draw_arrows(frame, np.full((32, 32, 2), np.nan, np.float32)).shape == frame.shape


def test_the_scale_of_a_clip_ignores_outliers_and_the_unknown() -> None:
    lengths = MotionLengths(field(3, 4) for _ in range(200))
    outlier = field(0, 0)
    outlier[0, 0], outlier[0, 1], outlier[1, 1] = (500, 0), (np.nan, 0), (1e10, 0)
    lengths.add(outlier)
    assert lengths.percentile(99) == pytest.approx(5, abs=1 / 16)
    assert lengths.percentile(100) == pytest.approx(500, abs=1 / 16)


def test_the_scale_is_always_usable() -> None:
    assert MotionLengths().percentile() == 1
    assert 0 < MotionLengths([field(0, 0)]).percentile() < 0.1
    assert MotionLengths([field(1e8, 0)]).percentile() > 1000


def test_directions_turn_anticlockwise_from_the_right() -> None:
    flow = np.zeros((2, 2, 2), np.float32)
    flow[0, 0], flow[0, 1], flow[1, 0], flow[1, 1] = (3, 0), (0, -2), (-1, 0), (0, 5)
    found = [motion_at(flow, x, y) for y in (0, 1) for x in (0, 1)]
    assert found == [(3, 0), (2, 90), (1, 180), (5, 270)]
    with pytest.raises(IndexError):
        motion_at(flow, 2, 0)


def test_motion_is_looked_for_round_the_hole_and_not_in_it() -> None:
    flow = np.zeros((40, 40, 2), np.float32)
    mask = np.zeros((40, 40), np.bool_)
    mask[15:25, 15:25] = True
    flow[13:27, 13:27] = (9, 0)
    assert motion_around(flow, mask, 3, 4) == 0
    flow[:] = (0, 2)
    assert motion_around(flow, mask, 3, 4) == 2
    assert motion_around(flow, np.zeros_like(mask), 3, 4) is None


def test_scales_are_round() -> None:
    assert [round_scale(pixels) for pixels in (0.2, 1, 1.1, 2.5, 7, 33, 150)] == [1, 1, 2, 5, 10, 50, 200]
