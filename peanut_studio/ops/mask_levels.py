"""Masks as layers to be laid over a picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask
from peanut_studio.ops.feather import feather

INSIDE, EDGE = 254, 255

Levels = npt.NDArray[np.uint8]


def soft_levels(mask: Mask, width: float) -> Levels:
    """uint8 (H, W) of a bool (H, W) mask: INSIDE in it, falling to 0 over `width` pixels beyond, EDGE along its rim.

    The rim is wider in larger pictures.
    """
    inside = np.ascontiguousarray(mask, dtype=np.uint8)
    levels = (feather(mask, 0, width) * INSIDE).astype(np.uint8) if width > 0 else inside * np.uint8(INSIDE)
    levels[_rim(inside) > 0] = EDGE
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
