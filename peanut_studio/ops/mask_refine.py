"""Masks cleaned, widened and fitted to the picture the same way on every frame."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.model.picture import Frame, Mask, SoftMask
from peanut_studio.model.refinement import Refinement
from peanut_studio.ops.edge_refine import alpha_of, to_edges
from peanut_studio.ops.feather import feather
from peanut_studio.ops.regions import region_of, widen

WISP = 0.08
"""What is less than this of an object is left in the picture where hair is removed."""

EDGE = 1.0
"""Pixels over which a matte falls off outside the mask, so that what is cut out has no stairs."""


def refined(mask: Mask, how: Refinement, frame: Frame | None = None) -> Mask:
    """The bool (H, W) mask with its edge on the picture's, specks dropped, holes closed, grown, in this order.

    Hair that may be seen in the `frame`, uint8 or uint16 (H, W, 3) RGB, belongs to it in the end. Without a frame edges
    and hair are left as they are.
    """
    if frame is not None and how.edges:
        mask = to_edges(mask, frame, how.edges)
    mask = _cleaned(mask, how)
    if frame is not None and how.hair:
        mask = mask | (alpha_of(mask, frame, how.hair) > WISP)
    return mask


def coverage_of(mask: Mask, hair: int, frame: Frame | None = None) -> SoftMask:
    """How much of each pixel is the object, float32 (H, W) in [0, 1], of a mask that is refined but for its hair."""
    return alpha_of(mask, frame, hair) if hair and frame is not None else feather(mask, 0.0, EDGE)


def _cleaned(mask: Mask, how: Refinement) -> Mask:
    tight = region_of(mask) if how.grow or how.holes or how.specks else None
    if tight is None:
        return mask
    place = widen(tight, (mask.shape[1], mask.shape[0]), max(how.grow, 0) + 2).slices
    part = mask[place]
    if how.specks:
        part = without_specks(part, how.specks)
    if how.holes:
        part = without_holes(part, how.holes)
    if how.grow:
        part = grown(part, how.grow)
    result = np.zeros_like(mask)
    result[place] = part
    return result


def grown(mask: Mask, pixels: int) -> Mask:
    """The mask with all that lies nearer than `pixels` to it, or, where negative, without its rim of that width.

    Distances are Euclidean between pixel centres; outside the picture the mask is taken to go on as at its edge.
    """
    if pixels == 0 or not mask.any() or mask.all():
        return mask.copy()
    other = np.asarray(mask if pixels < 0 else ~mask, np.uint8)
    distance = cv2.distanceTransform(other, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance > -pixels if pixels < 0 else distance <= pixels, np.bool_)


def without_holes(mask: Mask, diameter: float) -> Mask:
    """The mask with its closed holes filled that are no larger than a disc of `diameter` pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~mask).astype(np.uint8), connectivity=4)
    small = _small(stats, diameter)
    inside = (
        (stats[:, cv2.CC_STAT_LEFT] > 0)
        & (stats[:, cv2.CC_STAT_TOP] > 0)
        & (stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH] < mask.shape[1])
        & (stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] < mask.shape[0])
    )
    filled = small & inside
    filled[0] = False
    return np.asarray(mask | filled[labels], np.bool_) if count > 1 else mask.copy()


def without_specks(mask: Mask, diameter: float) -> Mask:
    """The mask without the parts that are no larger than a disc of `diameter` pixels; its largest one stays."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask.copy()
    kept = ~_small(stats, diameter)
    kept[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())] = True
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _small(stats: npt.NDArray[Any], diameter: float) -> npt.NDArray[np.bool_]:
    return np.asarray(stats[:, cv2.CC_STAT_AREA] <= math.pi * diameter**2 / 4, np.bool_)
