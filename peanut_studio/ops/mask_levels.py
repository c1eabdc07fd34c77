"""Masks as layers to be laid over a picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask, SoftMask
from peanut_studio.ops.feather import feather

INSIDE, EDGE = 254, 255

PARTLY = 10
"""Of 25 pixels round one so many are partly covered where there is hair."""

Levels = npt.NDArray[np.uint8]


def soft_levels(mask: Mask, width: float, coverage: SoftMask | None = None) -> Levels:
    """uint8 (H, W) of a bool (H, W) mask: INSIDE in it, falling to 0 over `width` pixels beyond, EDGE along its rim.

    The rim is wider in larger pictures. Where it is known how much of each pixel is the object, `coverage` in [0, 1],
    that is shown instead, and there is a rim only where the outline is sharp.
    """
    inside = np.ascontiguousarray(mask, dtype=np.uint8)
    if coverage is not None:
        levels = (coverage * INSIDE).astype(np.uint8)
        partly = np.asarray((levels > 0) & (levels < INSIDE), np.uint8)
        rim = (_rim(inside) > 0) & (cv2.boxFilter(partly, -1, (5, 5), normalize=False) < PARTLY)
    else:
        levels = (feather(mask, 0, width) * INSIDE).astype(np.uint8) if width > 0 else inside * np.uint8(INSIDE)
        rim = _rim(inside) > 0
    levels[rim] = EDGE
    return levels


def dashed_levels(mask: Mask) -> Levels:
    """uint8 (H, W) of a bool (H, W) mask: 0 outside, 1 inside, 2 along its rim, which is dashed."""
    inside = np.ascontiguousarray(mask, dtype=np.uint8)
    rim = _rim(inside) > 0
    dash = max(4, round(max(mask.shape) / 120))
    rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
    # Diagonal stripes cross every outline but those along them, where the other diagonal does.
    stripes = ((rows + columns) // dash + (rows - columns) // dash) % 2 == 0
    levels = inside.copy()
    levels[rim & stripes] = 2
    return levels


def _rim(inside: Levels) -> Levels:
    width = max(1, round(max(inside.shape) / 900))
    core = cv2.erode(inside, np.ones((3, 3), np.uint8), iterations=width, borderType=cv2.BORDER_CONSTANT, borderValue=1)
    return np.asarray(inside - core, np.uint8)
