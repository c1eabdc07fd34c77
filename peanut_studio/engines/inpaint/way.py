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
        self._until = 0
        self._begun: dict[int, Homography] = {}

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
            if (origin, target - 1) in self._known:
                total, after = self._known[origin, target - 1], target - 1
            elif origin in self._begun:
                total, after = self._begun[origin], self._until
            else:
                total, after = np.eye(3), origin
            total = led_on(total, self.steps, after, target)
            self._known[origin, target] = total
        return self._known[origin, target]

    def settle(self, until: int, begun: Mapping[int, Homography]) -> None:
        """Of frames before `until` only those are asked for from now on whose way up to there is `begun`, and not how
        they lie over each other. All of them are of the shot of that frame.
        """
        self._until, self._begun = until, dict(begun)
        for index in [index for index in self.steps if index <= until]:
            del self.steps[index]
        self._cuts = [index for index in self._cuts if index > until]
        self.rest()

    def rest(self) -> None:
        """Let go of what has been worked out."""
        self._known.clear()


def led_on(way: Homography, steps: Mapping[int, Homography], after: int, until: int) -> Homography:
    """A `way` to frame `after`, led on to frame `until` by the steps between them, one after another."""
    for index in range(after + 1, until + 1):
        way = normalised(steps[index] @ way)
    return way
