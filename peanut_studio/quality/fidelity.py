"""How close a picture is to the true one: PSNR and SSIM, of the whole picture or a part of it.

RGB, data range that of the dtype (255 for uint8), no weighting of channels. Two windows for SSIM, for the literature
has two: `ssim` is that of Wang et al. 2004, `ssim_wide` what the papers on video inpainting print.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask

K1, K2 = 0.01, 0.03
"""Of the constants (K L)^2 that keep SSIM's quotients from 0, L the data range; Wang et al. 2004, section III.B."""

GAUSSIAN, SIGMA = 11, 1.5
"""Side of the window of `ssim`, and how wide its Gaussian is, in pixels."""

WIDE = 65
"""Side of the window of `ssim_wide`, in pixels."""

Values: TypeAlias = npt.NDArray[np.float64]
Blur: TypeAlias = Callable[[Values], Values]


def psnr(result: Frame, truth: Frame, mask: Mask | None = None) -> float:
    """Peak signal-to-noise ratio in dB of (H, W, 3) pictures of one dtype, inside `mask` when given; inf when equal.

    NaN for an empty mask.
    """
    peak = float(np.iinfo(truth.dtype).max)
    difference = result.astype(np.float64) - truth.astype(np.float64)
    if mask is not None:
        difference = difference[mask]
    if not difference.size:
        return float("nan")
    error = float(np.mean(difference**2))
    return float("inf") if error == 0 else 10 * float(np.log10(peak**2 / error))


def ssim(result: Frame, truth: Frame, mask: Mask | None = None) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian window, population covariance; mean over the channels too.

    Without a mask the mean over the pixels whose window lies in the picture, as scikit-image has it; with one that
    over the pixels inside `mask`, the picture mirrored beyond its edge, and NaN where it is empty.
    """
    return mean_similarity(ssim_map(result, truth), mask)


def ssim_map(result: Frame, truth: Frame) -> Values:
    """What `ssim` is the mean of: (H, W, 3)."""

    def blurred(picture: Values) -> Values:
        return np.asarray(cv2.GaussianBlur(picture, (GAUSSIAN, GAUSSIAN), SIGMA, borderType=cv2.BORDER_REFLECT))

    return _similarity(result, truth, blurred, 1.0)


def mean_similarity(found: Values, mask: Mask | None = None, window: int = GAUSSIAN) -> float:
    """The mean of a map (H, W, 3) inside a mask, or, without one, where a window lies in the picture."""
    edge = window // 2
    counted = found[edge:-edge, edge:-edge] if mask is None else found[mask]
    return float(counted.mean()) if counted.size else float("nan")


def ssim_wide(result: Frame, truth: Frame, mask: Mask | None = None) -> float:
    """Structural similarity with a uniform window of 65x65 and sample covariance, as E2FGVI measures.

    Otherwise as `ssim`. NaN for a picture with a side under 65 pixels.
    """
    if min(truth.shape[:2]) < WIDE:
        return float("nan")

    def blurred(picture: Values) -> Values:
        return np.asarray(cv2.blur(picture, (WIDE, WIDE), borderType=cv2.BORDER_REFLECT))

    return mean_similarity(_similarity(result, truth, blurred, WIDE**2 / (WIDE**2 - 1)), mask, WIDE)


def _similarity(result: Frame, truth: Frame, blurred: Blur, unbiased: float) -> Values:
    peak = float(np.iinfo(truth.dtype).max)
    c1, c2 = (K1 * peak) ** 2, (K2 * peak) ** 2
    a, b = result.astype(np.float64), truth.astype(np.float64)
    mean_a, mean_b = blurred(a), blurred(b)
    variance_a = unbiased * (blurred(a * a) - mean_a**2)
    variance_b = unbiased * (blurred(b * b) - mean_b**2)
    covariance = unbiased * (blurred(a * b) - mean_a * mean_b)
    return ((2 * mean_a * mean_b + c1) * (2 * covariance + c2)) / (
        (mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2)
    )
