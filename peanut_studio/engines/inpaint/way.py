"""The camera's way through a clip, and where its shots begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

import numpy as np

from peanut_studio.ops.motion import Homography, inverse, normalised


class Way:
    """The camera's step to each frame from the one before, at working size; none where a shot begins.

    How one frame lies over another depends on the steps between the two alone, to the bit, whatever the camera did
    before and afterwards.
    """

    def __init__(self) -> None:
        self.steps: dict[int, Homography] = {}
        self._cuts: list[int] = []
        self._known: dict[tuple[int, int], Homography] = {}

    def lead(self, index: int, step: Homography | None) -> None:
        """The camera's motion from frame `index` - 1 to frame `index`, None where another shot begins."""
        if step is None:
            self._cuts.append(index)
        else:
            self.steps[index] = step

    def joined(self, first: int, second: int) -> bool:
        """Whether two frames are of the same shot."""
        low, high = min(first, second), max(first, second)
        after = bisect_right(self._cuts, low)
        return after == len(self._cuts) or self._cuts[after] > high

    def between(self, origin: int, target: int) -> Homography:
        """The camera's motion from one frame to another of the same shot."""
        if origin > target:
            return inverse(self.between(target, origin))
        if (origin, target) not in self._known:
            # Always from the first frame on, for products of numbers depend on their order.
            begun = (origin, target - 1) in self._known
            total = self._known[origin, target - 1] if begun else np.eye(3)
            for index in range(target if begun else origin + 1, target + 1):
                total = normalised(self.steps[index] @ total)
            self._known[origin, target] = total
        return self._known[origin, target]

    def forget(self, until: int) -> None:
        """Frames before `until` are not asked for any more."""
        for index in [index for index in self.steps if index <= until]:
            del self.steps[index]
        self._cuts = [index for index in self._cuts if index > until]
        self.rest()

    def rest(self) -> None:
        """Let go of what has been worked out."""
        self._known.clear()

    def recall(self, steps: Mapping[int, Homography], first: int, last: int) -> None:
        """The camera's `steps` to frames `first` to `last` are known from before, none where a shot began."""
        self.steps = {**steps, **self.steps}
        new = [index for index in range(first, last + 1) if index not in steps]
        self._cuts = sorted({*self._cuts, *new})
        self.rest()
