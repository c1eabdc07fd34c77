"""Which of two masks a pixel belongs to."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask, SoftMask

SOFT = 3.0
"""Pixels on either side of the middle between two masks over which one's share passes to the other."""


def nearer_to(one: Mask, other: Mask) -> SoftMask:
    """How much of each pixel belongs to `one`, float32 (H, W) in [0, 1]: all in the mask, and what lies nearer to it.

    Between the masks the share falls linearly. An empty mask owns nothing.
    """
    if not one.any() or not other.any():
        return np.full(one.shape, float(one.any()), np.float32)
    ahead = _distance(other) - _distance(one)
    share = np.clip((ahead + SOFT) / (2 * SOFT), 0, 1)
    share[one] = 1
    return np.asarray(share, np.float32)


def _distance(mask: Mask) -> npt.NDArray[np.float32]:
    outside = np.logical_not(mask).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
