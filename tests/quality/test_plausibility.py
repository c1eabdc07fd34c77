"""Checks without a truth: a good fill passes, and each kind of bad one is caught by its own check."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from peanut_studio.model.picture import Frame, Mask
from peanut_studio.quality.plausibility import flicker, noise, seam, sharpness, surroundings
from peanut_studio.quality.warping import link

HEIGHT, WIDTH = 200, 260


@pytest.fixture(scope="module")
def scene() -> Frame:
    """Something with coarse and fine texture and a little noise."""
    rng = np.random.default_rng(8)
    coarse = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH, 3)), (0, 0), 6)
    fine = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH, 3)), (0, 0), 1.2)
    picture = 120 + 40 * coarse / coarse.std() + 8 * fine / fine.std()
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


@pytest.fixture(scope="module")
def hole() -> Mask:
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    return np.asarray((across - 130) ** 2 + (down - 100) ** 2 < 50**2, np.bool_)


def filled(scene: Frame, hole: Mask, fill: Frame) -> Frame:
    return np.where(hole[..., None], fill, scene).astype(np.uint8)


def test_the_surroundings_are_apart_from_the_hole(hole: Mask) -> None:
    around = surroundings(hole)
    assert around.any()
    assert not (around & hole).any()
    away = cv2.distanceTransform(np.logical_not(hole).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    assert away[around].min() > 2


def test_an_untouched_picture_is_unsuspicious(scene: Frame, hole: Mask) -> None:
    assert seam(scene, hole) == pytest.approx(1, abs=0.25)
    assert sharpness(scene, hole) == pytest.approx(0, abs=0.25)
    assert flicker((scene, scene), link(scene, scene), hole) == pytest.approx(1)


def test_another_brightness_is_a_seam(scene: Frame, hole: Mask) -> None:
    assert seam(filled(scene, hole, scene + 12), hole) > 2
    grown = cv2.dilate(hole.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert seam(filled(scene, grown, scene + 12), hole) > 2, "found where the grown hole ends as well"


def test_a_seam_that_cannot_be_seen_is_not_said_to_be_there(scene: Frame) -> None:
    assert np.isnan(seam(scene, np.zeros((HEIGHT, WIDTH), np.bool_)))
    assert np.isnan(seam(scene, np.ones((HEIGHT, WIDTH), np.bool_)))


def test_blur_is_a_lack_of_sharpness_and_no_seam(scene: Frame, hole: Mask) -> None:
    blurred = filled(scene, hole, np.asarray(cv2.GaussianBlur(scene, (0, 0), 2), np.uint8))
    assert sharpness(blurred, hole) < -0.8
    assert seam(blurred, hole) < 1.6


def test_flicker_is_seen_in_the_hole_only(scene: Frame, hole: Mask) -> None:
    brighter = filled(scene, hole, scene + 12)
    way = link(scene, scene)
    assert flicker((scene, brighter), way, hole) > 10
    outside = filled(scene + 12, hole, scene)
    assert flicker((scene, outside), way, hole) < 0.1


def test_a_fill_without_noise_is_found(hole: Mask) -> None:
    rng = np.random.default_rng(2)
    plain = np.full((HEIGHT, WIDTH, 3), 120.0)
    noisy = np.clip(plain + rng.normal(0, 6, plain.shape), 0, 255).astype(np.uint8)
    assert noise(noisy, hole) == pytest.approx(1, abs=0.2)
    assert noise(filled(noisy, hole, plain.astype(np.uint8)), hole) < 0.1
    half = np.clip(plain + rng.normal(0, 3, plain.shape), 0, 255).astype(np.uint8)
    assert noise(filled(noisy, hole, half), hole) == pytest.approx(0.5, abs=0.15)
