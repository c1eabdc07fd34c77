"""How close a filled clip is to the truth, and how steady it is.

PSNR and SSIM follow the video inpainting literature (E2FGVI, ProPainter): whole frame, RGB, data range 255, SSIM with
an 11 x 11 Gaussian window of sigma 1.5, mean over the frames.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import FlowField, Frame, Mask


def psnr(result: Frame, truth: Frame, mask: Mask | None = None) -> float:
    """Peak signal-to-noise ratio in dB of (H, W, 3) pictures of one dtype, inside `mask` when given; inf when equal."""
    peak = float(np.iinfo(truth.dtype).max)
    difference = result.astype(np.float64) - truth.astype(np.float64)
    if mask is not None:
        difference = difference[mask]
    error = float(np.mean(difference**2))
    return float("inf") if error == 0 else 10 * float(np.log10(peak**2 / error))


def ssim(result: Frame, truth: Frame) -> float:
    """Structural similarity (Wang et al. 2004), mean over the picture and its channels; K1 = .01, K2 = .03."""
    peak = float(np.iinfo(truth.dtype).max)
    a, b = result.astype(np.float64), truth.astype(np.float64)
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2

    def blurred(picture: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(cv2.GaussianBlur(picture, (11, 11), 1.5, borderType=cv2.BORDER_REFLECT), np.float64)

    mean_a, mean_b = blurred(a), blurred(b)
    variance_a = blurred(a * a) - mean_a**2
    variance_b = blurred(b * b) - mean_b**2
    covariance = blurred(a * b) - mean_a * mean_b
    score = ((2 * mean_a * mean_b + c1) * (2 * covariance + c2)) / (
        (mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2)
    )
    return float(score[5:-5, 5:-5].mean())


def _flow(first: Frame, second: Frame) -> FlowField:
    estimator = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second)]
    return np.asarray(estimator.calc(grey[0], grey[1], None), np.float32)  # type: ignore[call-overload]


def _sampled(picture: npt.NDArray[np.float32], flow: FlowField) -> npt.NDArray[np.float32]:
    height, width = flow.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return np.asarray(
        cv2.remap(picture, x + flow[..., 0], y + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.float32,
    )


def warping_error(result: Sequence[Frame], truth: Sequence[Frame], masks: Sequence[Mask]) -> float:
    """How much each frame of `result` differs from its successor brought back by flow: mean square, pictures in [0, 1].

    Inside the hole only. The flow is DIS on the clean frames of `truth`, and only those pixels count whose forward and
    backward flow agree within 1 px (after Lai et al. 2018, with another flow and occlusion test, so compare within
    this table only).
    """
    total, count = 0.0, 0
    for t in range(len(result) - 1):
        squares, counted = warped_squares((result[t], result[t + 1]), (truth[t], truth[t + 1]), masks[t])
        total, count = total + squares, count + counted
    return total / max(count, 1)


def warped_squares(pair: tuple[Frame, Frame], clean: tuple[Frame, Frame], mask: Mask) -> tuple[float, int]:
    """The sum of squared differences of `warping_error` between two neighbours uint8 (H, W, 3), and of how many values.

    The flow is measured between the frames of `clean`; `mask` is the first frame's.
    """
    forward, backward = _flow(*clean), _flow(clean[1], clean[0])
    height, width = forward.shape[:2]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    landed_x, landed_y = x + forward[..., 0], y + forward[..., 1]
    inside = (landed_x >= 0) & (landed_x <= width - 1) & (landed_y >= 0) & (landed_y <= height - 1)
    agree = np.linalg.norm(forward + _sampled(backward, forward), axis=-1) < 1
    valid = mask & agree & inside
    here = np.asarray(pair[0].astype(np.float32) / 255, np.float32)
    there = _sampled(np.asarray(pair[1].astype(np.float32) / 255, np.float32), forward)
    return float(((here - there)[valid] ** 2).sum()), int(valid.sum()) * 3
