"""Masks as layers to be laid over a picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask

OUTSIDE, INSIDE, EDGE = 0, 1, 2

Levels = npt.NDArray[np.uint8]


def mask_levels(mask: Mask) -> Levels:
    """uint8 (H, W) of a bool (H, W) mask: OUTSIDE, INSIDE, and EDGE along its rim, wider in larger pictures."""
    inside = np.ascontiguousarray(mask, dtype=np.uint8)
    width = max(1, round(max(mask.shape) / 900))
    core = cv2.erode(inside, np.ones((3, 3), np.uint8), iterations=width, borderType=cv2.BORDER_CONSTANT, borderValue=1)
    levels: Levels = (inside * np.uint8(EDGE) - core * np.uint8(EDGE - INSIDE)).astype(np.uint8)
    return levels
