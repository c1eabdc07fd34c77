"""The shadow that an object casts: what beside its mask is darker than the same place at other times.

A pixel counts as shadowed when it is the background, dimmed: its colour is a fraction of what the stabilised frames
around show there, about the same fraction in each channel (Cucchiara et al., PAMI 2003, in RGB). Shadows are taken
only where they touch the object.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.flow.dis import Dis
from peanut_studio.engines.inpaint.reel import NEAR, Exposure, Reel, working_size
from peanut_studio.model.picture import Frames, Mask, Masks
from peanut_studio.ops.motion import dilated, project_grid, sample, touches
from peanut_studio.ops.overlay import eight_bit

WORKING_SIDE = 480
REFERENCE_STEP = 3
FEWEST = 4
RANK = 0.5
"""The rank, of the samples over time, that is taken as the unshadowed background. A higher one (.7) finds more of
slow shadows but takes bollards and windows for shadow where the frames do not lie exactly over each other."""
DARKEST, LIGHTEST = 0.12, 0.9
TINT = 0.22
"""How far the fractions of the three channels may lie apart."""
STRONG, FAINT = 20, 8
"""Grey levels by which a shadow's heart, and its fringe, must be darker."""
LARGEST = 0.5
"""A shadow's area is at most this part of the object's; more is a change of light, not a shadow."""
REACH = 8
"""Pixels at width 432 that may lie between an object and its shadow."""


def with_shadows(frames: Frames, masks: Masks) -> Iterator[Mask]:
    """Each frame's mask, bool (H, W), joined with the shadow that touches it; in order, bounded in memory."""
    width, height = frames.size
    reel = Reel(frames, masks, Dis({}, "cpu", preset="fast"), working_size((width, height), WORKING_SIDE))
    for index in range(len(frames)):
        exposure = reel.advance(index)
        if not exposure.hole.any():
            yield exposure.hole
            continue
        small = shadow_of(reel, exposure)
        if not small.any():
            yield exposure.hole
            continue
        grown = cv2.resize(small.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        yield exposure.hole | np.asarray(grown > 0.3, np.bool_)


def shadow_of(reel: Reel, exposure: Exposure) -> Mask:
    """The shadow beside one frame's object at working size; empty when too little of the background is known."""
    plate, seen = _background(reel, exposure)
    nothing = np.zeros(exposure.small_hole.shape, np.bool_)
    if plate is None:
        return nothing
    small = eight_bit(exposure.native)
    here = cv2.GaussianBlur(cv2.resize(small, reel.size, interpolation=cv2.INTER_AREA), (0, 0), 1).astype(np.float32)
    there = cv2.GaussianBlur(plate, (0, 0), 1).astype(np.float32)
    fraction = (here + 4) / (there + 4)
    darker = (there - here).mean(axis=-1)
    even = fraction.max(axis=-1) - fraction.min(axis=-1) < TINT
    mean = fraction.mean(axis=-1)
    dimmed = even & (mean > DARKEST) & (mean < LIGHTEST) & (seen >= FEWEST) & ~exposure.small_hole
    faint = np.asarray(dimmed & (darker > FAINT), np.bool_)
    strong = faint & (darker > STRONG)
    found = _attached(faint, strong, exposure.small_hole, max(2, round(REACH * reel.scale)))
    if found.sum() > LARGEST * exposure.small_hole.sum():
        return nothing
    return dilated(found, max(2, round(3 * reel.scale))) if found.any() else nothing


def _background(reel: Reel, exposure: Exposure) -> tuple[npt.NDArray[np.uint8] | None, npt.NDArray[np.int32]]:
    """What the frames around mostly show, laid over this one, and how many of them show each pixel."""
    pictures, shown = [], []
    for other in reel.around(exposure.index):
        if abs(other.index - exposure.index) > 2 * NEAR or other.index % REFERENCE_STEP:
            continue
        places = project_grid(reel.between(exposure, other), *exposure.grey.shape)
        pictures.append(sample(other.small, places))
        shown.append(~touches(other.grown, places))
    seen = np.zeros(exposure.grey.shape, np.int32)
    for one in shown:
        seen += one
    if len(pictures) < FEWEST:
        return None, seen
    stack, valid = np.stack(pictures), np.stack(shown)
    # Hidden samples are put at both ends of the order in turn, which keeps ranks about what they are among the rest.
    ends = np.where(np.cumsum(~valid, axis=0) % 2, 0, 255).astype(np.uint8)
    stack = np.where(valid[..., None], stack, ends[..., None])
    rank = round(RANK * (len(stack) - 1))
    return np.partition(stack, rank, axis=0)[rank], seen


def _attached(faint: Mask, strong: Mask, hole: Mask, reach: int) -> Mask:
    """The connected parts of `faint` that touch the object's lower half and have a strong heart."""
    opened = cv2.morphologyEx(faint.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _count, labels, _stats, centres = cv2.connectedComponentsWithStats(opened, connectivity=4)
    rows = np.flatnonzero(hole.any(axis=1))
    low = np.flatnonzero(centres[:, 1] > (rows[0] + rows[-1]) / 2)
    touching = np.intersect1d(labels[dilated(hole, reach)], labels[strong])
    kept = np.setdiff1d(np.intersect1d(touching, low), [0])
    return np.asarray(np.isin(labels, kept), np.bool_)
