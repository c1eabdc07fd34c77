"""A mask carried to another frame by the flow of what is inside of it alone.

Flow read backwards smears: ground that an object has just uncovered is found nowhere on the frame before, its flow is
made up from the object's, and the mask grows by it at each step. What lies in the old mask, however, is mostly still
there, so that its flow can be trusted, and goes on smoothly beyond the outline.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.motion import MATCHED, Motion
from peanut_studio.model.picture import FlowField, Frame, Mask
from peanut_studio.ops.feather import scaled_width
from peanut_studio.ops.mask_edit import signed_distance
from peanut_studio.ops.motion import pixel_grid, sample

FARTHEST = 12.0
"""Pixels, at 854 pixels wide, beyond which it does not count how far inside or outside of a mask something is."""

LIMB = 0.25
"""Flow is averaged over this part of the mask's own size: parts of it may move differently."""

EDGE = 9
"""Side of the square, in pixels of the reduced picture, by which the mask is narrowed: flow at the outline is mixed."""

SURE = 0.2
"""Of how much known flow round a place is at least needed for that to count more than the usual flow of the mask."""


def carried_along(old: Frame, new: Frame, mask: Mask) -> Mask:
    """The `old` frame's mask, bool (H, W), as it should lie on the `new` frame of the same size."""
    if not mask.any():
        return mask.copy()
    motion = Motion.between(old, new)
    width, height = motion.size
    rows, columns = motion.field.shape[:2]
    flow = cv2.resize(_back(_own(motion, mask)), motion.size, interpolation=cv2.INTER_LINEAR)
    places = pixel_grid(height, width) - flow * np.array([width / columns, height / rows], np.float32)
    far = scaled_width(FARTHEST, motion.size)
    # Distances, for the steps of a bool mask would wear it off. What comes from beyond the frame is outside.
    distance = np.clip(signed_distance(mask), -far, far)
    moved = cv2.remap(
        distance, np.asarray(places, np.float32), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1
    )  # type: ignore[call-overload]
    return np.asarray(moved > 0, np.bool_)


def _own(motion: Motion, mask: Mask) -> FlowField:
    """How far what is in the mask moves, from each place of the old frame, going on smoothly beyond the outline."""
    field = motion.field
    rows, columns = field.shape[:2]
    inside = cv2.resize(mask.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    whole = inside > min(0.5, 0.99 * float(inside.max()))
    core = cv2.erode(whole.astype(np.uint8), np.ones((EDGE, EDGE), np.uint8)) > 0
    known = next(part for part in (core & (motion.error < MATCHED), core, whole) if 4 * part.sum() >= whole.sum())
    usual = np.median(field[known], axis=0).astype(np.float32)
    side = 2 * max(2, round(LIMB * float(whole.sum()) ** 0.5)) + 1
    weight = _averaged(known.astype(np.float32), side)
    excess = _averaged((field - usual) * known[..., None].astype(np.float32), side)
    return np.asarray(usual + excess / (weight + SURE)[..., None], np.float32)


def _back(flow: FlowField) -> FlowField:
    """The same flow, given at where it leads to."""
    grid = pixel_grid(*flow.shape[:2])
    found = flow
    for _ in range(3):
        found = np.asarray(sample(flow, np.asarray(grid - found, np.float32)), np.float32)
    return found


def _averaged(values: npt.NDArray[np.float32], side: int) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.blur(cv2.blur(values, (side, side)), (side, side)), np.float32)
