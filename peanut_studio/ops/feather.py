"""Growing masks and softening their edge."""

from __future__ import annotations

import cv2
import numpy as np

from peanut_studio.model.picture import Mask, SoftMask

REFERENCE_SIDE = 854
"""The longer side, in pixels, for which default widths are stated."""

DEFAULT_GROW = 4.0
DEFAULT_FEATHER = 3.0


def scaled_width(pixels: float, size: tuple[int, int]) -> float:
    """A width stated for a picture 854 pixels long, for one of width and height `size`; at least one pixel."""
    return max(1.0, pixels * max(size) / REFERENCE_SIDE)


def feather(mask: Mask, grow: float, width: float) -> SoftMask:
    """Coverage: 1 in the mask grown by `grow` pixels, falling linearly to 0 over `width` pixels outside of it.

    `mask` is bool (H, W), the result float32 (H, W) in [0, 1]. Distances are Euclidean, exact, between pixel
    centres; coverage is above 0 exactly where the mask lies nearer than `grow` + `width` + 1 pixels (with `width` 0: no
    farther than `grow`). Raises ValueError for negative widths.
    """
    if grow < 0 or width < 0:
        raise ValueError(f"negative width: grow {grow}, feather {width}")
    coverage = np.zeros(mask.shape, dtype=np.float32)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return coverage
    reach = int(np.ceil(grow + width)) + 2
    window = (
        slice(max(0, int(rows[0]) - reach), int(rows[-1]) + reach + 1),
        slice(max(0, int(columns[0]) - reach), int(columns[-1]) + reach + 1),
    )
    outside = np.logical_not(mask[window]).astype(np.uint8)
    if not outside.any():
        coverage[window] = 1.0
        return coverage
    distance = np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), dtype=np.float32)
    beyond = np.maximum(distance - grow, 0)
    coverage[window] = np.clip(1 - beyond / (width + 1), 0, 1) if width > 0 else beyond <= 0
    return coverage
