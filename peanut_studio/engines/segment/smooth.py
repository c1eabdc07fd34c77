"""Masks made steady in time: what is the object on most of the frames round one, followed along the flow, is it there.

An outline that jumps to and fro by a few pixels from frame to frame is seen as flicker in whatever is made of it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.motion import Motion
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frames, Mask

Votes = npt.NDArray[np.float32]


class SmoothMasks:
    """A `track` smoothed over `reach` frames on either side of each; frames are to be asked for in order.

    A frame votes with the weight 1 - d / (reach + 1) at a distance of d frames, where what is there can be found again
    there; frames that were not tracked do not. What is held does not grow.
    """

    def __init__(self, frames: Frames, track: MaskTrack, reach: int) -> None:
        self._frames, self._track, self._reach = frames, track, reach
        self._motions: dict[tuple[int, int], Motion] = {}

    def __getitem__(self, index: int, /) -> Mask:
        own = self._track.mask(index)
        if not self._concerns(index):
            return own
        votes = self._carried(index, -1) + self._carried(index, 1)
        votes[..., 0] += own
        votes[..., 1] += 1
        half = 0.5 * votes[..., 1]
        # Where votes are even the mask stays.
        return np.where(np.abs(votes[..., 0] - half) < 1e-3, own, votes[..., 0] > half)

    def _concerns(self, index: int) -> bool:
        """Whether the object is anywhere near; also lets go of motions that are past."""
        first, last = index - self._reach, index + self._reach
        self._motions = {pair: motion for pair, motion in self._motions.items() if min(pair) >= first}
        return index in self._track.runs and any(self._track.area(frame) for frame in range(max(0, first), last + 1))

    def _carried(self, index: int, step: int) -> Votes:
        """The votes from one side on frame `index`, float32 (H, W, 2): for the object, and all."""
        width, height = self._track.size
        votes = np.zeros((height, width, 2), np.float32)
        reached = 0
        while reached < self._reach and index + step * (reached + 1) in self._track.runs:
            reached += 1
        for distance in range(reached, 0, -1):
            other = index + step * distance
            weight = 1 - distance / (self._reach + 1)
            votes[..., 0] += weight * self._track.mask(other)
            votes[..., 1] += weight
            votes = self._motion(other - step, other).carry_votes(votes)
        return votes

    def _motion(self, to: int, origin: int) -> Motion:
        if (to, origin) not in self._motions:
            self._motions[to, origin] = Motion.between(self._frames[to], self._frames[origin])
        return self._motions[to, origin]


def smoothed(frames: Frames, track: MaskTrack, reach: int) -> Callable[[int], Mask]:
    """What gives the smoothed mask of a frame, or, with a `reach` of 0, the mask as it is."""
    return SmoothMasks(frames, track, reach).__getitem__ if reach else track.mask
