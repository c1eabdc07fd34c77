"""Tracked masks without gaps in time: what is the object just before and just after is the object in between.

An ear that the tracker leaves out on one frame in three would stay in the picture by itself, and be carried from there
into the holes of its neighbours.
"""

from __future__ import annotations

from collections.abc import Container

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.motion import Motion
from peanut_studio.model.picture import Frames, Mask, Masks

REACH = 4
"""Frames on either side that are asked."""

Counts = npt.NDArray[np.uint8]


class SteadyMasks:
    """`masks` with those pixels that, followed along the flow, belong to the object on both sides of a frame.

    Frames are to be taken in order, and each is worked out once; what is held does not grow. On frames that are
    `settled` by a person nothing is added.
    """

    def __init__(self, frames: Frames, masks: Masks, settled: Container[int] = ()) -> None:
        self._frames, self._masks, self._settled = frames, masks, settled
        self._motions: dict[tuple[int, int], Motion] = {}
        self._past: tuple[int, Counts] | None = None

    def __len__(self) -> int:
        return len(self._masks)

    def __getitem__(self, index: int, /) -> Mask:
        mask = self._masks[index]
        past = self._from_past(index, mask)
        if index in self._settled or not past.any():
            return mask
        future = np.zeros(mask.shape, np.uint8)
        for other in range(min(index + REACH, len(self) - 1), index, -1):
            future = self._motion(other - 1, other).carry_counts(_counted(self._masks[other], future))
        return mask | ((past > 0) & (future > 0))

    def _from_past(self, index: int, mask: Mask) -> Counts:
        """For how many frames from now on what was the object before is remembered there: 0 for not at all."""
        counts = np.zeros(mask.shape, np.uint8)
        first = max(0, index - REACH)
        if self._past is not None and self._past[0] == index - 1:
            first, counts = self._past
        for other in range(first, index):
            counts = self._motion(other + 1, other).carry_counts(_counted(self._masks[other], counts))
        self._past = index, counts
        self._motions = {pair: motion for pair, motion in self._motions.items() if min(pair) >= index}
        return counts

    def _motion(self, to: int, origin: int) -> Motion:
        if (to, origin) not in self._motions:
            self._motions[to, origin] = Motion.between(self._frames[to], self._frames[origin])
        return self._motions[to, origin]


def _counted(mask: Mask, counts: Counts) -> Counts:
    return np.where(mask, np.uint8(REACH), np.maximum(counts, 1) - np.uint8(1))
