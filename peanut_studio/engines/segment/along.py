"""Frames laid over each other by their object: what goes along with it stays, all else blurs away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from peanut_studio.engines.inpaint.reel import Exposure, Reel
from peanut_studio.model.picture import Mask
from peanut_studio.ops.mask_geometry import Bounds, bounds_of, laid_onto
from peanut_studio.ops.motion import project

Levels = npt.NDArray[np.float32]

MOVED = 0.12
"""How far, in parts of its height, an object must have come meanwhile; else the mean shows the ground as well."""


@dataclass(frozen=True, eq=False)
class Laid:
    """The mean grey levels (h, w), 0..255, of frames laid over one by their object, and the share (h, w) of these in
    which the object is there.
    """

    mean: Levels
    share: Levels


def around(reel: Reel, exposure: Exposure, reach: int) -> list[Exposure]:
    """The frames of the same shot that are no further than `reach` from one."""
    return [other for other in reel.around(exposure.index) if abs(other.index - exposure.index) <= reach]


def moves(reel: Reel, exposure: Exposure, here: Bounds, others: Iterable[Exposure]) -> bool:
    """Whether the object, whose box on this frame is `here`, moves before the background."""
    foot = np.array([[(here[0] + here[2]) / 2, here[3]]], np.float32)
    far = 0.0
    for other in others:
        there = bounds_of(other.small_hole)
        if there is not None:
            place = project(reel.between(exposure, other), foot)[0]
            far = max(far, float(np.hypot((there[0] + there[2]) / 2 - place[0], there[3] - place[1])))
    return far >= MOVED * (here[3] - here[1] + 1)


def laid_over(exposure: Exposure, others: Iterable[Exposure], side: int, fewest: int) -> Laid | None:
    """Frames laid over one, `side` pixels long at most; those on which the object has another shape are left out.

    None where fewer than that are left, or the object, or most of it, is not in one piece.
    """
    here = whole(exposure.small_hole)
    if here is None:
        return None
    height, width = exposure.small_hole.shape
    factor = min(1.0, side / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    shrink = np.array([[size[0] / width, 0, 0], [0, size[1] / height, 0]])
    total, share, weight = (np.zeros(size[::-1], np.float32) for _ in range(3))
    count = 0
    for other in (exposure, *others):
        there = whole(other.small_hole)
        if there is None or laid_onto(there, here) is None:
            continue
        count += 1
        onto = shrink.copy()
        onto[:, 2] += shrink[:, :2] @ ((here[0] + here[2] - there[0] - there[2]) / 2, here[3] - there[3])
        for levels, into in (
            (other.small.mean(axis=-1, dtype=np.float32), total),
            (other.small_hole.astype(np.float32), share),
            (np.ones((height, width), np.float32), weight),
        ):
            into += cv2.warpAffine(levels, onto, size, flags=cv2.INTER_LINEAR)
    if count < fewest:
        return None
    counted = np.maximum(weight, np.float32(1e-3))
    return Laid(np.asarray(total / counted, np.float32), np.asarray(share / counted, np.float32))


def whole(hole: Mask) -> Bounds | None:
    """The box of a mask nearly all of which is in one piece; None for another."""
    if not hole.any():
        return None
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(hole.astype(np.uint8))
    sizes = stats[1:, cv2.CC_STAT_AREA]
    if sizes.max() < 0.8 * sizes.sum():
        return None
    return bounds_of(np.asarray(labels == 1 + int(sizes.argmax()), np.bool_))
