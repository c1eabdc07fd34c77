"""Camera motion, maps and diffusion."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from peanut_studio.ops.motion import (
    camera_motion,
    corner_motion,
    diffuse,
    dilated,
    fit_homography,
    inverse,
    pixel_grid,
    project,
    project_grid,
    sample,
    sample_list,
    touches,
    within,
)

TILTED = np.array([[1.02, 0.03, 4.0], [-0.02, 0.98, -3.0], [1e-4, -5e-5, 1.0]])


def test_project_grid_is_project_of_the_grid() -> None:
    for homography in (np.eye(3), TILTED, np.array([[1.0, 0, 3], [0, 1, -2], [0, 0, 1]])):
        np.testing.assert_allclose(
            project_grid(homography, 40, 60), project(homography, pixel_grid(40, 60)), rtol=1e-5, atol=1e-3
        )


def test_there_and_back() -> None:
    there = project(TILTED, pixel_grid(40, 60))
    np.testing.assert_allclose(project(inverse(TILTED), there), pixel_grid(40, 60), atol=1e-2)


def test_a_homography_is_found_among_outliers() -> None:
    rng = np.random.default_rng(0)
    origins = rng.uniform(0, 200, (200, 2)).astype(np.float32)
    targets = project(TILTED, origins)
    targets[:60] += rng.uniform(-40, 40, (60, 2)).astype(np.float32)
    found = fit_homography(origins, targets, 1.0)
    assert found is not None
    assert np.abs(project(found, origins[60:]) - targets[60:]).max() < 0.05


def test_too_few_samples_give_no_homography() -> None:
    points = np.zeros((10, 2), np.float32)
    assert fit_homography(points, points, 1.0) is None


def test_a_camera_that_trembles_below_a_seventh_of_a_pixel_stands_still() -> None:
    still = np.full((60, 80, 2), 0.05, np.float32)
    np.testing.assert_array_equal(camera_motion(still, np.zeros((60, 80), np.bool_), 1.0), np.eye(3))
    moving = np.full((60, 80, 2), 3.0, np.float32)
    found = camera_motion(moving, np.zeros((60, 80), np.bool_), 1.0)
    assert abs(corner_motion(found, (80, 60)) - 3 * 2**0.5) < 0.1


def test_diffusion_keeps_a_constant_and_fills_far_holes() -> None:
    values = np.full((60, 80, 2), 7.0, np.float32)
    valid = np.zeros((60, 80), np.bool_)
    valid[:, :10] = True
    np.testing.assert_allclose(diffuse(values, valid, 6)[30, 12], 7, atol=0.02)
    np.testing.assert_allclose(diffuse(values, valid, 6)[30, 40], 7, atol=0.2)
    assert not diffuse(values, np.zeros_like(valid), 6).any()


def test_invalid_values_do_not_leak() -> None:
    values = np.zeros((40, 40), np.float32)
    valid = np.ones((40, 40), np.bool_)
    values[10:20, 10:20], valid[10:20, 10:20] = 1e6, False
    assert np.abs(diffuse(values, valid, 4)).max() < 1e-3


@given(st.integers(1, 3000))
def test_sampling_a_list_is_sampling_a_picture(count: int) -> None:
    picture = np.arange(30 * 40, dtype=np.float32).reshape(30, 40)
    places = np.random.default_rng(count).uniform(0, 29, (count, 2)).astype(np.float32)
    expected = sample(picture, places[None])[0]
    np.testing.assert_array_equal(sample_list(picture, places), expected)


def test_touching_counts_every_pixel_that_is_read_and_the_outside() -> None:
    mask = np.zeros((10, 10), np.bool_)
    mask[5, 5] = True
    places = np.array([[[5, 5], [4.5, 5], [3.9, 5], [-1, 2], [9, 9]]], np.float32)
    assert touches(mask, places).tolist() == [[True, True, False, True, False]]


def test_within_and_dilated() -> None:
    places = np.array([[0, 0], [9, 7], [9.1, 7], [-0.1, 0]], np.float32)
    assert within(places, (10, 8)).tolist() == [True, True, False, False]
    mask = np.zeros((9, 9), np.bool_)
    mask[4, 4] = True
    assert dilated(mask, 2).sum() > 9
    assert dilated(mask, 0) is mask
