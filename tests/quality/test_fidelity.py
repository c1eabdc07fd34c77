"""PSNR and SSIM against scikit-image on random pictures, and against what they must be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from peanut_studio.model.picture import Frame
from peanut_studio.quality.fidelity import WIDE, psnr, ssim, ssim_wide

LIKE_WANG: dict[str, Any] = {"gaussian_weights": True, "sigma": 1.5, "use_sample_covariance": False}
LIKE_E2FGVI: dict[str, Any] = {"win_size": WIDE}
"""As core/metrics.py of E2FGVI calls scikit-image; sample covariance is its default."""


def pair(seed: int, size: tuple[int, int] = (70, 90), deep: bool = False) -> tuple[Frame, Frame]:
    """A noisy picture and the true one, with what is flat and what is rough."""
    rng = np.random.default_rng(seed)
    peak, dtype = (65535, np.uint16) if deep else (255, np.uint8)
    truth = rng.random((*size, 3)) * rng.random((size[0], 1, 1))
    noisy = np.clip(truth + rng.normal(0, rng.uniform(0.005, 0.2), truth.shape), 0, 1)
    return (noisy * peak).astype(dtype), (truth * peak).astype(dtype)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_they_equal_scikit_image(seed: int, deep: bool) -> None:
    result, truth = pair(seed, deep=deep)
    peak = int(np.iinfo(truth.dtype).max)
    how: dict[str, Any] = {"data_range": peak, "channel_axis": 2}
    assert psnr(result, truth) == pytest.approx(peak_signal_noise_ratio(truth, result, data_range=peak), abs=1e-6)
    floats = result.astype(np.float64), truth.astype(np.float64)
    assert ssim(result, truth) == pytest.approx(structural_similarity(*floats, **LIKE_WANG, **how), abs=1e-6)
    assert ssim_wide(result, truth) == pytest.approx(structural_similarity(*floats, **LIKE_E2FGVI, **how), abs=1e-6)


def test_inside_a_mask_the_map_of_scikit_image_is_averaged() -> None:
    result, truth = pair(1)
    mask = np.zeros(truth.shape[:2], np.bool_)
    mask[20:50, 20:60] = True
    floats = result.astype(np.float64), truth.astype(np.float64)
    _, similar = structural_similarity(*floats, data_range=255, channel_axis=2, full=True, **LIKE_WANG)
    assert ssim(result, truth, mask) == pytest.approx(float(similar[mask].mean()), abs=1e-6)
    assert ssim(result, truth, mask) != pytest.approx(ssim(result, truth), abs=1e-4)


def test_equal_pictures() -> None:
    picture = np.zeros((80, 80, 3), np.uint8)
    assert psnr(picture, picture) == float("inf")
    assert ssim(picture, picture) == ssim_wide(picture, picture) == pytest.approx(1)


def test_psnr_inside_a_mask_sees_only_the_mask() -> None:
    truth = np.zeros((20, 20, 3), np.uint8)
    result = truth.copy()
    result[:10] = 255
    mask = np.zeros((20, 20), np.bool_)
    mask[10:] = True
    assert psnr(result, truth, mask) == float("inf")
    assert psnr(result, truth, ~mask) == pytest.approx(0)


def test_what_cannot_be_said_is_nan() -> None:
    picture = np.zeros((40, 80, 3), np.uint8)
    nothing = np.zeros((40, 80), np.bool_)
    assert np.isnan(psnr(picture, picture, nothing))
    assert np.isnan(ssim(picture, picture, nothing))
    assert np.isnan(ssim_wide(picture, picture)), "no window of 65 pixels fits in"
