"""Parts of a picture that are judged by themselves: the hole, and a band round it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Mask
from peanut_studio.ops.feather import scaled_width

BAND = 16.0
"""Width of the band round a hole, in pixels of a clip 854 wide."""


def dilated(mask: Mask, radius: float) -> Mask:
    """A mask (H, W) grown by so many pixels, measured straight; outside the picture there is nothing."""
    if not mask.any():
        return mask.copy()
    return np.asarray(_depth(~mask) <= radius, np.bool_)


def eroded(mask: Mask, radius: float) -> Mask:
    """The pixels of a mask (H, W) that lie farther than `radius` from what is outside it."""
    return np.asarray(_depth(mask) > radius, np.bool_)


def band(mask: Mask, width: float | None = None, gap: float = 0.0) -> Mask:
    """What lies within `width` pixels of a mask (H, W), outside it and farther than `gap` from it.

    Without a width it is `BAND`, in proportion to the picture.
    """
    reach = scaled_width(BAND, (mask.shape[1], mask.shape[0])) if width is None else width
    return dilated(mask, gap + reach) & ~dilated(mask, gap)


def _depth(mask: Mask) -> npt.NDArray[np.float32]:
    """How far each pixel is from the nearest one outside the mask; large where there is none."""
    if mask.all():
        return np.full(mask.shape, np.float32(np.hypot(*mask.shape)))
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
