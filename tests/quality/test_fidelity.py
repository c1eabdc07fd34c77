"""Figures of merit against scikit-image and against what they must be."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from peanut_studio.quality.fidelity import psnr, ssim, warping_error


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 256, (60, 80, 3)).astype(np.uint8)
    return np.clip(truth + rng.normal(0, 20, truth.shape), 0, 255).astype(np.uint8), truth


def test_psnr_equals_scikit_image(pair: tuple[np.ndarray, np.ndarray]) -> None:
    assert psnr(*pair) == pytest.approx(peak_signal_noise_ratio(pair[1], pair[0], data_range=255), abs=1e-6)


def test_ssim_equals_scikit_image(pair: tuple[np.ndarray, np.ndarray]) -> None:
    expected = structural_similarity(
        *pair, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255, channel_axis=2
    )
    assert ssim(*pair) == pytest.approx(expected, abs=1e-6)


def test_equal_pictures() -> None:
    picture = np.zeros((20, 20, 3), np.uint8)
    assert psnr(picture, picture) == float("inf")
    assert ssim(picture, picture) == pytest.approx(1)


def test_psnr_inside_a_mask_sees_only_the_mask() -> None:
    truth = np.zeros((20, 20, 3), np.uint8)
    result = truth.copy()
    result[:10] = 255
    mask = np.zeros((20, 20), np.bool_)
    mask[10:] = True
    assert psnr(result, truth, mask) == float("inf")
    assert psnr(result, truth, ~mask) == pytest.approx(0)


def test_the_warping_error_of_a_still_clip_is_nothing_and_of_flicker_much() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8)
    still, masks = [picture] * 3, [np.ones((60, 80), np.bool_)] * 3
    assert warping_error(still, still, masks) == pytest.approx(0, abs=1e-9)
    flicker = [picture, 255 - picture, picture]
    assert warping_error(flicker, still, masks) > 0.1
