"""Points followed from picture to picture (Lucas and Kanade 1981, in pyramids: Bouguet 2000), and flow between them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.contract import WeightPaths
from peanut_studio.engines.flow.input import grey8, pad_edge, same_size
from peanut_studio.model.picture import FlowField, Frame

Plane = npt.NDArray[np.float32]

SMALLEST = 32
STEP = 4
"""Pixels between the points that are followed."""

WINDOW, LEVELS = 15, 4
ASTRAY = 1.0
"""Pixels by which a point that is followed there and back may miss its beginning."""

FLAT = 1e-4
"""OpenCV's measure of how much there is to hold on to, under which a point does not count."""

SURE = 0.5
"""How much must be known round a point for what lies farther off not to count."""


class LucasKanade:
    """Sparse flow made dense, without weights: right where there is texture, guessed from farther off elsewhere."""

    def __init__(self, weights: WeightPaths, device: str) -> None:
        pass

    def flow(self, first: Frame, second: Frame) -> FlowField:
        """Where each pixel of `first` is found in `second`: float32 (H, W, 2), pixels."""
        height, width = same_size(first, second)
        before, after = (pad_edge(grey8(frame), SMALLEST) for frame in (first, second))
        rows, columns = np.mgrid[STEP // 2 : before.shape[0] : STEP, STEP // 2 : before.shape[1] : STEP]
        points = np.stack((columns, rows), -1).reshape(-1, 1, 2).astype(np.float32)
        there, found = _followed(before, after, points)
        back, returned = _followed(after, before, there)
        known = found & returned & (np.abs(back - points).max(axis=(1, 2)) < ASTRAY)
        sparse = (there - points).reshape(*rows.shape, 2)
        coarse = spread(sparse, known.reshape(rows.shape).astype(np.float32))
        return np.ascontiguousarray(_enlarged(coarse, before.shape)[:height, :width])


def spread(values: Plane, weights: Plane) -> Plane:
    """Values (H, W, 2), each as sure as its weight (H, W) in [0, 1], with what is not sure filled in from round about.

    Pull and push: what is lacking at a level comes from the next coarser one (Gortler et al. 1996).
    """
    if min(weights.shape) < 2 or weights.min() >= SURE:
        total = float(weights.sum())
        mean = (values * weights[..., None]).sum(axis=(0, 1)) / max(total, 1e-6)
        return np.asarray(np.where(weights[..., None] > 0, values, mean), np.float32)
    less = cv2.pyrDown(weights)
    summed = cv2.pyrDown(values * weights[..., None])
    mean = np.asarray(summed / np.maximum(less, 1e-6)[..., None], np.float32)
    coarse = spread(mean, np.asarray(np.minimum(4 * less, 1), np.float32))
    height, width = weights.shape
    above = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    share = np.minimum(weights / SURE, 1)[..., None]
    return np.asarray(share * values + (1 - share) * above, np.float32)


def _followed(
    before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8], points: Plane
) -> tuple[Plane, npt.NDArray[np.bool_]]:
    """Where points (N, 1, 2) are found, and which are, (N,)."""
    guess = points.copy()
    there, found, _error = cv2.calcOpticalFlowPyrLK(
        before, after, points, guess, winSize=(WINDOW, WINDOW), maxLevel=LEVELS, minEigThreshold=FLAT
    )
    return np.asarray(there, np.float32), np.asarray(found).ravel() > 0


def _enlarged(coarse: Plane, shape: tuple[int, ...]) -> Plane:
    """A field known at every STEP-th pixel, from STEP / 2 on, for every pixel."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    offset = STEP // 2
    return np.asarray(
        cv2.remap(
            coarse, (columns - offset) / STEP, (rows - offset) / STEP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )
