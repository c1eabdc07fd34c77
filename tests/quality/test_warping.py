"""The warping error of clips whose motion and flicker are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.model.picture import Frame
from peanut_studio.quality.warping import breaks, link, mask_consistency, pair_error, warping_error

STEP = 3


@pytest.fixture(scope="module")
def wide() -> Frame:
    noise = np.random.default_rng(3).integers(0, 256, (120, 200, 3), np.uint8)
    smooth = cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 2.5), None, 0, 255, cv2.NORM_MINMAX)
    return np.asarray(smooth, np.uint8)


def pan(wide: Frame, count: int = 4) -> list[Frame]:
    return [wide[:, STEP * t : STEP * t + 160] for t in range(count)]


def test_that_of_a_still_clip_is_nothing(wide: Frame) -> None:
    still = [wide] * 3
    assert warping_error(still, still) == 0
    assert warping_error(still, still, [np.ones(wide.shape[:2], np.bool_)] * 3) == 0


def test_motion_costs_little_and_flicker_much(wide: Frame) -> None:
    clip = pan(wide)
    moving = warping_error(clip, clip)
    assert moving < 1e-4
    flickering = [np.clip(frame.astype(int) + 40 * (t % 2), 0, 255).astype(np.uint8) for t, frame in enumerate(clip)]
    assert warping_error(flickering, clip) == pytest.approx((40 / 255) ** 2, rel=0.2)


def test_a_constant_difference_is_its_square(wide: Frame) -> None:
    """Half grey, then 10 levels more: the definition reckoned by hand."""
    first = np.full((64, 64, 3), 100, np.uint8)
    way = link(wide[:64, :64], wide[:64, :64])
    assert way.trusted.all()
    assert pair_error((first, first + 10), way) == pytest.approx((10 / 255) ** 2, rel=1e-6)


def test_only_the_hole_counts_when_there_is_one(wide: Frame) -> None:
    hole = np.zeros(wide.shape[:2], np.bool_)
    hole[30:80, 50:120] = True
    bright = wide.copy()
    bright[hole] = 255 - bright[hole]
    still, result = [wide, wide], [wide, bright]
    assert warping_error(result, still, [hole] * 2) > 0.05
    assert warping_error(result, still, [~hole] * 2) == 0
    assert np.isnan(warping_error(result, still, [np.zeros_like(hole)] * 2))


def test_what_is_hidden_in_the_next_frame_is_not_trusted(wide: Frame) -> None:
    first, second = wide.copy(), wide.copy()
    patch = 255 - wide[40:80, 20:60]
    first[40:80, 60:100], second[40:80, 68:108] = patch, patch
    trusted = link(first, second).trusted
    assert not trusted[45:75, 101:107].any(), "the patch goes over it"
    assert trusted[5:30, 120:150].all()


def test_a_flow_breaks_where_it_changes_at_once() -> None:
    flow = np.zeros((20, 20, 2), np.float32)
    flow[:, 10:] = 4
    broken = breaks(flow)
    assert broken[:, 9].all()
    assert not broken[:, :9].any()
    assert not broken[:, 10:].any()


def test_masks_that_go_along_are_consistent() -> None:
    first = np.zeros((40, 60), np.bool_)
    first[10:20, 10:30] = True
    flow = np.zeros((40, 60, 2), np.float32)
    flow[..., 0] = 5
    second = np.roll(first, 5, axis=1)
    assert mask_consistency(first, second, flow) == 1
    assert mask_consistency(first, first, flow) == pytest.approx(15 / 25)
    assert mask_consistency(first & False, first & False, flow) == 1
