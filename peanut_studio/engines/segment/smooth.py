"""Masks made steady in time: the outline is the mean of those round it, followed along the flow.

An outline that jumps to and fro by a few pixels from frame to frame is seen as flicker in whatever is made of it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.segment.motion import Motion
from peanut_studio.model.mask_track import MaskTrack
from peanut_studio.model.picture import Frames, Mask
from peanut_studio.ops.feather import scaled_width
from peanut_studio.ops.mask_edit import signed_distance

FARTHEST = 6.0
"""Pixels, at 854 pixels wide, beyond which it does not count how far inside or outside of a mask something is."""

Votes = npt.NDArray[np.float32]


class SmoothMasks:
    """A `track` smoothed over `reach` frames on either side of each; going on frame by frame is quickest.

    The outline is where the mean of the signed distances is 0, each cut off at `FARTHEST`, so that small steps are
    averaged and a mask that is missing on one frame is outvoted. A frame at a distance of d frames weighs
    1 - d / (reach + 1), where what is there can be found again there; frames that were not tracked weigh nothing.
    """

    def __init__(self, frames: Frames, track: MaskTrack, reach: int) -> None:
        self._frames, self._track, self._reach = frames, track, reach
        self._motions: dict[tuple[int, int], Motion] = {}
        self._distances: dict[int, Votes] = {}
        self._farthest = scaled_width(FARTHEST, track.size)

    def __getitem__(self, index: int, /) -> Mask:
        own = self._track.mask(index)
        if not self._concerns(index):
            return own
        votes = self._carried(index, -1) + self._carried(index, 1) + self._distance(index)
        return np.asarray(votes > 0, np.bool_)

    def _concerns(self, index: int) -> bool:
        """Whether the object is anywhere near; also lets go of what is far."""
        near = range(max(0, index - self._reach), min(index + self._reach + 1, self._track.frame_count))
        self._motions = {pair: motion for pair, motion in self._motions.items() if pair[0] in near and pair[1] in near}
        self._distances = {frame: distance for frame, distance in self._distances.items() if frame in near}
        return index in self._track.runs and any(self._track.area(frame) for frame in near)

    def _carried(self, index: int, step: int) -> Votes:
        """The weighed distances from one side on frame `index`, summed: float32 (H, W)."""
        width, height = self._track.size
        votes = np.zeros((height, width), np.float32)
        reached = 0
        while reached < self._reach and index + step * (reached + 1) in self._track.runs:
            reached += 1
        for distance in range(reached, 0, -1):
            other = index + step * distance
            weight = 1 - distance / (self._reach + 1)
            votes += np.float32(weight) * self._distance(other)
            votes = self._motion(other - step, other).carry_votes(votes)
        return votes

    def _distance(self, frame: int) -> Votes:
        """Distances to a frame's outline in pixels, positive inside: float32 (H, W)."""
        if frame not in self._distances:
            far = self._farthest
            mask = self._track.mask(frame)
            known = signed_distance(mask) if mask.any() else np.full(mask.shape, -far, np.float32)
            self._distances[frame] = np.clip(known, -far, far)
        return self._distances[frame]

    def _motion(self, to: int, origin: int) -> Motion:
        if (to, origin) not in self._motions:
            self._motions[to, origin] = Motion.between(self._frames[to], self._frames[origin])
        return self._motions[to, origin]
