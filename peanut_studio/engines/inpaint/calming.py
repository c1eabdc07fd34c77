"""What is made up beside things that move is made up anew for each frame: here it is kept from trembling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from peanut_studio.engines.inpaint.candidates import Hole, Opinion, read_colours
from peanut_studio.engines.inpaint.reel import Exposure, Reel
from peanut_studio.model.picture import Frame
from peanut_studio.ops.aggregate import Colours
from peanut_studio.ops.motion import project, sample_list

Pixels = npt.NDArray[np.generic]

KEPT = 0.7
"""The share of the last frame's filling in what is made up deep inside a hole."""
DEEP = 8.0
"""Pixels, at width 432, from what is known at which that share is reached."""
LAST_PART = "last"
"""The part of what is remembered that is the frame before."""
UNSURE = 1e-3
"""The weight of what surroundings alone tell; what is seen in other frames weighs more."""


class Calming:
    """The filling of the frame before, as far as it is wanted for the next one."""

    def __init__(self, reel: Reel) -> None:
        self._reel = reel
        self.last: tuple[Exposure, Frame] | None = None

    def calmed(self, hole: Hole, seen: Opinion, colours: Colours) -> Colours:
        """Colours (N, 3) in which what no frame shows, near something that moves, goes on from the frame before."""
        shaky = None if seen.restless is None else seen.restless & (seen.weights <= UNSURE)
        if shaky is None or not shaky.any():
            return colours
        if hole.exposure.index == self._reel.begun:
            self._reel.used.add(LAST_PART)
        if self.last is None or not self._reel.way.joined(self.last[0].index, hole.exposure.index):
            return colours
        exposure, picture = self.last
        places = project(self._reel.between(hole.exposure, exposure), hole.places[shaky])
        before = read_colours(picture, places, self._reel.size)
        share = KEPT * np.minimum(hole.depth[shaky] / (DEEP * hole.exposure.hole.shape[1] / 432), 1)
        # Only what was made up: outside of the hole may be whatever was passing there.
        share *= sample_list(exposure.small_hole.astype(np.float32), places) > 0.999
        result = colours.copy()
        result[shaky] += share[:, None] * (before - result[shaky])
        return result

    def remember(self, exposure: Exposure, picture: Frame) -> None:
        """This is how the frame was filled."""
        self.last = (exposure, picture) if exposure.hole.any() else None

    def pixels(self) -> Pixels:
        """What there is to be kept: the last hole's pixels (N, 3), none where it had no hole."""
        return self.last[1][self.last[0].hole] if self.last is not None else np.zeros((0, 3), np.uint8)

    def recall(self, exposure: Exposure | None, pixels: Pixels) -> None:
        """The last frame again, filled with what was kept. Raises ValueError where that is of another hole."""
        if exposure is None or not len(pixels):
            self.last = None
            return
        picture = exposure.native.copy()
        picture[exposure.hole] = pixels
        self.last = exposure, picture
